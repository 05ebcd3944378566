import assert from 'node:assert/strict';
import type { AnyOperation } from '../../../src/client/apiOperation';
import { parametersFor } from '../../../src/kinds/address';
import type { Kind } from '../../../src/kinds/kind';
import { KindRegistry } from '../../../src/kinds/registry';
import { getAlias } from '../../../src/resources/images/aliasApi';
import { getImage } from '../../../src/resources/images/api';
import { getNetwork } from '../../../src/resources/networks/api';
import { getForward } from '../../../src/resources/networks/forwardApi';
import { getPool } from '../../../src/resources/storagePools/api';
import { getVolume } from '../../../src/resources/volumes/api';
import { getVolumeSnapshot } from '../../../src/resources/volumes/snapshotApi';

function kind(id: string, get: AnyOperation, rest: Partial<Kind> = {}): Kind {
  return {
    data: { id, folder: `${id}s`, one: id, many: id, noun: id, icon: 'x', verbs: [] },
    scope: 'project',
    operations: { get },
    partsOf: () => [],
    look: () => ({}),
    ...rest,
  };
}

const memberOf = () => 'b';
const alias = kind('alias', getAlias, { parent: 'image' });
const kinds = new KindRegistry([
  kind('image', getImage),
  alias,
  kind('pool', getPool, { scope: 'server' }),
  kind('volume', getVolume, { parent: 'pool', memberOf }),
  kind('snapshot', getVolumeSnapshot, { parent: 'volume' }),
]);
const ref = (id: string, parents: string[], parts: string[]) => ({
  ...{ remote: 'r', project: 'p', kind: id, member: 'b' },
  parents,
  parts,
});

describe('the kinds, by the paths of the API', () => {
  it('an alias has a name of its own, and its image is not in its path', () => {
    assert.deepEqual(kinds.divided(alias, ['fp', 'a/b']), { parents: ['fp'], parts: ['a/b'] });
    assert.deepEqual(parametersFor(getAlias, ['fp', 'a/b']), { name: 'a/b' });
  });

  it('what a volume holds is on its member, a pool on none', () => {
    const volume = kinds.holderOf(ref('snapshot', ['pool', 'custom', 'v'], ['s']));
    assert.deepEqual([volume?.kind, volume?.parts, volume?.member], ['volume', ['custom', 'v'], 'b']);
    const pool = volume && kinds.holderOf(volume);
    assert.deepEqual([pool?.kind, pool?.parts, pool?.member], ['pool', ['pool'], '']);
  });

  it('a link to a snapshot says its member', () => {
    const path = '/1.0/storage-pools/pool/volumes/custom/v/snapshots/s?target=b&project=p';
    assert.deepEqual(kinds.linked(path, 'r', 'x'), ref('snapshot', ['pool', 'custom', 'v'], ['s']));
  });

  it('two volumes of one name have rows of their own for what they hold', () => {
    const rows = (member: string) =>
      kinds.pathTo({ ...ref('snapshot', ['pool', 'custom', 'v'], ['s']), member });
    // The remote, the pools, the pool and its volumes are the same.
    const differs = rows('b').filter((row, at) => row !== rows('a')[at]);
    assert.equal(differs.length, 3);
  });

  describe('in a project that has little of its own', () => {
    const project = { name: 'p', config: { 'features.images': 'true' } };
    const inherited = new KindRegistry(
      [
        kind('image', getImage, { feature: 'features.images' }),
        kind('network', getNetwork, { feature: 'features.networks' }),
        kind('forward', getForward, { parent: 'network' }),
        kind('pool', getPool, { scope: 'server' }),
        kind('volume', getVolume, {
          parent: 'pool',
          feature: 'features.storage.volumes',
          alwaysOwn: ([type]) => type !== 'custom',
        }),
        kind('snapshot', getVolumeSnapshot, { parent: 'volume' }),
      ],
      (remote) => (remote === 'r' ? [project] : []),
    );
    const ownerOf = (path: string) => inherited.linked(`/1.0/${path}`, 'r', 'p')?.project;

    it('a link leads to what the default project has for it', () => {
      assert.equal(ownerOf('images/x'), 'p');
      assert.equal(ownerOf('networks/br0'), 'default');
      assert.equal(ownerOf('networks/br0?project=p'), 'default');
      assert.equal(ownerOf('networks/br0/forwards/10.0.0.1'), 'default');
      assert.equal(ownerOf('storage-pools/x'), '');
      assert.equal(ownerOf('storage-pools/x/volumes/custom/v'), 'default');
      assert.equal(ownerOf('storage-pools/x/volumes/custom/v/snapshots/s'), 'default');
      // On a server whose projects are not known it stays as the server says it.
      assert.equal(inherited.linked('/1.0/networks/br0', 'other', 'p')?.project, 'p');
    });

    it('the volume of an instance is its own', () => {
      assert.equal(ownerOf('storage-pools/x/volumes/container/c1'), 'p');
      assert.equal(ownerOf('storage-pools/x/volumes/container/c1/snapshots/s'), 'p');
    });

    it('the row of what was created there is among those of the default project', () => {
      const at = { remote: 'r', kind: 'volume', parents: ['x'], member: '' };
      const rows = (name: string) => inherited.pathTo({ ...at, project: name, parts: ['custom', 'v'] });
      assert.deepEqual(rows('p'), rows('default'));
    });
  });
});
