import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import type { TreeNode } from '../../src/shell/node';
import { everywhere } from './clusterRemote';
import { hostOfSuite } from './extensionHost';
import { Rows } from './rows';

/** Kinds of rows of which a server has others than those of this test. */
const shared = /^(instance|profile|network|networkAcl|networkZone|storagePool|certificate|identity)$/;

describe('a server with two of every kind', () => {
  const host = hostOfSuite();

  everywhere(host, ({ target, remote, members, filled }) => {
    /** Rows of resources only where the test has made them; folders always. */
    const wants = (node: TreeNode): 'all' | 'alone' | 'nothing' => {
      const { label, context } = node.row();
      const [kind = ''] = context.split('+');
      const isWanted =
        kind === 'warning'
          ? filled().warnings.includes((node as unknown as { ref: { parts: string[] } }).ref.parts[0] ?? '')
          : kind === 'project' || kind === 'clusterGroup'
            ? /^(default$|whole)/.test(label)
            : !shared.test(kind) || label.startsWith('whole') || filled().bridges.includes(label);
      // Tokens are what other tests handed out.
      if (kind === 'trustToken') return 'nothing';
      return kind === 'files' ? 'alone' : isWanted ? 'all' : 'nothing';
    };
    const render = async (): Promise<string> => {
      const { bridges, forwards, subnet, image } = filled();
      const names: [name: string, shown: string][] = [
        [`${subnet}.`, 'SUBNET.'],
        [image.slice(0, 12), 'IMAGE'],
        // Those of a cluster are no interfaces, and called as everything else.
        ...(members.length ? [] : bridges.map((name, at): [string, string] => [name, `BRIDGE${at + 1}`])),
        ...forwards.map((name, at): [string, string] => [name, `LISTEN${at + 1}`]),
      ];
      let text = await new Rows(host.view, remote).render(wants);
      for (const [name, shown] of names) text = text.replaceAll(name, shown);
      return (
        text
          .replaceAll(/\d+ (second|minute)s? ago|\bnow\b/g, 'AGO')
          // How full a pool is comes later than its row: usage.test.ts.
          .replaceAll(/ · \d+% of [\d.,]+ [KMGT]iB/g, '')
          .replaceAll(/[\d.]+ [KM]iB/g, 'SIZE')
          .replaceAll(/[0-9a-f]{12}(?= \| key)/g, 'HASH')
          .replaceAll(/(Networks|Warnings|Access) \| \d+/g, '$1 | N')
          .replaceAll(/ · \d+ pending/g, '')
      );
    };

    it('has all its rows', async () => {
      // Warnings come without an event.
      await vscode.commands.executeCommand('lxd.view.refresh');
      const file = members.length ? 'cluster' : target.kind;
      const root = vscode.extensions.getExtension('lxd-explorer.lxd-explorer')?.extensionPath ?? '';
      const golden = readFileSync(join(root, 'test/vscode/golden', `${file}.txt`), 'utf8');
      let seen = '';
      try {
        await waitFor('the tree', async () => (seen = `${await render()}\n`) === golden, {
          timeout: 10_000,
        });
      } catch {
        const out = join(root, 'out', 'golden');
        mkdirSync(out, { recursive: true });
        writeFileSync(join(out, `${file}.txt`), seen); // to compare, and to take over
        assert.equal(seen, golden);
      }
    });
  });
});
