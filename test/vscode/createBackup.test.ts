import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { eachServerSomeWay, remoteOf, uniqueName } from '../support/targets';
import { hostOfSuite } from './extensionHost';
import { inputsOfSuite } from './quickInputs';

interface Backup {
  readonly name: string;
  readonly expires_at: string;
  readonly instance_only: boolean;
  readonly optimized_storage: boolean;
}

describe('Create Backup…', () => {
  const host = hostOfSuite();
  const inputs = inputsOfSuite();

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const [one, two] = [uniqueName('kept'), uniqueName('kept')];
    let running: Thenable<unknown> | undefined;
    const ref = (instance: string): object => ({ remote, project: 'default', instance });
    const backupsOf = async (instance: string): Promise<readonly Backup[]> =>
      JSON.parse(await target.cli(['query', `/1.0/instances/${instance}/backups?recursion=1`])) as never;
    const begin = (argument: unknown): void => {
      running = vscode.commands.executeCommand('lxd.backup.create', argument);
    };
    const nameIt = async (name: string): Promise<void> => {
      const box = await inputs.now.asking(/Name of the backup/);
      box.type(name);
      box.enter();
    };
    const hub = () => inputs.now.asking(/kept on its server/);

    before(async () => {
      await target.cli(['launch', 'busybox', one]);
      await target.cli(['init', '--empty', two]);
    });
    afterEach(async () => {
      inputs.now.shown?.hide();
      await running;
    });
    after(async () => {
      for (const name of [one, two]) await target.cli(['delete', '--force', name]);
    });

    it('name and how it is made; its row is selected, and says when it goes', async () => {
      begin(ref(one));
      const box = await inputs.now.asking(/Name of the backup/);
      assert.match(box.value, /^\d{4}-\d\d-\d\d-\d{4}$/);
      await nameIt('weekly');
      const first = await hub();
      assert.match(first.text(), /Expires\nnever\nSnapshots\nwith all\nCompression\nas the server is set$/);
      assert.ok(!first.text().includes('Optimized'), 'a dir pool has no format of its own');
      first.enter(/^Expires/);
      const spans = await inputs.now.asking(/How long it is kept/);
      spans.type('10d');
      assert.equal(spans.labels()[0], '10d');
      spans.enter('1w');
      (await hub()).enter(/^Snapshots/);
      (await inputs.now.asking(/Snapshots\nwithout/)).enter(/^Compression/);
      (await inputs.now.asking(/How the file is packed/)).enter('zstd');
      (await inputs.now.asking(/Compression\nzstd/)).enter(/Create weekly/);
      const made = (await running) as { parts: string[]; parents: string[] }[];
      assert.deepEqual(host.dialogs.errors, []);
      assert.deepEqual(made[0] && [made[0].parents, made[0].parts], [[one], ['weekly']]);
      const [backup] = await backupsOf(one);
      assert.deepEqual([backup?.name, backup?.instance_only], ['weekly', true]);
      const days = (Date.parse(backup?.expires_at ?? '') - Date.now()) / 86_400_000;
      assert.ok(days > 6.9 && days <= 7, String(days));
      await waitFor('its row', () => host.view.view.selection[0]?.row().label === 'weekly');
      const [row] = host.view.view.selection;
      assert.match(String(row?.row().description), / · without snapshots · expires in 6 days$/);
    });

    it('from the row of backups; a name that is taken is told while it is typed', async () => {
      const [selected] = host.view.view.selection;
      assert.equal(selected?.row().label, 'weekly');
      begin(selected.parent);
      const box = await inputs.now.asking(/Name of the backup/);
      await waitFor('what is there', () => {
        box.type('weekly');
        return /weekly exists already/.test(box.validationMessage ?? '');
      });
      box.type('a/b');
      assert.match(box.validationMessage ?? '', /must not be a path/);
      await nameIt('plain');
      (await hub()).enter(/Create plain/);
      await running;
      assert.deepEqual(host.dialogs.errors, []);
      const found = (await backupsOf(one)).find(({ name }) => name === 'plain');
      assert.deepEqual([found?.instance_only, found?.optimized_storage], [false, false]);
      assert.ok(new Date(found?.expires_at ?? '').getFullYear() < 2000, 'it never goes by itself');
    });

    it('what fails is told in the server’s words and leaves nothing; what was there stays', async () => {
      const place = { remote, project: 'default', parents: [one] };
      begin({ ...place, name: 'odd', body: { compression_algorithm: 'bogus' } });
      await running;
      assert.match(host.dialogs.errors.join(), new RegExp(`^Could not make a backup of ${one}: .*"bogus"`));
      begin({ ...place, name: 'weekly' });
      await running;
      assert.match(host.dialogs.errors.at(-1) ?? '', /has a backup weekly already/);
      const names = (await backupsOf(one)).map(({ name }) => name);
      assert.deepEqual(names.sort(), ['plain', 'weekly']);
    });

    it('of several at once, of each once: also where the row of its backups is chosen, too', async () => {
      begin([ref(one), ref(two), { remote, project: 'default', parents: [one] }]);
      await nameIt('both');
      (await hub()).enter(/Create both/);
      assert.equal(((await running) as unknown[]).length, 2, host.dialogs.errors.join());
      for (const name of [one, two])
        assert.ok(
          (await backupsOf(name)).some((each) => each.name === 'both'),
          name,
        );
    });

    it('a pool with a format of its own offers that', async () => {
      const [pool, optimal] = [uniqueName('btr'), uniqueName('opt')];
      await target.cli(['storage', 'create', pool, 'btrfs', 'size=256MiB']);
      try {
        await target.cli(['init', 'busybox', optimal, '-s', pool]);
        begin(ref(optimal));
        await nameIt('quick');
        (await hub()).enter(/^Optimized/);
        (await inputs.now.asking(/yes: faster/)).enter(/Create quick/);
        await running;
        assert.deepEqual(host.dialogs.errors, []);
        assert.equal((await backupsOf(optimal))[0]?.optimized_storage, true);
      } finally {
        await target.cli(['delete', '--force', optimal]).catch(() => undefined); // it may not have come to be
        await target.cli(['storage', 'delete', pool]);
      }
    });

    it('shows that it goes on; cancelled it leaves nothing', async function () {
      this.timeout(120_000);
      await target.cli(['exec', one, '--', 'sh', '-c', 'head -c 15000000 /dev/urandom > /blob']);
      const { withProgress } = vscode.window;
      const cancel = new vscode.EventEmitter<void>();
      const titles: string[] = [];
      Object.assign(vscode.window, {
        withProgress: (options: vscode.ProgressOptions, task: Parameters<typeof withProgress>[1]) => {
          if (options.location !== vscode.ProgressLocation.Notification) return withProgress(options, task);
          titles.push(options.title ?? '');
          return task(
            { report: () => undefined },
            { isCancellationRequested: false, onCancellationRequested: cancel.event },
          );
        },
      });
      try {
        const body = { compression_algorithm: 'xz' };
        begin({ remote, project: 'default', parents: [one], name: 'slow', body });
        await waitFor('its progress', () => titles.includes(`Making a backup of ${one}`), {
          timeout: 10_000,
        });
        cancel.fire();
        assert.deepEqual(await running, []);
        assert.deepEqual(host.dialogs.errors, []);
        assert.ok(!(await backupsOf(one)).some(({ name }) => name === 'slow'), 'it is still there');
      } finally {
        cancel.dispose();
        Object.assign(vscode.window, { withProgress });
      }
    });
  });
});
