import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { limit } from '../../src/base/gate';
import { createRecord, createZone, deleteZone } from '../../src/resources/networkZones/api';
import { pageSize } from '../../src/shell/moreNode';
import type { RemotesView } from '../../src/shell/remotesView';
import { addressOf, withTransport } from '../support/connect';
import { eachServer, uniqueName, remoteOf } from '../support/targets';
import { Dialogs, remotesView } from './extensionHost';
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

    describe('where its row is not shown', () => {
      let dialogs: Dialogs;
      before(() => {
        dialogs = new Dialogs();
      });
      after(async () => {
        dialogs.dispose();
        await vscode.commands.executeCommand('lxd.view.clearFilter');
      });
      beforeEach(() => {
        dialogs.reset();
      });
      const isSelected = (label: string) =>
        waitFor('the row', () => view.view.selection[0]?.row().label === label);
      const told = (text: string) =>
        waitFor(text, () => {
          assert.deepEqual(
            dialogs.warnings.map((warning) => warning.text),
            [text],
          );
          return true;
        });

      it('says that the filter hides it, and clears that where it is asked to', async () => {
        await vscode.commands.executeCommand('list.clear');
        const asked = vscode.commands.executeCommand('lxd.view.filter');
        const box = await inputs.asking(/Shows only rows whose name has every word/);
        box.type('nothing-like-it');
        box.enter();
        await asked;
        await go('profile');
        await told(`${name} is hidden by the filter`);
        assert.equal(view.view.message, 'Filter: nothing-like-it');
        dialogs.reset();
        dialogs.answer = 'Clear Filter';
        // Its pool is hidden too.
        await go('volume');
        await told('default is hidden by the filter');
        await isSelected(name);
        assert.equal(view.view.message, '');
      });

      it('says that it is not there', async () => {
        const gone = {
          remote,
          project: 'default',
          kind: 'profile',
          parents: [],
          parts: ['gone'],
          member: '',
        };
        await vscode.commands.executeCommand('lxd.resource.reveal', gone);
        await told('gone is not in the tree');
      });

      // It takes long, and no server makes a difference.
      const once = target.kind === 'lxd' ? it : () => undefined;
      once('shows the page that it is on', async function () {
        this.timeout(120_000);
        // Records of a zone are what servers make and list fastest.
        const zone = `${name}.example`;
        const names = Array.from({ length: pageSize + 1 }, (_, at) => `r${at}`);
        const gate = limit(8);
        await withTransport(addressOf(target), async (transport) => {
          const ask = (request: Parameters<typeof transport.value>[0]) =>
            transport.value(request, { signal: AbortSignal.timeout(60_000) });
          const each = (make: (record: string) => Parameters<typeof transport.value>[0]) =>
            Promise.all(names.map((record) => gate(() => ask(make(record)))));
          await ask(createZone({ body: { name: zone, description: '', config: {} } }));
          try {
            await each((record) =>
              createRecord({ zone, body: { name: record, description: '', config: {}, entries: [] } }),
            );
            const last = names.at(-1) ?? '';
            const at = { remote, project: 'default', member: '' };
            const ref = { ...at, kind: 'zoneRecord', parents: [zone], parts: [last] };
            await vscode.commands.executeCommand('lxd.resource.reveal', ref);
            assert.deepEqual(dialogs.warnings, []);
            await isSelected(last);
          } finally {
            await ask(deleteZone({ name: zone }));
          }
        });
      });
    });
  });
});
