import assert from 'node:assert/strict';
import { SnapshotCopies } from '../../src/resources/instances/inside/copies';
import { readFile } from '../../src/resources/instances/inside/readFile';
import { cluster } from '../support/cluster';
import { unhurried } from '../support/connect';
import { ExportPlace, instanceNames } from './exportSupport';
import { filesOf } from './snapshotFilesSupport';

describe('files of snapshots in a cluster', function () {
  this.timeout(120_000);
  const place = new ExportPlace();
  after(() => place.end());

  it('of another member than the one that is asked: the copy is where the snapshot is', async () => {
    const [a] = cluster();
    const name = place.name(a, 'far');
    await a.cli(['init', 'busybox', name, '--target', 'node-b']);
    await a.cli(['snapshot', name, 'snap0']);
    const connection = await place.connect(a);
    const of = { connection, project: 'default', name, snapshot: 'snap0' };
    const { value, left } = await new SnapshotCopies().use(of, unhurried(), async (copy) => {
      const { location } = JSON.parse(await a.cli(['query', `/1.0/instances/${copy}`])) as {
        location: string;
      };
      const { files, dispose } = filesOf(connection, copy);
      const bytes = await readFile(files, '/etc/passwd', {
        ...unhurried(),
        mayRead: () => Promise.resolve(true),
      });
      dispose();
      return { location, text: Buffer.from(bytes ?? []).toString() };
    });
    assert.equal(left, undefined);
    assert.equal(value.location, 'node-b');
    assert.match(value.text, /^root:/);
    assert.deepEqual(
      (await instanceNames(a)).filter((each) => each.startsWith(name)),
      [name],
    );
  });
});
