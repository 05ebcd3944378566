import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import type { RemotesView } from '../../src/shell/remotesView';
import { eachServer, uniqueName, remoteOf } from '../support/targets';
import { remotesView } from './extensionHost';
import { QuickInputs } from './quickInputs';

describe('Go to Resource…', () => {
  let view: RemotesView;
  let inputs: QuickInputs;

  before(async () => {
    view = await remotesView();
    inputs = new QuickInputs();
  });
  after(() => {
    inputs.dispose();
  });

  eachServer((target) => {
    const remote = remoteOf(target);
    const name = uniqueName('goto');
    before(async () => {
      await target.cli(['profile', 'create', name]);
      await target.cli(['storage', 'volume', 'create', 'default', name]);
    });
    after(async () => {
      await target.cli(['storage', 'volume', 'delete', 'default', name]);
      await target.cli(['profile', 'delete', name]);
    });

    /** Chooses the row of this kind and remote. */
    const go = async (kind: string): Promise<void> => {
      const running = vscode.commands.executeCommand('lxd.view.goTo');
      const pick = await inputs.asking(/Name of an instance/);
      const wanted = (): vscode.QuickPickItem | undefined =>
        pick.items.find(
          (item) => item.label === name && item.description?.startsWith(`${kind} · ${remote}/`),
        );
      const row = await waitFor(`the ${kind}`, () => wanted() ?? false);
      assert.ok(row);
      pick.choose(row);
      await running;
    };

    it('has everything on all servers, and leads to it', async () => {
      for (const kind of ['profile', 'volume']) {
        await go(kind);
        const selected = (): string => {
          const row = view.view.selection[0]?.row();
          return `${row?.label ?? ''} ${row?.context.split('+')[0] ?? ''}`;
        };
        await waitFor(`the ${kind} to be selected`, () => selected() === `${name} ${kind}`);
      }
    });

    it('offers first where one went last', async () => {
      const running = vscode.commands.executeCommand('lxd.view.goTo');
      const pick = await inputs.asking(/Name of an instance/);
      assert.deepEqual(
        pick.items.slice(0, 3).map(({ label, description }) => `${label} ${description ?? ''}`.trim()),
        ['Recent', `${name} volume · ${remote}/default/default`, `${name} profile · ${remote}/default`],
      );
      pick.hide();
      await running;
    });
  });
});
