import assert from 'node:assert/strict';
import { bodyOf, editableOf, serverOwned } from '../../../src/documents/editable';
import { findPlace, parseText, textOf } from '../../../src/documents/yamlText';

describe('documents', () => {
  const read = (text: string) => {
    const parsed = parseText(text);
    assert.ok(parsed.ok, JSON.stringify(parsed));
    return parsed.value;
  };
  const problems = (text: string) => {
    const parsed = parseText(text);
    assert.ok(!parsed.ok, 'nothing is wrong');
    return parsed.problems.map(({ message, from }) => `${from.line}:${from.character} ${message}`);
  };

  it('are written and read without a loss', () => {
    const value = {
      description: 'a: b # c',
      ephemeral: false,
      profiles: ['default', '1'],
      config: {
        'limits.cpu': '2',
        'user.empty': '',
        'user.yes': 'yes',
        'user.number': '1.10',
        'user.lines': 'one\n  two\n\nthree\n',
        'user.tab': 'a\tb',
        'user.emoji': '🐧',
        'user.null': 'null',
        'user.octal': '0755',
        'raw.lxc': 'lxc.a = b\nlxc.c = d',
      },
      devices: { root: { path: '/', pool: 'default', type: 'disk', size: '10' } },
      ports: [{ listen_port: '80', snat: true }],
    };
    assert.deepEqual(read(textOf(value, { head: ['a', 'b'], tail: { name: 'x' } })), value);
  });

  it('take what is written in config as text, whatever YAML makes of it', () => {
    const text =
      'config:\n  a: 1.10\n  b: yes\n  c: true\n  d: 0x10\n  e:\n  f: 2020-01-01\ndevices:\n  eth0:\n    mtu: 1500\n';
    assert.deepEqual(read(text), {
      config: { a: '1.10', b: 'yes', c: 'true', d: '0x10', e: '', f: '2020-01-01' },
      devices: { eth0: { mtu: '1500' } },
    });
    assert.deepEqual(read('entries:\n  - ttl: 300\n    value: 10\n'), {
      entries: [{ ttl: 300, value: '10' }],
    });
  });

  it('may have anchors', () => {
    const text = 'config:\n  a: &x 5\n  b: *x\n';
    assert.deepEqual(read(text), { config: { a: '5', b: '5' } });
  });

  it('say what is wrong, and where', () => {
    assert.match(problems('a: 1\na: 2\n')[0] ?? '', /^1:0 .*unique/);
    assert.match(problems('config:\n\tlimits.cpu: 2\n')[0] ?? '', /^1:0 .*[Tt]ab/);
    assert.match(problems('config: [1, 2]\n')[0] ?? '', /^0:8 .*keys and values/);
    assert.match(problems('config:\n  a:\n    b: 1\n')[0] ?? '', /^2:4 "a" is a text/);
    assert.match(problems('- 1\n')[0] ?? '', /^0:0 .*keys and values/);
    assert.match(problems('')[0] ?? '', /keys and values/);
    assert.match(problems('devices:\n  eth0: 5\n')[0] ?? '', /^1:8 .*devices\.eth0/);
    assert.match(problems('a: "b\n')[0] ?? '', /[Mm]issing|closing/);
    assert.match(problems('a: *nowhere\n')[0] ?? '', /nowhere|[Aa]lias/);
    assert.match(problems('ingress: 5\n')[0] ?? '', /^0:9 .*list/);
  });

  it('do not blow up through anchors', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let at = 1; at < 9; at++)
      lines.push(`a${at}: &a${at} [${Array.from({ length: 10 }, () => `*a${at - 1}`).join(', ')}]`);
    assert.match(problems(lines.join('\n'))[0] ?? '', /alias/i);
  });

  it('find the place of a key', () => {
    const text = '# head\n\nconfig:\n  limits.memory: 1GiB\ndevices:\n  eth0:\n    mtu: "5"\n';
    assert.deepEqual(findPlace(text, ['config', 'limits.memory'])?.from, { line: 3, character: 2 });
    assert.deepEqual(findPlace(text, ['devices', 'eth0', 'mtu'])?.from, { line: 6, character: 4 });
    assert.equal(findPlace(text, ['config', 'nothing']), undefined);
  });

  it('hide what the server keeps for itself, and send it back as it was', () => {
    const object = {
      name: 'x',
      status: 'Running',
      something_new: { a: 1 },
      config: { 'limits.cpu': '1', 'volatile.uuid': 'u' },
      expanded_config: { a: 'b' },
    };
    const fields = { readOnly: ['expanded_config'] };
    const editable = editableOf(object, fields);
    assert.deepEqual(editable, { something_new: { a: 1 }, config: { 'limits.cpu': '1' } });
    assert.deepEqual(serverOwned(object, fields), {
      name: 'x',
      status: 'Running',
      expanded_config: { a: 'b' },
      config: { 'volatile.uuid': 'u' },
    });
    assert.deepEqual(bodyOf(object, editable, fields), object);
    assert.deepEqual(bodyOf(object, { config: { 'limits.cpu': '2' } }, fields), {
      name: 'x',
      status: 'Running',
      expanded_config: { a: 'b' },
      config: { 'limits.cpu': '2', 'volatile.uuid': 'u' },
    });
    assert.deepEqual(editableOf({ config: { a: 'b' }, environment: {} }, { writable: ['config'] }), {
      config: { a: 'b' },
    });
  });
});
