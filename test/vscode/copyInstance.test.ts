import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { eachServerSomeWay, remoteOf, type Target, targets, uniqueName } from '../support/targets';
import { hostOfSuite } from './extensionHost';
import { type FakeInput, inputsOfSuite } from './quickInputs';

interface There {
  readonly status: string;
  readonly location: string;
  readonly profiles: readonly string[];
  readonly config: Readonly<Record<string, string>>;
  readonly expanded_devices: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

describe('copying and moving instances', () => {
  const host = hostOfSuite();
  const inputs = inputsOfSuite();

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const other = targets().find(({ id }) => id === (target.kind === 'lxd' ? 'incus' : 'lxd'));
    assert.ok(other);
    const made: [Target, string, string][] = [];
    const [pool, project] = [uniqueName('pool'), uniqueName('shop')];
    let running: Thenable<unknown> | undefined;

    const query = async (name: string, at: Target = target, of = 'default'): Promise<There> =>
      JSON.parse(await at.cli(['query', `/1.0/instances/${name}?project=${of}`])) as There;
    const isThere = async (name: string, at: Target = target, of = 'default'): Promise<boolean> =>
      (await at.cli(['query', `/1.0/instances?project=${of}`])).includes(`/${name}`);
    const snapshotsOf = async (name: string, at: Target = target): Promise<string> =>
      at.cli(['query', `/1.0/instances/${name}/snapshots`]);
    const snapshot = (name: string, snap: string): Promise<string> => {
      const request = ['query', '--wait', '-X', 'POST', '-d', JSON.stringify({ name: snap })];
      return target.cli([...request, `/1.0/instances/${name}/snapshots`]);
    };
    /** A stopped instance with one snapshot, from before a key was set. */
    const make = async (...options: string[]): Promise<string> => {
      const name = uniqueName('origin');
      made.push([target, name, 'default']);
      await target.cli(['init', 'busybox', name, ...options]);
      await snapshot(name, 'early');
      await target.cli(['config', 'set', name, 'user.note', 'late']);
      return name;
    };
    const begin = (verb: 'copy' | 'move', name: string): void => {
      running = vscode.commands.executeCommand(`lxd.instance.${verb}`, {
        remote,
        project: 'default',
        instance: name,
      });
    };
    /** Chooses the place and the name; the hub is asked then. */
    const goTo = async (
      where: string,
      of: string,
      name?: string,
      at: Target = target,
    ): Promise<FakeInput> => {
      const list = await inputs.now.asking(/Where (it|the copy) goes/);
      const row = list.items.find(
        ({ label, description = '' }) => label === where && description.split(' · ')[0] === of,
      );
      assert.ok(row, list.text());
      list.choose(row);
      const box = await inputs.now.asking(/Name of the copy|Its name there/);
      if (name !== undefined) box.type(name);
      made.push([at, box.value, of]);
      box.enter();
      return inputs.now.asking(/Options/);
    };

    before(async () => {
      await target.cli(['storage', 'create', pool, 'dir']);
      await target.cli([
        'project',
        'create',
        project,
        '-c',
        'features.images=false',
        '-c',
        'features.profiles=false',
      ]);
    });
    afterEach(async () => {
      inputs.now.shown?.hide();
      await running;
      for (const [at, name, of] of made.splice(0))
        await at.cli(['delete', '--force', name, '--project', of]).catch(() => undefined);
    });
    after(async () => {
      await target.cli(['storage', 'delete', pool]);
      await target.cli(['project', 'delete', project]);
    });

    it('a copy beside it is three times Enter, with its snapshots', async () => {
      const name = await make('-c', 'limits.memory=128MiB');
      begin('copy', name);
      const list = await inputs.now.asking(/Where the copy goes[\s\S]*where it is/);
      list.enter();
      const box = await inputs.now.asking(/Name of the copy/);
      assert.equal(box.value, `${name}-copy`);
      made.push([target, box.value, 'default']);
      box.enter();
      const hub = await inputs.now.asking(/Options/);
      assert.match(hub.text(), /Snapshots\nwith all 1\nStorage Pool\nas it is\nStart It There\nno/);
      hub.enter();
      assert.deepEqual(await running, { remote, project: 'default', instance: `${name}-copy` });
      const { status, config } = await query(`${name}-copy`);
      assert.deepEqual([status, config['limits.memory'], config['user.note']], ['Stopped', '128MiB', 'late']);
      assert.match(await snapshotsOf(`${name}-copy`), /early/);
      assert.ok(await isThere(name));
      assert.deepEqual(host.dialogs.errors, []);
    });

    it('a snapshot becomes an instance as it was then, in another pool, started', async () => {
      const name = await make();
      const copy = uniqueName('then');
      const ref = {
        remote,
        project: 'default',
        kind: 'snapshot',
        parents: [name],
        parts: ['early'],
        member: '',
      };
      running = vscode.commands.executeCommand('lxd.snapshot.copy', ref);
      let hub = await goTo(remote, 'default', copy);
      assert.doesNotMatch(hub.text(), /Snapshots/);
      hub.enter(/^Storage Pool/);
      (await inputs.now.asking(/Storage pool of the root disk/)).enter(pool);
      hub = await inputs.now.asking(new RegExp(`Storage Pool\n${pool}`));
      hub.enter(/^Start It There/);
      (await inputs.now.asking(/Start It There\nyes/)).enter();
      assert.ok(await running, host.dialogs.errors.join());
      const { status, config, expanded_devices: devices } = await query(copy);
      assert.deepEqual(
        [status, config['user.note'], devices['root']?.['pool']],
        ['Running', undefined, pool],
      );
    });

    it('a copy goes to another server, and keeps what that one can take', async () => {
      const name = await make('-c', 'limits.memory=128MiB');
      const copy = uniqueName('far');
      begin('copy', name);
      const hub = await goTo(remoteOf(other), 'default', copy, other);
      assert.match(hub.text(), target.kind === 'lxd' ? /with all 1/ : /LXD cannot read those of Incus/);
      assert.match(hub.text(), /Profiles\ndefault\nWay\nautomatic/);
      hub.enter();
      assert.ok(await running, host.dialogs.errors.join());
      const { config } = await query(copy, other);
      assert.deepEqual([config['limits.memory'], config['user.note']], ['128MiB', 'late']);
      assert.equal((await snapshotsOf(copy, other)).includes('early'), target.kind === 'lxd');
      assert.ok(await isThere(name));
    });

    it('a snapshot becomes an instance on another server', async () => {
      const name = await make();
      const copy = uniqueName('old');
      const ref = {
        remote,
        project: 'default',
        kind: 'snapshot',
        parents: [name],
        parts: ['early'],
        member: '',
      };
      running = vscode.commands.executeCommand('lxd.snapshot.copy', ref);
      (await goTo(remoteOf(other), 'default', copy, other)).enter();
      assert.ok(await running, host.dialogs.errors.join());
      assert.equal((await query(copy, other)).config['user.note'], undefined);
      assert.ok(await isThere(name));
    });

    it('what changed while the question stood there is not moved over', async () => {
      const name = await make();
      begin('move', name);
      const hub = await goTo(remoteOf(other), 'default', undefined, other);
      await snapshot(name, 'late');
      host.dialogs.answer = 'Move';
      hub.enter();
      assert.equal(await running, undefined);
      assert.match(host.dialogs.errors.join(), /it has changed since you were asked: nothing was moved/);
      assert.match(await snapshotsOf(name), /late/);
      assert.equal(await isThere(name, other), false);
    });

    it('what the other server refuses is said; nothing is left there, and the origin is whole', async () => {
      const name = await make();
      const copy = uniqueName('never');
      begin('copy', name);
      const hub = await goTo(remote, 'default', copy);
      hub.enter(/^Storage Pool/);
      const gone = uniqueName('gone');
      await target.cli(['storage', 'create', gone, 'dir']);
      (await inputs.now.asking(/Storage pool of the root disk/)).hide();
      await running;
      begin('copy', name);
      (await goTo(remote, 'default', copy)).enter(/^Storage Pool/);
      (await inputs.now.asking(new RegExp(gone))).enter(gone);
      const again = await inputs.now.asking(new RegExp(`Storage Pool\n${gone}`));
      await target.cli(['storage', 'delete', gone]);
      again.enter();
      assert.equal(await running, undefined);
      assert.match(host.dialogs.errors.join(), new RegExp(`Could not copy ${name}: .*`));
      assert.equal(await isThere(copy), false);
      assert.match(await snapshotsOf(name), /early/);
    });

    it('moves to another pool and another project, with its snapshots, and says where it is already', async () => {
      const name = await make();
      begin('move', name);
      (await goTo(remote, 'default', name)).enter();
      assert.equal(await running, undefined);
      begin('move', name);
      const hub = await goTo(remote, project);
      hub.enter(/^Storage Pool/);
      (await inputs.now.asking(/Storage pool of the root disk/)).enter(pool);
      (await inputs.now.asking(new RegExp(`Storage Pool\n${pool}`))).enter();
      assert.deepEqual(await running, { remote, project, instance: name }, host.dialogs.errors.join());
      const there = await query(name, target, project);
      assert.equal(there.expanded_devices['root']?.['pool'], pool);
      assert.match(
        await target.cli(['query', `/1.0/instances/${name}/snapshots?project=${project}`]),
        /early/,
      );
      assert.equal(await isThere(name), false);
    });

    it('moves to another server: what runs is stopped, and runs there; the origin goes only with a yes', async () => {
      const name = await make();
      await target.cli(['start', name]);
      const { config: here } = await query(name);
      const identity = [
        here['volatile.eth0.hwaddr'],
        here['volatile.cloud-init.instance-id'],
        here['volatile.uuid'],
      ];
      assert.ok(identity.every(Boolean), identity.join());
      begin('move', name);
      (await goTo(remoteOf(other), 'default', undefined, other)).enter();
      assert.equal(await running, undefined, 'moved without an answer');
      const [asked] = host.dialogs.warnings;
      assert.equal(asked?.text, `Move ${name} from ${remote} to ${remoteOf(other)}?`);
      assert.match(asked.detail ?? '', new RegExp(`stopped first.*deleted on ${remote}.*Snapshots: 1`));
      assert.equal(/do not come with it/.test(asked.detail ?? ''), target.kind === 'incus');
      assert.ok(await isThere(name));
      host.dialogs.answer = 'Stop and Move';
      begin('move', name);
      (await goTo(remoteOf(other), 'default', undefined, other)).enter();
      assert.ok(await running, host.dialogs.errors.join());
      await waitFor('it to run there', async () => (await query(name, other)).status === 'Running');
      const { config } = await query(name, other);
      assert.deepEqual(
        [config['volatile.eth0.hwaddr'], config['volatile.cloud-init.instance-id'], config['volatile.uuid']],
        identity,
        'it is another one there',
      );
      assert.equal(await isThere(name), false);
      assert.equal((await snapshotsOf(name, other)).includes('early'), target.kind === 'lxd');
    });

    it('what would be lost by it is not moved: an ephemeral one that runs, a protected one', async () => {
      const name = await make('--ephemeral');
      await target.cli(['start', name]);
      begin('move', name);
      await running;
      assert.match(host.dialogs.errors.join(), new RegExp(`${name} is ephemeral: .*Copy it instead`));
      assert.ok(await isThere(name));
      host.dialogs.reset();
      const kept = await make('-c', 'security.protection.delete=true');
      begin('move', kept);
      (await goTo(remoteOf(other), 'default', undefined, other)).enter();
      await running;
      assert.match(host.dialogs.errors.join(), new RegExp(`${kept} is protected against deletion`));
      assert.ok(await isThere(kept));
      await target.cli(['config', 'unset', kept, 'security.protection.delete']);
    });
  });
});
