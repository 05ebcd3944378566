import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eachServer, remoteOf, uniqueName } from '../support/targets';
import { hostOfSuite } from './extensionHost';

/** What is asked before something is lost; nothing of it need be there. */
describe('questions before something is lost', () => {
  const host = hostOfSuite();

  eachServer((target) => {
    const remote = remoteOf(target);
    const ref = (parents: string[], ...parts: string[]) => ({ remote, project: 'default', parents, parts });

    it('a project in which something is left is not deleted, and what it is is told', async () => {
      const [project, volume] = [uniqueName('p'), uniqueName('v')];
      await target.cli(['project', 'create', project]);
      const inProject = ['--project', project];
      await target.cli(['storage', 'volume', 'create', 'default', volume, ...inProject]);
      const remove = () =>
        vscode.commands.executeCommand('lxd.project.delete', { remote, project: '', parts: [project] });
      host.dialogs.answer = 'Delete';
      await remove();
      assert.match(host.dialogs.errors.join(), new RegExp(`${project} is in use: .*${volume}`));
      assert.match(
        await target.cli(['storage', 'volume', 'list', 'default', ...inProject]),
        new RegExp(volume),
      );
      await target.cli(['storage', 'volume', 'delete', 'default', volume, ...inProject]);
      host.dialogs.reset();
      host.dialogs.answer = 'Delete';
      await remove();
      assert.deepEqual(host.dialogs.errors, []);
      assert.ok(!(await target.cli(['project', 'list'])).includes(project));
    });

    it('asks with what tells things of one name apart', async () => {
      const asked = async (command: string, ...refs: object[]): Promise<(string | undefined)[]> => {
        await vscode.commands.executeCommand(command, refs);
        const { text, detail } = host.dialogs.warnings.at(-1) ?? {};
        return [text, detail?.replace(/ ?This cannot be undone\.$/, '')];
      };
      const far = remote === 'local' ? 'local-incus' : 'local';
      const snapshot = 'lxd.snapshot.delete';
      const [one, two] = [ref(['gold-one'], 'one'), ref(['gold-two'], 'one')];
      assert.deepEqual(await asked(snapshot, one, two), [
        `Delete 2 snapshots on ${remote}?`,
        'one of gold-one, one of gold-two.',
      ]);
      assert.deepEqual(await asked(snapshot, one, ref(['gold-one'], 'two')), [
        `Delete 2 snapshots on ${remote}?`,
        'one, two. They belong to gold-one.',
      ]);
      assert.deepEqual(await asked(snapshot, one, { ...one, remote: far }), [
        `Delete 2 snapshots on ${remote}, ${far}?`,
        `one of gold-one on ${remote}, one of gold-one on ${far}.`,
      ]);
      const profile = { ...ref([], 'gold-one'), project: 'other' };
      assert.deepEqual(await asked('lxd.profile.delete', profile), [
        `Delete the profile gold-one of project other on ${remote}?`,
        '',
      ]);
      assert.deepEqual(await asked('lxd.profile.delete', ref([], 'gold-one'), profile), [
        `Delete 2 profiles on ${remote}?`,
        'gold-one of project default, gold-one of project other.',
      ]);
      const volume = ref(['gold-one'], 'custom', 'one');
      const volumes = [volume, ref(['gold-one'], 'virtual-machine', 'one')];
      assert.deepEqual(await asked('lxd.volume.delete', ...volumes), [
        `Delete 2 volumes on ${remote}?`,
        'one (custom/one), one (virtual-machine/one). They belong to gold-one.',
      ]);
      const members = [
        { ...volume, member: 'a' },
        { ...volume, member: 'b' },
      ];
      assert.match((await asked('lxd.volume.delete', ...members))[1] ?? '', /^one on a, one on b\. /);
      const nodes = [ref([], 'a'), ref([], 'b'), { ...ref([], 'c'), remote: far }];
      assert.equal(
        (await asked('lxd.member.evacuate', ...nodes))[0],
        `Evacuate a, b on ${remote}? Evacuate c on ${far}?`,
      );
      assert.deepEqual(host.dialogs.errors, []);
    });

    it('deletes more than ten after their number is typed', async () => {
      const refs = Array.from({ length: 11 }, (_none, at) => ref([], `gold-many-${at}`));
      host.dialogs.answer = 'Delete 11';
      await vscode.commands.executeCommand('lxd.profile.delete', refs);
      const [asked] = host.dialogs.inputs;
      assert.equal(asked?.title, `Delete 11 profiles on ${remote}?`);
      assert.match(asked.prompt ?? '', /^Type 11 to delete 11 profiles\. gold-many-0, .*gold-many-10\. This/);
      assert.deepEqual([host.dialogs.warnings, host.dialogs.errors], [[], []]);
      host.dialogs.input = '11';
      await vscode.commands.executeCommand('lxd.profile.delete', refs);
      assert.match(host.dialogs.errors[0] ?? '', /^Deleted 0 of 11\. gold-many-\d+: .*not found/i);
    });

    describe('about instances', () => {
      const name = uniqueName('ask');
      const instance = { remote, project: 'default', instance: name };
      before(() => target.cli(['init', 'busybox', name]));
      after(() => target.cli(['delete', name]));

      it('in a project that nobody has listed: the server says what would be deleted', async () => {
        const project = uniqueName('ask');
        const inProject = { remote, project, instance: name };
        const at = ['--project', project];
        await target.cli([
          ...['project', 'create', project],
          ...['-c', 'features.images=false', '-c', 'features.profiles=false'],
        ]);
        // It goes in any case: a second project changes the tree for every test after this one.
        try {
          // Without a network: the name of the other one is taken there.
          const alone = ['--no-profiles', '-s', 'default'];
          await target.cli(['init', 'busybox', name, '--ephemeral', ...alone, ...at]);
          await target.cli(['start', name, ...at]);
          await vscode.commands.executeCommand('lxd.instance.stop', inProject);
          const label = `${name} of project ${project}`;
          const asked = `Stopping ${label} deletes it: it is ephemeral.`;
          assert.deepEqual(
            host.dialogs.warnings.map(({ text }) => text),
            [asked],
          );
          assert.match(await target.cli(['list', ...at, '--format', 'csv', '-c', 'ns']), /RUNNING/);
          await vscode.commands.executeCommand('lxd.instance.delete', inProject);
          assert.equal(host.dialogs.warnings.at(-1)?.text, `Delete ${label} on ${remote}, which is running?`);
          await vscode.commands.executeCommand('lxd.instance.delete', [instance, inProject]);
          const { text, detail } = host.dialogs.warnings.at(-1) ?? {};
          assert.equal(text, `Delete 2 instances on ${remote}?`);
          assert.equal(detail, `${name} of project default, ${label} (running). This cannot be undone.`);
          assert.deepEqual(host.dialogs.errors, []);
        } finally {
          await target.cli(['delete', '--force', name, ...at]).catch(() => undefined);
          await target.cli(['project', 'delete', project]);
        }
      });

      it('more than ten by their number, typed', async () => {
        host.dialogs.input = '10';
        await vscode.commands.executeCommand(
          'lxd.instance.delete',
          Array.from({ length: 11 }, () => instance),
        );
        const [asked] = host.dialogs.inputs;
        assert.equal(asked?.title, `Delete 11 instances on ${remote}?`);
        assert.ok(asked.prompt?.startsWith(`Type 11 to delete 11 instances. ${name}, `), asked.prompt);
        assert.equal(await asked.validateInput?.('10'), 'Type 11, or press Escape');
        assert.equal(await asked.validateInput?.('11'), undefined);
        assert.deepEqual([host.dialogs.warnings, host.dialogs.errors], [[], []]);
        assert.match(await target.cli(['list', name, '--format', 'csv', '-c', 'ns']), /STOPPED/);
      });
    });
  });
});
