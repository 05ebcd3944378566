import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportInstance } from '../../src/resources/instances/transfer/exportInstance';
import { importInstance } from '../../src/resources/instances/transfer/importInstance';
import { unhurried } from '../support/connect';
import { contentsOf } from '../support/contents';
import type { Target } from '../support/targets';
import { ExportPlace, backupsOf, everything, instanceNames, targetOf, unpacked } from './exportSupport';

interface Told {
  readonly config: Readonly<Record<string, string>>;
  readonly devices: unknown;
  readonly profiles: unknown;
  readonly description: string;
}

describe('exports of instances to files, and imports from them', function () {
  this.timeout(180_000);
  const place = new ExportPlace();
  after(() => place.end());

  const told = async ({ cli }: Target, name: string): Promise<Told & { snapshots: string }> => {
    const { config, devices, profiles, description } = JSON.parse(
      await cli(['query', `/1.0/instances/${name}`]),
    ) as Told;
    const own = Object.entries(config).filter(([key]) => !key.startsWith('volatile.'));
    const snapshots = await cli(['query', `/1.0/instances/${name}/snapshots`]);
    return { config: Object.fromEntries(own), devices, profiles, description, snapshots };
  };
  const hwaddr = async ({ cli }: Target, name: string): Promise<string> =>
    (await cli(['config', 'get', name, 'volatile.eth0.hwaddr'])).trim();
  for (const id of ['lxd', 'lxd-tls', 'incus-tls'])
    it(`${id}: exported, deleted and imported, everything is as before`, async () => {
      const target = targetOf(id);
      const name = await place.make(target);
      const connection = await place.connect(target);
      const origin = { connection, project: 'default', name };
      const [files, facts] = [await contentsOf(target, name), await told(target, name)];
      assert.ok(files.includes('user.kept="yes"') && facts.snapshots.includes('/before'));
      const path = join(place.folder, `${name}.tar.gz`);
      const seen: string[] = [];
      const onProgress = ({ text }: { text: string }): void => void seen.push(text);
      const { bytes, sha256, left } = await exportInstance(origin, everything, path, {
        ...unhurried(),
        onProgress,
      });
      const file = readFileSync(path);
      assert.deepEqual([left, bytes], [undefined, file.length]);
      assert.equal(sha256, createHash('sha256').update(file).digest('hex'));
      assert.equal(statSync(path).mode & 0o777, 0o600);
      assert.ok(
        seen.some((text) => text.includes(' / ')),
        seen.join(),
      );
      assert.deepEqual(await backupsOf(target, name), []);
      await target.cli(['delete', name]);
      assert.deepEqual(await importInstance(origin, path, {}, unhurried()), { changed: [] });
      assert.equal(await contentsOf(target, name), files);
      assert.deepEqual(await told(target, name), facts);
    });

  for (const id of ['lxd-tls', 'incus-tls'])
    it(`${id}: imported beside what it was made of, it has addresses of its own, and both run`, async () => {
      const target = targetOf(id);
      const name = place.name(target, 'origin');
      await target.cli(['launch', 'busybox', name]);
      const connection = await place.connect(target);
      const path = join(place.folder, `${name}.tar`);
      await exportInstance({ connection, project: 'default', name }, unpacked, path, unhurried());
      const copy = place.name(target, 'beside');
      const to = { connection, project: 'default', name: copy };
      assert.deepEqual(await importInstance(to, path, { pool: 'default' }, unhurried()), {
        changed: ['eth0'],
      });
      assert.notEqual(await hwaddr(target, copy), await hwaddr(target, name));
      assert.equal((await target.cli(['config', 'get', copy, 'volatile.last_state.power'])).trim(), '');
      await target.cli(['start', copy]);
      await assert.rejects(importInstance(to, path, {}, unhurried()), /exists/);
    });

  it('LXD to Incus, by file', async () => {
    const [from, to] = [targetOf('lxd'), targetOf('incus')];
    const name = await place.make(from);
    const path = join(place.folder, `${name}.tar.gz`);
    const files = await contentsOf(from, name);
    const origin = { connection: await place.connect(from), project: 'default', name };
    await exportInstance(origin, everything, path, unhurried());
    place.owns(to, name);
    await importInstance({ ...origin, connection: await place.connect(to) }, path, {}, unhurried());
    assert.equal(await contentsOf(to, name), files);
  });

  it('what is no backup is refused, by us or in the words of the server', async () => {
    const target = targetOf('lxd');
    const connection = await place.connect(target);
    const to = { connection, project: 'default', name: place.name(target, 'bad') };
    const bad = async (path: string, words: RegExp): Promise<void> => {
      await assert.rejects(importInstance(to, path, {}, unhurried()), words);
      assert.ok(!(await instanceNames(target)).includes(to.name));
    };
    await bad(place.folder, /not a file/);
    await bad(join(place.folder, 'none.tar'), /no such file/);
    const empty = join(place.folder, 'empty.tar');
    writeFileSync(empty, '');
    await bad(empty, /the file is empty/);
    writeFileSync(empty, 'no backup');
    await bad(empty, /./);
    const name = await place.make(target);
    const path = join(place.folder, `${name}.tar`);
    await exportInstance({ connection, project: 'default', name }, unpacked, path, unhurried());
    truncateSync(path, Math.round(statSync(path).size / 2));
    await bad(path, /EOF|tar|index/i);
  });
});
