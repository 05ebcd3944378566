import assert from 'node:assert/strict';
import { terminalIcon, titleOf } from '../../../src/terminal/look';

const c1 = { remote: 'local', project: 'default', instance: 'c1' };

describe('the look of a terminal', () => {
  it('is titled by its instance', () => {
    assert.equal(titleOf(c1, []), 'c1');
    assert.equal(titleOf(c1, [c1, { ...c1, instance: 'c2', remote: 'prod' }]), 'c1');
  });

  it('names the remote, or the project, where names collide', () => {
    assert.equal(titleOf({ ...c1, remote: 'prod' }, [c1]), 'c1 (prod)');
    assert.equal(titleOf({ ...c1, project: 'web' }, [c1]), 'c1 (web)');
    const others = [c1, { ...c1, remote: 'prod', project: 'web' }];
    assert.equal(titleOf({ ...c1, remote: 'prod' }, others), 'c1 (prod/default)');
  });

  it('wears the icon of its distribution', () => {
    assert.equal(terminalIcon('Ubuntu'), 'terminal-ubuntu');
    assert.equal(terminalIcon('debian'), 'terminal-debian');
    assert.equal(terminalIcon('busybox'), 'terminal-linux');
    assert.equal(terminalIcon(), 'terminal-linux');
  });
});
