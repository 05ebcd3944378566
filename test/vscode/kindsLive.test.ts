import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { systemClock } from '../../src/base/signal';
import { waitFor } from '../../scripts/lib/wait';
import type { TreeNode } from '../../src/shell/node';
import { raiseWarning } from '../support/fillRest';
import { retryOf } from '../support/runMocha';
import { everywhere } from './clusterRemote';
import { hostOfSuite } from './extensionHost';
import { type Change, type LiveCase, liveCases } from './liveCases';
import { Rows } from './rows';

/** Kinds of which the servers tell nothing, or not all: their rows wait for Refresh. Also in docs/servers.md. */
const silent = ['warning', 'lease', 'member that goes offline'];
/** Kinds of cases, on any server. */
const kinds = [
  ...['imageAlias', 'profile', 'networkAcl', 'networkZone', 'zoneRecord', 'snapshot', 'backup', 'volume'],
  ...['volumeSnapshot', 'volumeBackup', 'project', 'certificate', 'storagePool', 'forward'],
  ...['networkIntegration', 'clusterGroup', 'member'],
];

describe('what is changed from outside', () => {
  const host = hostOfSuite();

  everywhere(host, ({ target, remote, members, filled }) => {
    const rows = () => new Rows(host.view, remote);

    /** The rows are read only after the tree has told VS Code to: nothing is asked of the server for that. */
    const within = async (folder: readonly string[], { line, comes, goes }: Change): Promise<void> => {
      const { id } = await rows().below(...folder);
      await rows().texts(...folder);
      let told = false;
      const listening = host.view.tree.onDidChangeTreeData((nodes) => {
        const list: readonly TreeNode[] | undefined = Array.isArray(nodes) ? nodes : nodes && [nodes];
        told ||= list === undefined || list.some((node) => node.id === id);
      });
      let last: string[] | undefined;
      const is = (texts: string[], pattern?: RegExp) => pattern && texts.some((text) => pattern.test(text));
      const what = `${line.join(' ')} to be shown`;
      try {
        await target.cli(line);
        const changed = performance.now();
        await waitFor(
          what,
          async () => {
            if (told) last = await rows().texts(...folder);
            told = false;
            if (last && is(last, comes) !== false && is(last, goes) !== true) return true;
            throw new Error(last ? last.join('\n') : 'no news');
          },
          { timeout: 3_000, interval: 20 },
        );
        const took = performance.now() - changed;
        assert.ok(took < 1_000, `${what} took ${took} ms`);
      } finally {
        listening.dispose();
      }
    };

    /** What a first try has left behind, by either of its names. */
    const removeLeft = async ({ changes }: LiveCase): Promise<void> => {
      for (const { line } of changes.filter((change) => change.line.includes('DELETE')))
        for (const each of [line, line.map((part) => part.replace('live-new2', 'live-new'))])
          await target.cli(each).catch(() => undefined);
    };

    for (const kind of kinds) {
      const isThere =
        kind === 'networkIntegration'
          ? target.kind === 'incus'
          : ['clusterGroup', 'member'].includes(kind)
            ? members.length > 0
            : members.length === 0 || !['storagePool', 'forward'].includes(kind);
      if (!isThere) continue;
      it(`${kind} is shown within a second`, async function () {
        const found = liveCases(target, filled(), members).find((each) => each.kind === kind);
        assert.ok(found);
        if (retryOf(this.test) > 0) await removeLeft(found);
        for (const change of found.changes) await within(found.folder, change);
      });
    }

    it('has no case that is not run', () => {
      for (const { kind } of liveCases(target, filled(), members)) assert.ok(kinds.includes(kind), kind);
    });

    it(`is not told of these kinds: ${silent.join(', ')}`, async () => {
      const uuid = randomUUID();
      const isShown = async () =>
        (await rows().children(await rows().below('Warnings'))).some(({ id }) => id.includes(uuid));
      assert.equal(await isShown(), false);
      await raiseWarning(target, uuid);
      await systemClock.sleep(1_000, { signal: new AbortController().signal });
      assert.equal(await isShown(), false, 'the servers tell of warnings now: say so in docs/servers.md');
      await vscode.commands.executeCommand('lxd.view.refresh');
      await waitFor('the warning, after Refresh', isShown);
      await target.cli(['query', '-X', 'DELETE', `/1.0/warnings/${uuid}`]);
      await waitFor('the warning to go, of which there is an event', async () => !(await isShown()));
    });
  });
});
