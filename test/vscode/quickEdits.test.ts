import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { eachServer, remoteOf, uniqueName } from '../support/targets';
import { Dialogs, remotesView } from './extensionHost';
import { type FakeInput, QuickInputs } from './quickInputs';

describe('changes that need no document', () => {
  let dialogs: Dialogs;
  let inputs: QuickInputs;
  before(async () => {
    await remotesView();
    dialogs = new Dialogs();
    inputs = new QuickInputs();
  });
  beforeEach(() => {
    dialogs.reset();
  });
  after(() => {
    inputs.dispose();
    dialogs.dispose();
  });

  eachServer((target) => {
    const remote = remoteOf(target);
    const [one, two, profile, volume, pool] = ['i', 'j', 'p', 'v', 'pool'].map(uniqueName) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const query = async (path: string): Promise<Record<string, unknown>> =>
      JSON.parse(await target.cli(['query', path])) as Record<string, unknown>;
    const profilesOf = async (name: string) => (await query(`/1.0/instances/${name}`))['profiles'];
    const devicesOf = async (name: string) =>
      (await query(`/1.0/instances/${name}`))['devices'] as Record<string, unknown>;
    /** Checks these rows of a list, and no others. */
    const check = (input: FakeInput, ...labels: string[]): void => {
      input.selectedItems = input.items.filter(({ label }) => labels.includes(label));
      assert.equal(input.selectedItems.length, labels.length, input.labels().join());
      input.accept();
    };
    const checked = (input: FakeInput) => input.selectedItems.map(({ label }) => label);
    const run = (command: string, ref: unknown): Thenable<unknown> =>
      vscode.commands.executeCommand(command, ref);
    const volumeRef = { remote, project: 'default', parents: ['default'], parts: ['custom', volume] };

    before(async function () {
      this.timeout(60_000);
      for (const name of [one, two]) await target.cli(['init', '--empty', name]);
      await target.cli(['profile', 'create', profile]);
      await target.cli(['storage', 'volume', 'create', 'default', volume]);
      await target.cli(['storage', 'create', pool, 'dir']);
    });
    after(async function () {
      this.timeout(60_000);
      for (const name of [one, two]) await target.cli(['delete', name]);
      await target.cli(['profile', 'delete', profile]);
      await target.cli(['storage', 'volume', 'delete', pool, volume]);
      await target.cli(['storage', 'delete', pool]);
    });

    it('assign profiles to an instance: those it has are checked, first, and keep their order', async () => {
      const done = run('lxd.instance.assignProfiles', { remote, project: 'default', instance: one });
      const list = await inputs.asking(new RegExp(`Profiles of ${one}[^]*default[^]*${profile}`));
      assert.deepEqual(checked(list), ['default']);
      check(list, 'default', profile);
      await done;
      assert.deepEqual(await profilesOf(one), ['default', profile]);
      assert.deepEqual(dialogs.errors, []);
    });

    it('assign a profile to instances that do not have it, and take it away', async () => {
      const ref = { remote, project: 'default', parts: [profile] };
      const assigning = run('lxd.profile.assign', ref);
      const list = await inputs.asking(new RegExp(`assign ${profile} to[^]*${two}`));
      assert.ok(!list.labels().includes(one), 'it has the profile already');
      check(list, two);
      await assigning;
      assert.deepEqual(await profilesOf(two), ['default', profile]);

      const removing = run('lxd.profile.unassign', ref);
      const those = await inputs.asking(new RegExp(`remove ${profile} from[^]*${two}`));
      assert.deepEqual(those.labels().sort(), [one, two].sort());
      check(those, one, two);
      await removing;
      assert.deepEqual([await profilesOf(one), await profilesOf(two)], [['default'], ['default']]);
    });

    it('attach a volume to an instance, and detach it', async () => {
      const attaching = run('lxd.volume.attach', volumeRef);
      (await inputs.asking(new RegExp(`attach ${volume} to[^]*${one}`))).enter(one);
      const path = await inputs.asking(/Folder in the instance/);
      assert.equal(path.value, `/mnt/${volume}`);
      path.type('mnt');
      assert.match(path.text(), /begins with \//);
      path.type('/srv/v');
      path.enter();
      await attaching;
      assert.deepEqual((await devicesOf(one))[volume], {
        type: 'disk',
        pool: 'default',
        source: volume,
        path: '/srv/v',
      });

      const detaching = run('lxd.volume.detach', volumeRef);
      const list = await inputs.asking(new RegExp(`detach ${volume} from[^]*${one}`));
      assert.deepEqual(checked(list), [one], 'there is only one');
      check(list, one);
      await detaching;
      assert.equal((await devicesOf(one))[volume], undefined);
    });

    it('a volume takes no device’s name that a profile has', async () => {
      await target.cli(['profile', 'device', 'add', profile, volume, 'none']);
      await target.cli(['profile', 'assign', one, `default,${profile}`]);
      const attaching = run('lxd.volume.attach', volumeRef);
      (await inputs.asking(new RegExp(`attach ${volume} to[^]*${one}`))).enter(one);
      (await inputs.asking(/Folder in the instance/)).enter();
      await attaching;
      const { devices, expanded_devices: all } = (await query(`/1.0/instances/${one}`)) as Record<
        string,
        Record<string, Record<string, string>>
      >;
      assert.equal(devices?.[`${volume}-2`]?.['source'], volume);
      assert.equal(all?.[volume]?.['type'], 'none');
      await target.cli(['config', 'device', 'remove', one, `${volume}-2`]);
      await target.cli(['profile', 'assign', one, 'default']);
    });

    it('a volume can be attached in a project that has none of its own', async () => {
      const project = uniqueName('p');
      await target.cli(['project', 'create', project, '-c', 'features.storage.volumes=false']);
      const own = uniqueName('far');
      const inProject = ['--project', project];
      try {
        await target.cli(['init', '--empty', own, '-s', 'default', '--no-profiles', ...inProject]);
        await waitFor('the project to be known', async () => {
          const attaching = run('lxd.volume.attach', volumeRef);
          const list = await inputs.asking(new RegExp(`attach ${volume} to[^]*${one}`));
          const isThere = list.labels().includes(own);
          if (!isThere) list.hide();
          else {
            list.enter(own);
            (await inputs.asking(/Folder in the instance/)).enter();
          }
          await attaching;
          return isThere;
        });
        const { devices } = await query(`/1.0/instances/${own}?project=${project}`);
        assert.equal((devices as Record<string, Record<string, string>>)[volume]?.['source'], volume);
      } finally {
        await target.cli(['delete', own, ...inProject]);
        await target.cli(['project', 'delete', project]);
      }
    });

    it('tell the server’s reason where it refuses, and leave all as it was', async () => {
      const before = await query(`/1.0/storage-pools/default/volumes/custom/${volume}`);
      const done = run('lxd.volume.attach', { ...volumeRef, parts: ['custom', 'nothing-here'] });
      await done;
      assert.match(dialogs.errors.join(), /not found/i);
      assert.deepEqual(await query(`/1.0/storage-pools/default/volumes/custom/${volume}`), before);
    });

    it('resize a volume', async () => {
      const done = run('lxd.volume.resize', volumeRef);
      const box = await inputs.asking(/Size, like/);
      box.type('10 gigs');
      assert.match(box.text(), /A size is a number and a unit/);
      box.type('10MiB');
      box.enter();
      await done;
      const { config } = await query(`/1.0/storage-pools/default/volumes/custom/${volume}`);
      assert.deepEqual(config, { size: '10MiB' }, dialogs.errors.join());
    });

    it('move a volume to another pool', async function () {
      this.timeout(30_000);
      const done = run('lxd.volume.move', volumeRef);
      const list = await inputs.asking(new RegExp(`move ${volume} to[^]*${pool}`));
      assert.ok(!list.labels().includes('default'));
      list.enter(pool);
      await done;
      assert.deepEqual(dialogs.errors, []);
      assert.equal((await query(`/1.0/storage-pools/${pool}/volumes/custom/${volume}`))['name'], volume);
      await assert.rejects(query(`/1.0/storage-pools/default/volumes/custom/${volume}`), /not found/i);
    });
  });
});
