import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cleanPath, formatFileUri, isAboveInstances, parseFileUri } from '../../../src/shell/uri';
import { scaled, seed } from '../../support/seed';

const name = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 20 })
  .filter((text) => !text.includes('\0'));
const part = fc.oneof(fc.constantFrom('.', '..', '', ' ', '%2F', '~', 'a'), name);

describe('URIs of files', () => {
  it('keep plain names readable', () => {
    const location = { remote: 'local-incus', project: 'default', instance: 'c1', path: '/etc/hosts' };
    assert.deepEqual(formatFileUri(location), {
      scheme: 'lxd',
      authority: 'local-incus',
      path: '/default/c1/etc/hosts',
    });
  });

  it('write odd remotes in lower-case letters, digits and ~', () => {
    const of = (remote: string) =>
      formatFileUri({ remote, project: 'p', instance: 'i', path: '/' }).authority;
    assert.equal(of('My Server'), '~4dy~20~53erver');
    assert.equal(of('🧨'), '~f0~9f~a7~a8');
    assert.equal(of('a:1@b~'), 'a~3a1~40b~7e');
  });

  it('come back as they were, whatever the names, even when VS Code changes the case of the authority', () => {
    fc.assert(
      fc.property(name, name, name, fc.array(name), (remote, project, instance, parts) => {
        const path = cleanPath(parts.join('/'));
        const uri = formatFileUri({ remote, project, instance, path });
        assert.match(uri.authority, /^[a-z0-9._~-]+$/);
        assert.deepEqual(parseFileUri(uri), { remote, project, instance, path });
        assert.deepEqual(parseFileUri({ ...uri, authority: uri.authority.toUpperCase() })?.remote, remote);
      }),
      { seed: seed(), numRuns: scaled(5000) },
    );
  });

  it('never leave their instance', () => {
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const location = parseFileUri({ authority: 'r', path: `/p/i/${parts.join('/')}` });
        assert.equal(location?.project, 'p');
        assert.equal(location.instance, 'i');
        assert.match(location.path, /^\//);
        const rest = location.path.slice(1).split('/');
        assert.ok(location.path === '/' || rest.every((at) => at !== '' && at !== '.' && at !== '..'));
      }),
      { seed: seed(), numRuns: scaled(5000) },
    );
  });

  it('name an instance, or nothing', () => {
    const nothing = ['', '/', '/p', '/p/', '//i', '/../i', '/p/..', '/./i/x', 'p/i/x'];
    for (const path of nothing) assert.equal(parseFileUri({ authority: 'r', path }), undefined, path);
    for (const authority of ['', 'a b', '~', '~4', '~zz', 'a:1']) {
      assert.equal(parseFileUri({ authority, path: '/p/i/' }), undefined, authority);
    }
    assert.equal(parseFileUri({ authority: 'r', path: '/p/i' })?.path, '/');
    assert.equal(parseFileUri({ authority: 'r', path: '/p/i/a/../../../b/' })?.path, '/b');
  });

  it('tell remotes and projects from instances', () => {
    for (const path of ['', '/', '/p', '/p/'])
      assert.equal(isAboveInstances({ authority: 'r', path }), true, path);
    for (const path of ['/p/i', '/..', '/p/i/f'])
      assert.equal(isAboveInstances({ authority: 'r', path }), false, path);
    assert.equal(isAboveInstances({ authority: '', path: '/' }), false);
  });
});
