import assert from 'node:assert/strict';
import type { ServerObject } from '../../../src/documents/editable';
import { keysAt } from '../../../src/documents/keysAt';
import { checkKeys } from '../../../src/documents/schema/checkKeys';
import { ownSchema } from '../../../src/documents/schema/ownSchema';

/** As `limits.cpu! message` for what is surely wrong, `?` for what may be right. */
function wrong(value: ServerObject, before: ServerObject = { type: 'container' }): string[] {
  const schema = ownSchema('lxd');
  const findings = checkKeys(value, before, schema, (path, options) =>
    keysAt(schema, { kind: 'instance' }, before, path, options),
  );
  return findings.map(({ path, message, isSure }) => `${path.at(-1) ?? ''}${isSure ? '!' : '?'} ${message}`);
}

describe('keys held against a schema', () => {
  it('are right where they are right, or of no kind that is known', () => {
    assert.deepEqual(
      wrong({
        config: { 'limits.cpu': '2', 'user.anything': 'x', 'some.new.key': '1' },
        devices: { eth0: { type: 'nic', nictype: 'bridged', parent: 'lxdbr0' } },
      }),
      [],
    );
  });

  it('are wrong by their value, in config and in devices', () => {
    assert.deepEqual(wrong({ config: { 'limits.memory': '1gb', 'security.nesting': 'maybe' } }), [
      'limits.memory! limits.memory must be a size such as 512MiB or 10GB, or a percentage such as 50%',
      'security.nesting! security.nesting must be true or false',
    ]);
    assert.deepEqual(
      wrong({ devices: { root: { type: 'disk', path: '/', pool: 'p', readonly: 'perhaps' } } }),
      ['readonly! readonly must be true or false'],
    );
  });

  it('are probably mistyped where they are nearly one that is known', () => {
    assert.deepEqual(wrong({ config: { 'limit.memory': '1GiB' } }), [
      'limit.memory? There is no key "limit.memory" here. Did you mean "limits.memory"?',
    ]);
    assert.deepEqual(wrong({ devices: { eth0: { type: 'nik' } } }), [
      'type? There is no device type "nik". Did you mean "nic"?',
    ]);
  });

  it('need a type in devices', () => {
    assert.match(
      wrong({ devices: { eth0: { parent: 'x' } } })[0] ?? '',
      /^eth0! eth0 needs a type: .*\bnic\b/,
    );
  });

  it('are right where the server has them already', () => {
    const config = { 'security.nesting': 'maybe', 'limit.memory': 'x' };
    assert.deepEqual(wrong({ config }, { type: 'container', config }), []);
  });
});
