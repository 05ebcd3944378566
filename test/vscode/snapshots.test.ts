import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eachServerSomeWay, remoteOf, uniqueName } from '../support/targets';
import { hostOfSuite } from './extensionHost';
import { inputsOfSuite } from './quickInputs';

interface Snapshot {
  readonly name: string;
  readonly expires_at: string;
  readonly stateful: boolean;
}

describe('snapshots of instances', () => {
  const host = hostOfSuite();
  const inputs = inputsOfSuite();

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const [one, two] = [uniqueName('snap'), uniqueName('snap')];
    const ref = (instance: string): object => ({ remote, project: 'default', instance });
    let running: Thenable<unknown> | undefined;
    const snapshotsOf = async (name: string): Promise<readonly Snapshot[]> =>
      JSON.parse(await target.cli(['query', `/1.0/instances/${name}/snapshots?recursion=1`])) as Snapshot[];
    const sh = (name: string, text: string): Promise<string> =>
      target.cli(['exec', name, '--', 'sh', '-c', text]);

    before(async () => {
      for (const name of [one, two]) await target.cli(['launch', 'busybox', name]);
    });
    afterEach(async () => {
      inputs.now.shown?.hide();
      await running;
    });
    after(async () => {
      for (const name of [one, two]) await target.cli(['delete', '--force', name]);
    });

    it('one of each of several, named by the time and kept for a week', async () => {
      running = vscode.commands.executeCommand('lxd.instance.snapshot', [ref(one), ref(two)]);
      const box = await inputs.now.asking(/Name of the snapshot/);
      assert.match(box.value, /^20\d\d-\d\d-\d\d-\d{4}$/);
      box.type('a/b');
      assert.match(box.validationMessage ?? '', /must not be a path/);
      const name = uniqueName('week');
      box.type(name);
      box.enter();
      let hub = await inputs.now.asking(new RegExp(`What ${one}, ${two} has on its disk`));
      hub.enter(/^Expires/);
      const spans = await inputs.now.asking(/How long it is kept/);
      spans.type('nonsense');
      assert.ok(!spans.labels().includes('nonsense'));
      spans.type('1w');
      spans.enter('1w');
      hub = await inputs.now.asking(/Expires\nexpires in 7 days|Expires\nexpires in 6 days/);
      hub.enter(/Create/);
      const made = (await running) as { parents: string[]; parts: string[] }[];
      assert.deepEqual(host.dialogs.errors, []);
      assert.deepEqual(made.map(({ parents }) => parents[0]).sort(), [one, two].sort());
      for (const instance of [one, two]) {
        const [snapshot] = await snapshotsOf(instance);
        const days = (Date.parse(snapshot?.expires_at ?? '') - Date.now()) / 86_400_000;
        assert.ok(days > 6.9 && days < 7.1, String(days));
        assert.equal(snapshot?.name.split('/').at(-1), name);
      }
    });

    it('what is taken is said while typing, and by the server', async () => {
      const [there = ''] = (await snapshotsOf(one)).map(({ name }) => name.split('/').at(-1) ?? '');
      running = vscode.commands.executeCommand('lxd.instance.snapshot', ref(one));
      const box = await inputs.now.asking(/Name of the snapshot/);
      const deadline = Date.now() + 10_000;
      do {
        box.type(there);
        await new Promise((resolve) => setTimeout(resolve, 50));
      } while (!box.validationMessage && Date.now() < deadline);
      assert.match(box.validationMessage ?? '', /exists already/);
      box.hide();
      await running;
      running = vscode.commands.executeCommand('lxd.instance.snapshot', [ref(one), ref(two)]);
      const many = await inputs.now.asking(/Name of the snapshot/);
      many.type(there);
      many.enter();
      (await inputs.now.asking(/What .* has on its disk/)).enter(/Create/);
      assert.deepEqual(await running, []);
      assert.match(host.dialogs.errors.join(), /Took snapshots of 0 of 2\. .*(exists|UNIQUE)/);
    });

    it('going back to one, the present is kept first', async () => {
      await sh(one, 'echo then > /srv-mark');
      const name = uniqueName('then');
      await target.cli([
        'query',
        '--wait',
        '-X',
        'POST',
        '-d',
        JSON.stringify({ name }),
        `/1.0/instances/${one}/snapshots`,
      ]);
      await sh(one, 'echo now > /srv-mark');
      host.dialogs.answer = 'Snapshot First, Restore';
      await vscode.commands.executeCommand('lxd.snapshot.restore', {
        remote,
        project: 'default',
        kind: 'snapshot',
        parents: [one],
        parts: [name],
        member: '',
      });
      assert.deepEqual(host.dialogs.errors, []);
      assert.deepEqual(host.dialogs.warnings[0]?.buttons, ['Snapshot First, Restore', 'Restore']);
      assert.equal(await sh(one, 'cat /srv-mark'), 'then\n');
      const kept = (await snapshotsOf(one)).map((each) => each.name.split('/').at(-1) ?? '');
      const before = kept.find((each) => each.startsWith('before-restore-'));
      assert.ok(before, kept.join());
      const restore = target.kind === 'incus' ? ['snapshot', 'restore'] : ['restore'];
      await target.cli([...restore, one, before]);
      assert.equal(await sh(one, 'cat /srv-mark'), 'now\n');
    });
  });
});
