import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import type { RemotesView } from '../../src/shell/remotesView';
import { eachServerSomeWay, uniqueName, remoteOf } from '../support/targets';
import { Dialogs, remotesView, rowBecomes } from './extensionHost';

/** The name of the remote by which the extension reaches a target. */
describe('lifecycle commands', () => {
  let view: RemotesView;
  let dialogs: Dialogs;

  before(async () => {
    view = await remotesView();
    dialogs = new Dialogs();
  });
  beforeEach(async () => {
    dialogs.reset();
    await vscode.workspace
      .getConfiguration('lxd')
      .update('stopTimeout', 2, vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    dialogs.dispose();
    await vscode.workspace
      .getConfiguration('lxd')
      .update('stopTimeout', undefined, vscode.ConfigurationTarget.Global);
  });

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const local = target.address.kind === 'unix';
    const made: string[] = [];
    const ref = (instance: string) => ({ remote, project: 'default', instance });
    const run = (verb: string, ...names: string[]): Thenable<unknown> =>
      vscode.commands.executeCommand(
        `lxd.instance.${verb}`,
        names.length === 1 ? ref(names[0]!) : names.map(ref),
      );
    const becomes = (name: string, expected: RegExp | undefined): Promise<void> =>
      rowBecomes(view, ref(name), expected);

    async function make(...options: string[]): Promise<string> {
      const name = uniqueName('cmd');
      made.push(name);
      await target.cli(['init', 'busybox', name, ...options]);
      await becomes(name, /\| stopped \|/);
      return name;
    }
    after(async () => {
      for (const name of made) await target.cli(['delete', '--force', name]).catch(() => undefined);
    });

    it('start, pause, resume, force restart and force stop by plain reference', async () => {
      const name = await make();
      await run('start', name);
      await becomes(name, /\+running/);
      if (!local) dialogs.answer = 'Pause';
      await run('pause', name);
      await becomes(name, /\| frozen \|/);
      await run('resume', name);
      await becomes(name, /\+running/);
      if (!local) dialogs.answer = 'Force Restart';
      await run('forceRestart', name);
      await becomes(name, /\+running/);
      if (!local) dialogs.answer = 'Force Stop';
      await run('forceStop', name);
      await becomes(name, /\| stopped \|/);
      assert.deepEqual(dialogs.errors, []);
      assert.equal(dialogs.warnings.length, local ? 0 : 3, 'a local instance is stopped without a question');
      for (const { text } of dialogs.warnings) assert.ok(text.includes(name) && text.includes(remote), text);
    });

    it('a stop that takes too long offers Force Stop, which works', async () => {
      const name = await make('-c', 'raw.lxc=lxc.signal.halt = SIGCONT');
      await run('start', name);
      await becomes(name, /\+running/);
      dialogs.answer = 'Stop';
      dialogs.errorAnswer = 'Force Stop';
      await run('stop', name);
      assert.equal(dialogs.errors.length, 1);
      assert.equal(dialogs.errors[0], `Could not stop ${name}: it did not stop within 2 seconds`);
      await rowBecomes(view, ref(name), /\| stopped \|/, 10_000);
    });

    it('several at once; what fails is told in one message, with the server’s words', async () => {
      const [good, bad, worse] = [await make(), await make(), await make()];
      for (const name of [bad, worse])
        await target.cli([
          'config',
          'device',
          'add',
          name,
          'nope',
          'unix-char',
          'path=/dev/nope',
          'required=true',
        ]);
      await run('start', good, bad, worse);
      await becomes(good, /\+running/);
      assert.equal(dialogs.errors.length, 1, dialogs.errors.join('\n'));
      const [text = ''] = dialogs.errors;
      assert.ok(text.startsWith('Started 1 of 3 instances.'), text);
      for (const name of [bad, worse]) assert.ok(text.includes(`${name}: `), text);
      assert.match(text, /required device path/);
      assert.ok(!text.includes(good));
    });

    it('a mixed selection takes what fits, and says nothing against the rest', async () => {
      const [on, off] = [await make(), await make()];
      await run('start', on);
      await becomes(on, /\+running/);
      await run('start', on, off);
      await becomes(off, /\+running/);
      assert.deepEqual(dialogs.errors, []);
    });

    it('start of what runs already: the server’s words', async () => {
      const name = await make();
      await run('start', name);
      await becomes(name, /\+running/);
      await run('start', name);
      assert.match(dialogs.errors.join(), new RegExp(`Could not start ${name}: .*already running`, 'i'));
    });

    it('rename, with the name checked while it is typed', async () => {
      const [name, other] = [await make(), await make()];
      const renamed = uniqueName('cmd');
      made.push(renamed);
      dialogs.input = renamed;
      await run('rename', name);
      await becomes(name, undefined);
      await becomes(renamed, /\| stopped \|/);
      const [asked] = dialogs.inputs;
      const check = async (text: string): Promise<string> => {
        const problem = await asked?.validateInput?.(text);
        return typeof problem === 'string' ? problem : '';
      };
      assert.equal(await check('fine-name'), '');
      assert.match(await check('12'), /must not start with a number|cannot be a number/);
      assert.match(await check(other), /exists already/);
      dialogs.input = undefined;
      await run('rename', renamed);
      assert.deepEqual(dialogs.errors, []);
    });

    it('one question names what a stop deletes and what it only stops', async () => {
      const [gone, other] = [await make('--ephemeral'), await make()];
      await run('start', gone, other);
      for (const name of [gone, other]) await becomes(name, /\+running/);
      dialogs.reset();
      await run('stop', other, gone);
      assert.deepEqual(dialogs.warnings, [
        {
          text: `Stopping ${gone} deletes it: it is ephemeral.`,
          detail: `Also stopped, on ${remote}: ${other}.`,
          buttons: ['Stop and Delete'],
        },
      ]);
      for (const name of [gone, other]) await becomes(name, /\+running/);
      dialogs.answer = 'Stop and Delete';
      await run('forceStop', other, gone);
      await becomes(gone, undefined);
      await becomes(other, /\| stopped \|/);
      assert.equal(dialogs.warnings.length, 2);
      assert.deepEqual(dialogs.errors, []);
    });

    describe('delete', () => {
      it('asks, and names what goes', async () => {
        const name = await make();
        await target.cli([...(target.kind === 'lxd' ? ['snapshot'] : ['snapshot', 'create']), name, 's0']);
        await run('delete', name);
        await becomes(name, /\| stopped \|/);
        dialogs.answer = 'Delete';
        await run('delete', name);
        await becomes(name, undefined);
        assert.deepEqual(dialogs.warnings, [
          ...Array.from({ length: 2 }, () => ({
            text: `Delete ${name} on ${remote}?`,
            detail: 'Its disk and 1 snapshot will be deleted. This cannot be undone.',
            buttons: ['Delete'],
          })),
        ]);
        assert.deepEqual(dialogs.errors, []);
      });

      it('stops a running one first, in one go', async () => {
        const name = await make();
        await run('start', name);
        await becomes(name, /\+running/);
        dialogs.answer = 'Stop and Delete';
        await run('delete', name);
        await becomes(name, undefined);
        assert.equal(dialogs.warnings[0]?.text, `Delete ${name} on ${remote}, which is running?`);
        assert.deepEqual(dialogs.errors, []);
      });

      it('an ephemeral one is gone with its stop', async () => {
        const name = await make('--ephemeral');
        await run('start', name);
        await becomes(name, /\+running/);
        dialogs.answer = 'Stop and Delete';
        await run('delete', name);
        await becomes(name, undefined);
        assert.deepEqual(dialogs.errors, []);
      });

      it('one in error, which is stopped already', async () => {
        const name = await make();
        // LXC cannot read its configuration: the server does not know how it is.
        writeFileSync(join(target.server.dir, 'containers', name, 'config'), 'lxc.bogus.key = 1\n');
        assert.match(await target.cli(['list', name, '--format', 'csv', '-c', 'ns']), /ERROR/);
        dialogs.answer = 'Stop and Delete';
        await run('delete', name);
        assert.deepEqual(dialogs.errors, []);
        assert.equal(dialogs.warnings[0]?.text, `Delete ${name} on ${remote}, which is error?`);
        await becomes(name, undefined);
      });

      it('leaves out what is protected, and says so', async () => {
        const [kept, gone] = [await make('-c', 'security.protection.delete=true'), await make()];
        dialogs.answer = 'Delete';
        await run('delete', kept, gone);
        await becomes(gone, undefined);
        await becomes(kept, /\+protected/);
        assert.match(dialogs.warnings[0]?.text ?? '', new RegExp(`Protected.*${kept}`));
        await target.cli(['config', 'set', kept, 'security.protection.delete=false']);
      });
    });

    it('an argument that names nothing is told', async () => {
      await vscode.commands.executeCommand('lxd.instance.start', {
        remote: 'nowhere',
        project: 'default',
        instance: 'x',
      });
      await vscode.commands.executeCommand('lxd.instance.start', { instance: 'x' });
      await vscode.commands.executeCommand('lxd.instance.start', ref('no-such-instance'));
      assert.match(dialogs.errors[0] ?? '', /There is no remote "nowhere"/);
      assert.match(dialogs.errors[1] ?? '', /\{ remote, project, instance \}/);
      assert.match(dialogs.errors[2] ?? '', /Could not start no-such-instance: .*not found/i);
    });

    it('copies name, command line and reference, one line each', async () => {
      const [a, b] = [await make(), await make()];
      await run('copyName', a, b);
      assert.equal(await vscode.env.clipboard.readText(), `${a}\n${b}`);
      await run('copyCliCommand', a);
      const client = target.kind === 'lxd' ? 'lxc' : 'incus';
      assert.equal(
        await vscode.env.clipboard.readText(),
        `${client} exec ${local ? '' : `${remote}:`}${a} -- su -l`,
      );
      await run('copyReference', a);
      assert.deepEqual(JSON.parse(await vscode.env.clipboard.readText()), ref(a));
    });

    it('Reveal selects its row, and a key there runs the command that it stands for', async () => {
      const name = await make();
      await run('reveal', name);
      assert.deepEqual(dialogs.errors, []);
      await waitFor(
        'its selection',
        () => {
          assert.deepEqual(
            view.view.selection.map(({ ref: selected }) => selected),
            [ref(name)],
          );
          return true;
        },
        { timeout: 2000 },
      );
      // Again where the tree has just been drawn anew and nothing was selected.
      await waitFor('its name in the clipboard', async () => {
        await vscode.commands.executeCommand('lxd.selection.run', { key: 'ctrl+c' });
        return (await vscode.env.clipboard.readText()) === name;
      });
    });
  });
});
