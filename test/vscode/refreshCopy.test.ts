import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eachServerSomeWay, remoteOf, type Target, targets, uniqueName } from '../support/targets';
import { hostOfSuite } from './extensionHost';
import { inputsOfSuite } from './quickInputs';

describe('refreshing an earlier copy', () => {
  const host = hostOfSuite();
  const inputs = inputsOfSuite();

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const other = targets().find(({ id }) => id === (target.kind === 'lxd' ? 'incus' : 'lxd'));
    assert.ok(other);
    const name = uniqueName('kept');
    let running: Thenable<unknown> | undefined;
    const push = async (at: Target, instance: string, text: string): Promise<void> => {
      const file = join(at.server.run, uniqueName('file'));
      writeFileSync(file, text);
      await at.cli(['file', 'push', file, `${instance}/srv-mark`]);
    };
    const pulled = (at: Target): Promise<string> => at.cli(['file', 'pull', `${copyAt(at)}/srv-mark`, '-']);
    const copyAt = (at: Target): string => `${name}-${at.id}`;
    /** Up to the list of options, with this name there. */
    const begin = async (at: Target): Promise<void> => {
      running = vscode.commands.executeCommand('lxd.instance.copy', {
        remote,
        project: 'default',
        instance: name,
      });
      const list = await inputs.now.asking(/Where the copy goes/);
      const row = list.items.find(
        ({ label, description = '' }) => label === remoteOf(at) && description.split(' · ')[0] === 'default',
      );
      assert.ok(row, list.text());
      list.choose(row);
      const box = await inputs.now.asking(/Name of the copy/);
      box.type(copyAt(at));
      assert.equal(box.validationMessage, undefined);
      box.enter();
    };

    before(async () => {
      await target.cli(['init', 'busybox', name]);
      await push(target, name, 'first');
    });
    afterEach(async () => {
      inputs.now.shown?.hide();
      await running;
    });
    after(async () => {
      await target.cli(['delete', '--force', name]);
      for (const at of [target, other])
        await at.cli(['delete', '--force', copyAt(at)]).catch(() => undefined); // where it was not made
    });

    for (const at of [target, other])
      it(`on ${at.kind}: it is what the origin is by then, after a question`, async () => {
        await at.cli(['delete', '--force', copyAt(at)]).catch(() => undefined); // at a second try
        await push(target, name, 'first');
        await begin(at);
        (await inputs.now.asking(/Copy to/)).enter(/Copy to/);
        assert.ok(await running, host.dialogs.errors.join());
        assert.equal(await pulled(at), 'first');
        await push(target, name, 'second');
        await begin(at);
        const hub = await inputs.now.asking(/which is there already/);
        hub.enter(/Refresh/);
        assert.equal(await running, undefined, 'refreshed without an answer');
        assert.equal(
          host.dialogs.warnings[0]?.text,
          `Refresh ${copyAt(at)} on ${remoteOf(at)} from ${name}?`,
        );
        assert.equal(await pulled(at), 'first');
        host.dialogs.answer = 'Refresh';
        await begin(at);
        (await inputs.now.asking(/which is there already/)).enter(/Refresh/);
        assert.ok(await running, host.dialogs.errors.join());
        assert.equal(await pulled(at), 'second');
      });
  });
});
