import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import type { ExtensionExports } from '../../src/extension';
import type { OperationsFeature } from '../../src/resources/operations';
import type { TreeNode } from '../../src/shell/node';
import type { RemotesView } from '../../src/shell/remotesView';
import { eachServer, uniqueName } from '../support/targets';
import { Dialogs, remotesView, rowText } from './extensionHost';

/** An image that takes half a minute to download. */
async function slowImage(): Promise<{ url: string; stop(): Promise<void> }> {
  const piece = randomBytes(40_000);
  const pieces = 100;
  const server = createServer((request, response) => {
    const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}/image`;
    for (const name of ['LXD', 'Incus']) {
      response.setHeader(`${name}-Image-Hash`, 'a'.repeat(64));
      response.setHeader(`${name}-Image-URL`, here);
    }
    response.setHeader('content-length', String(piece.length * pieces));
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    let sent = 0;
    const timer = setInterval(() => {
      response.write(piece);
      if (++sent === pieces) response.end();
    }, 300);
    response.on('close', () => {
      clearInterval(timer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('view of operations', () => {
  let operations: OperationsFeature;
  let remotes: RemotesView;
  let dialogs: Dialogs;
  let image: Awaited<ReturnType<typeof slowImage>>;

  before(async () => {
    remotes = await remotesView();
    const extension = vscode.extensions.getExtension<ExtensionExports>('lxd-explorer.lxd-explorer');
    const feature = extension?.exports.operations;
    assert.ok(feature, 'the extension is not in test mode');
    operations = feature;
    dialogs = new Dialogs();
    image = await slowImage();
  });
  after(async () => {
    dialogs.dispose();
    await image.stop();
  });
  beforeEach(async () => {
    dialogs.reset();
    await vscode.commands.executeCommand('lxd.operation.clearFinished');
  });

  const rows = async (): Promise<{ node: TreeNode; text: string }[]> =>
    (await operations.tree.getChildren()).map((node) => ({
      node,
      text: rowText(operations.tree.getTreeItem(node)),
    }));
  const rowLike = (pattern: RegExp): Promise<{ node: TreeNode; text: string }> =>
    waitFor(
      String(pattern),
      async () => {
        const all = await rows();
        const found = all.find(({ text }) => pattern.test(text));
        if (!found) throw new Error(`there is ${all.map(({ text }) => text).join('; ')}`);
        return found;
      },
      { timeout: 15_000, interval: 20 },
    );
  /** The text of the item in the status bar, with its background. */
  const inStatusBar = (): string => {
    if (!operations.status.isShown) return '';
    const { text, backgroundColor } = operations.status.item;
    return [text, ...(backgroundColor instanceof vscode.ThemeColor ? [backgroundColor.id] : [])].join(' | ');
  };
  const statusBecomes = (pattern: RegExp): Promise<boolean> =>
    waitFor(
      `${String(pattern)} in the status bar`,
      () => {
        const text = inStatusBar();
        if (pattern.test(text)) return true;
        throw new Error(`it says "${text}"`);
      },
      { timeout: 15_000, interval: 20 },
    );
  /** Another view of the side bar hides ours. */
  const hide = async (): Promise<void> => {
    await vscode.commands.executeCommand('workbench.view.explorer');
    await waitFor('the view to be hidden', () => !operations.view.visible);
  };

  eachServer((target) => {
    const remote = { lxd: 'local', incus: 'local-incus' }[target.kind];
    const over = `${target.kind}-tls`;
    const made: string[] = [];
    const post = (path: string, body: object): Promise<unknown> =>
      target.cli(['query', '-X', 'POST', '-d', JSON.stringify(body), path]);

    async function make(): Promise<string> {
      const name = uniqueName('op');
      made.push(name);
      await target.cli(['init', 'busybox', name]);
      return name;
    }
    after(async () => {
      for (const name of made) await target.cli(['delete', '--force', name]).catch(() => undefined);
    });

    it('shows what runs with its progress, on both remotes of the server, and cancels it', async () => {
      await post('/1.0/images', { source: { type: 'url', url: image.url } });
      const pattern = (name: string) =>
        new RegExp(
          `^Downloading image \\| \\d+% · ${name} \\| loading~spin \\| operation\\+cancellable\\+running$`,
        );
      const { node, text } = await rowLike(pattern(remote));
      await rowLike(pattern(over));
      await statusBecomes(/^\$\(sync~spin\) Downloading image \d+%$/);
      const percent = (row: string): number => Number(/(\d+)%/.exec(row)?.[1]);
      await waitFor('progress', async () => {
        const now = (await rows()).find((each) => each.node === node)?.text ?? '';
        return percent(now) > percent(text);
      });
      await vscode.commands.executeCommand('lxd.operation.cancel', node, [node]);
      for (const name of [remote, over])
        await rowLike(
          new RegExp(
            `^Downloading image \\| cancelled · ${name} \\| circle-slash \\| operation\\+cancelled$`,
          ),
        );
      await statusBecomes(/^$/);
      assert.deepEqual(dialogs.errors, []);
    });

    it('keeps what failed, with the server’s words, until it is cleared; the status bar warns until seen', async () => {
      await hide();
      const name = await make();
      const device = ['nope', 'unix-char', 'path=/dev/nope', 'required=true'];
      await target.cli(['config', 'device', 'add', name, ...device]);
      await target.cli(['start', name]).then(
        () => assert.fail('it has started'),
        () => undefined,
      );
      const failed = new RegExp(
        `^Starting instance \\| ${name} · .*required device path.* · ${remote} \\| error lxd\\.errorForeground \\| operation\\+failed\\+instance$`,
      );
      const { node } = await rowLike(failed);
      await statusBecomes(
        new RegExp(`^\\$\\(error\\) ${name} failed \\| statusBarItem\\.warningBackground$`),
      );
      const { command } = operations.status.item;
      assert.ok(typeof command === 'string');
      await vscode.commands.executeCommand(command);
      await statusBecomes(/^$/);
      assert.ok(operations.view.visible);
      await rowLike(failed);

      await vscode.commands.executeCommand('lxd.operation.reveal', node);
      await waitFor('its instance to be selected', () => {
        const selected = remotes.view.selection.map(({ ref }) => ref);
        assert.deepEqual(selected, [{ remote, project: 'default', instance: name }]);
        return true;
      });
      await vscode.commands.executeCommand('lxd.operation.clearFinished');
      assert.deepEqual(
        (await rows()).filter(({ text }) => failed.test(text)),
        [],
      );
      assert.deepEqual(dialogs.errors, []);
    });

    it('shows what waits for a websocket, in the view alone, also after connecting again', async () => {
      const name = await make();
      await target.cli(['start', name]);
      await vscode.commands.executeCommand('lxd.operation.clearFinished');
      await post(`/1.0/instances/${name}`, { name, migration: true, live: false, instance_only: true });
      const { node } = await rowLike(
        new RegExp(`\\| ${name} · ${remote} \\| plug \\| operation\\+cancellable\\+instance\\+running$`),
      );
      assert.equal(inStatusBar(), '');
      const before = operations.activities.get(node.id);
      const row = (await remotes.tree.getChildren()).find(({ id }) => id === remote);
      await vscode.commands.executeCommand('lxd.remote.reconnect', row);
      await waitFor('the list', () => {
        const now = operations.activities.get(node.id);
        return now !== undefined && now !== before;
      });

      await vscode.commands.executeCommand('lxd.operation.showDetails', node);
      const document = await waitFor('the details', () =>
        vscode.workspace.textDocuments.find(({ uri }) => uri.query === node.id),
      );
      assert.equal(document.languageId, 'json');
      const shown = JSON.parse(document.getText()) as Record<string, unknown>;
      assert.equal(shown['id'], before?.operation.id);
      const metadata = JSON.stringify(before?.operation.metadata);
      for (const [, secret = ''] of metadata.matchAll(/"([0-9a-f]{64})"/g))
        assert.ok(!document.getText().includes(secret));

      await vscode.commands.executeCommand('lxd.operation.cancel', node.ref);
      await waitFor('its end', () => document.getText().includes('"status_code": 401'));
      await rowLike(new RegExp(`\\| ${name} · cancelled · ${remote} \\| circle-slash `));
      assert.deepEqual(dialogs.errors, []);
    });
  });

  it('says what is wrong with an argument, and what cannot be cancelled', async () => {
    await vscode.commands.executeCommand('lxd.operation.cancel', { remote: 'local' });
    await vscode.commands.executeCommand('lxd.operation.cancel', { remote: 'nowhere', operation: 'x' });
    await vscode.commands.executeCommand('lxd.operation.cancel', { remote: 'local', operation: 'x' });
    await vscode.commands.executeCommand('lxd.operation.showDetails', { remote: 'local', operation: 'x' });
    assert.match(dialogs.errors[0] ?? '', /^Cancel: An operation is named as \{ remote, operation \}/);
    assert.match(dialogs.errors[1] ?? '', /^Could not cancel x: There is no remote "nowhere"/);
    assert.match(dialogs.errors[2] ?? '', /^Could not cancel x: .*not found/i);
    assert.match(dialogs.errors[3] ?? '', /not known any more/);
  });
});
