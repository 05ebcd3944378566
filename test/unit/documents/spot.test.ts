import assert from 'node:assert/strict';
import { spotAt } from '../../../src/documents/spot';

describe('the place of a cursor', () => {
  it('is known also in what is half typed', () => {
    const lines = [
      '# head',
      'config:',
      '  limits.cpu: "2"',
      '  li',
      'devices:',
      '  eth0:',
      '    type: nic',
      '    ',
      '',
    ];
    assert.deepEqual(spotAt(lines, 2, 4), { path: ['config'], key: 'limits.cpu', value: undefined });
    assert.deepEqual(spotAt(lines, 2, 16), { path: ['config'], key: 'limits.cpu', value: '"2"' });
    assert.deepEqual(spotAt(lines, 3, 4), { path: ['config'], key: 'li', value: undefined });
    assert.deepEqual(spotAt(lines, 6, 10), { path: ['devices', 'eth0'], key: 'type', value: 'nic' });
    assert.deepEqual(spotAt(lines, 7, 4), { path: ['devices', 'eth0'], key: '', value: undefined });
    assert.deepEqual(spotAt(lines, 8, 0), { path: [], key: '', value: undefined });
  });
});
