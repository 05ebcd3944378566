import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { exec } from '../../scripts/lib/exec';
import { flavours } from '../../scripts/lib/flavour';
import { waitFor } from '../../scripts/lib/wait';
import { certificateFacts, makeIdentity } from '../../src/client/auth/clientCertificate';
import { parseTrustToken } from '../../src/client/auth/trustToken';
import { scopeText } from '../../src/resources/certificates/look';
import { AccessTargets } from '../../src/resources/certificates/targets';
import type { TreeNode } from '../../src/shell/node';
import { eachServerSomeWay, uniqueName, remoteOf } from '../support/targets';
import { hostOfSuite, rowText } from './extensionHost';

describe('access', () => {
  const host = hostOfSuite();

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const made: string[] = [];

    const category = async (): Promise<TreeNode> => {
      const root = (await host.view.tree.getChildren()).find(({ id }) => id === remote);
      const node = (await host.view.tree.getChildren(root)).find(({ id }) => id === `${remote}//access/`);
      assert.ok(node, 'there is no row "Access"');
      return node;
    };
    const find = async (label: string): Promise<TreeNode | undefined> =>
      (await host.view.tree.getChildren(await category())).find((node) => node.row().label === label);
    const becomes = (label: string, expected: RegExp | undefined): Promise<unknown> => {
      let last = '';
      return waitFor(
        `${label} to become ${String(expected)}`,
        async () => {
          const node = await find(label);
          last = node ? rowText(host.view.tree.getTreeItem(node)) : '';
          if (expected ? expected.test(last) : last === '') return true;
          throw new Error(`it is ${last}`);
        },
        { timeout: 5000 },
      );
    };
    const run = async (id: string, label?: string): Promise<unknown> => {
      const node = label === undefined ? await category() : await find(label);
      assert.ok(node, `there is no row ${String(label)}`);
      return vscode.commands.executeCommand(id, node);
    };
    const own = (prefix: string): string => {
      const name = uniqueName(prefix);
      made.push(name);
      return name;
    };

    /** Adds a certificate by the command, pasted as somebody sent it. */
    async function add(projects: string[] = []): Promise<{ name: string; fingerprint: string }> {
      const name = own('cert');
      const { cert } = await makeIdentity({ user: 'ann', host: 'laptop', now: new Date() });
      host.dialogs.inputsFirst = [cert, name];
      host.dialogs.choices = [['Paste Its Text…'], ['Client'], projects];
      const fingerprint = await run('lxd.certificate.add');
      assert.deepEqual(host.dialogs.errors, []);
      assert.equal(fingerprint, certificateFacts(cert).fingerprint);
      return { name, fingerprint };
    }

    after(async () => {
      const trusted = JSON.parse(await target.cli(['config', 'trust', 'list', '--format', 'json'])) as {
        name: string;
        fingerprint: string;
      }[];
      for (const { name, fingerprint } of trusted)
        if (made.some((prefix) => name.startsWith(prefix)))
          await target.cli(['config', 'trust', 'remove', fingerprint]);
    });

    it('is below the instances, and shows this computer’s certificate', async () => {
      let ids: string[] = [];
      // The first look of a window may come before the configuration is read and the server has answered.
      await waitFor('the rows of the server', async () => {
        const root = (await host.view.tree.getChildren()).find(({ id }) => id === remote);
        ids = root ? (await host.view.tree.getChildren(root)).map(({ id }) => id) : [];
        return ids.length > 0;
      });
      assert.equal(ids.at(-1), `${remote}//access/`);
      await waitFor('the certificate', async () => {
        const rows = await host.view.tree.getChildren(await category());
        return rows.some(({ id }) => id.includes('/certificate/'));
      });
      const rows = (await host.view.tree.getChildren(await category())).map((node) =>
        rowText(host.view.tree.getTreeItem(node)),
      );
      const ours = rows.filter((row) => row.includes('this computer'));
      assert.equal(ours.length, 1, rows.join('\n'));
      assert.match(
        ours[0] ?? '',
        /^\S+ \| this computer · all projects · [0-9a-f]{12} \| key \| certificate\+own$/,
      );
      assert.match(
        rowText(host.view.tree.getTreeItem(await category())),
        /^Access \| \d+ trusted( · \d+ pending)? \| workspace-trusted \| access$/,
      );
    });

    it('a certificate that somebody sent is added, restricted, renamed and removed', async () => {
      const { name, fingerprint } = await add(['default']);
      const short = fingerprint.slice(0, 12);
      await becomes(name, new RegExp(`^${name} \\| only default · ${short} \\| key \\| certificate$`));

      host.dialogs.choices = [[]];
      await run('lxd.certificate.restrict', name);
      assert.deepEqual(host.dialogs.picks.at(-1), {
        title: `Restrict ${name} to Projects`,
        labels: ['default'],
        picked: ['default'],
      });
      assert.equal(host.dialogs.warnings.at(-1)?.text, `Let ${name} use all of ${remote}?`);
      await becomes(name, /\| only default ·/);
      host.dialogs.choices = [[]];
      host.dialogs.answer = 'Lift Restriction';
      await run('lxd.certificate.restrict', name);
      await becomes(name, /\| all projects ·/);
      host.dialogs.answer = undefined;

      host.dialogs.input = `${name}-2`;
      await run('lxd.certificate.rename', name);
      await becomes(`${name}-2`, /\| all projects ·/);
      await run('lxd.certificate.copyFingerprint', `${name}-2`);
      assert.equal(await vscode.env.clipboard.readText(), fingerprint);

      await run('lxd.certificate.delete', `${name}-2`);
      await becomes(`${name}-2`, /certificate$/);
      host.dialogs.answer = 'Remove';
      await run('lxd.certificate.delete', `${name}-2`);
      await becomes(`${name}-2`, undefined);
      assert.equal(host.dialogs.warnings.length, 4);
      assert.equal(host.dialogs.warnings[2]?.text, `Remove ${name}-2 from ${remote}?`);
      assert.ok(!host.dialogs.warnings[2].detail?.includes('This computer'));
      assert.deepEqual(host.dialogs.errors, []);
    });

    it('what is no certificate is said so, and nothing is sent', async () => {
      const { key } = await makeIdentity({ user: 'ann', host: 'laptop', now: new Date() });
      const old = await makeIdentity({ user: 'ann', host: 'laptop', now: new Date('2001-01-01') });
      const file = join(mkdtempSync(join(process.env['TMPDIR'] ?? tmpdir(), 'pem-')), 'client.key');
      const dialog = vscode.window.showOpenDialog.bind(vscode.window);
      Object.assign(vscode.window, { showOpenDialog: () => Promise.resolve([vscode.Uri.file(file)]) });
      try {
        for (const [text, words] of [
          [key, /private key/],
          [old.cert, /This certificate expired on 2011/],
          ['hello', /not a certificate/],
        ] as const) {
          writeFileSync(file, text);
          host.dialogs.choices = [['From a File…']];
          await run('lxd.certificate.add');
          assert.match(host.dialogs.errors.at(-1) ?? '', words);
        }
      } finally {
        Object.assign(vscode.window, { showOpenDialog: dialog });
      }
      assert.deepEqual(host.dialogs.inputs, []);
      assert.ok(!host.dialogs.errors.join().includes('BEGIN EC'));
    });

    it('a token is handed out, shown as pending, and used by the real client', async () => {
      const name = own('guest');
      host.dialogs.input = name;
      host.dialogs.choices = [['default']];
      const token = String(await run('lxd.certificate.handOutToken'));
      assert.deepEqual(host.dialogs.errors, []);
      assert.equal(parseTrustToken(token)?.clientName, name);
      assert.equal(await vscode.env.clipboard.readText(), token);
      const [notice] = host.dialogs.notices;
      assert.equal(notice?.text, `The token for ${name} is in the clipboard`);
      assert.ok(notice.detail?.includes(token) && notice.detail.includes('only default'), notice.detail);
      await becomes(name, /\| token · only default \| history \| trustToken$/);

      await vscode.env.clipboard.writeText('');
      await run('lxd.trustToken.copy', name);
      assert.equal(await vscode.env.clipboard.readText(), token);

      const conf = mkdtempSync(join(process.env['TMPDIR'] ?? tmpdir(), 'guest-'));
      const { client, confVariable } = flavours[target.kind];
      const env = { ...process.env, ...target.server.env, [confVariable]: conf };
      await exec(client, ['remote', 'add', 'there', token], { env });
      await becomes(name, /\| only default · [0-9a-f]{12} \| key \| certificate$/);
    });

    it('a token is revoked, and its row goes', async () => {
      const name = own('guest');
      host.dialogs.input = name;
      host.dialogs.choices = [[]];
      host.dialogs.answer = 'Copy as Command';
      const token = String(await run('lxd.certificate.handOutToken'));
      const copied = await vscode.env.clipboard.readText();
      assert.match(
        copied,
        new RegExp(`^${target.kind === 'lxd' ? 'lxc' : 'incus'} remote add \\S+ ${token}$`),
      );
      assert.match(host.dialogs.notices[0]?.detail ?? '', /do everything/);
      await becomes(name, /trustToken$/);
      await run('lxd.trustToken.revoke', name);
      await becomes(name, undefined);
      assert.deepEqual(host.dialogs.errors, []);
    });

    it('leaving any question leaves nothing behind', async () => {
      const before = (await host.view.tree.getChildren(await category())).length;
      await run('lxd.certificate.handOutToken');
      host.dialogs.input = own('left');
      await run('lxd.certificate.handOutToken');
      await run('lxd.certificate.add');
      assert.equal((await host.view.tree.getChildren(await category())).length, before);
      assert.deepEqual([host.dialogs.errors, host.dialogs.notices], [[], []]);
    });

    it('says what removing and restricting our own certificate means', async () => {
      const ours = (await host.view.tree.getChildren(await category())).find((node) =>
        node.row().context.includes('+own'),
      );
      assert.ok(ours);
      await vscode.commands.executeCommand('lxd.certificate.delete', ours);
      assert.match(
        host.dialogs.warnings[0]?.detail ?? '',
        /^This computer signs in with \S+ and loses its access\./,
      );
      assert.deepEqual(host.dialogs.warnings[0]?.buttons, ['Remove and Lose Access']);
      if (target.address.kind === 'unix') return;
      host.dialogs.choices = [['default']];
      await vscode.commands.executeCommand('lxd.certificate.restrict', ours);
      assert.equal(host.dialogs.warnings[1]?.text, `Restrict this computer on ${remote}?`);
      assert.deepEqual(host.dialogs.errors, []);
    });

    it('an argument that names nothing is told', async () => {
      await vscode.commands.executeCommand('lxd.certificate.rename', { remote: 'nowhere', fingerprint: 'x' });
      await vscode.commands.executeCommand('lxd.certificate.rename', { remote });
      host.dialogs.input = 'y';
      await vscode.commands.executeCommand('lxd.certificate.rename', { remote, fingerprint: 'abc' });
      assert.match(host.dialogs.errors[0] ?? '', /There is no remote "nowhere"/);
      assert.match(host.dialogs.errors[1] ?? '', /\{ remote, fingerprint \}/);
      assert.match(host.dialogs.errors[2] ?? '', /Could not rename abc: .*not found/i);
    });
  });
});

describe('access from the palette', () => {
  const targets = (ready: () => Promise<unknown>) => {
    const config = { kind: 'https' };
    const all = [
      { name: 'idle', state: { kind: 'idle' }, config, ready },
      { name: 'lost', state: { kind: 'lost' }, config },
    ];
    const options = { remotes: { all }, commands: { targets: () => undefined } };
    return new AccessTargets(options as unknown as ConstructorParameters<typeof AccessTargets>[0]);
  };

  it('connects to a server that nobody has looked at yet', async () => {
    let connected = false;
    const chosen = await targets(() => Promise.resolve((connected = true))).server([], 'never asked');
    assert.deepEqual([chosen?.name, connected], ['idle', true]);
  });

  it('says why that cannot be', async () => {
    const refused = targets(() => Promise.reject(new Error('connection refused')));
    await assert.rejects(refused.server([], 'never asked'), /connection refused/);
  });
});

describe('words of access', () => {
  it('what a certificate may use', () => {
    const words = (restricted: boolean, ...projects: string[]): string => scopeText({ restricted, projects });
    assert.equal(words(false, 'a'), 'all projects');
    assert.equal(words(true), 'no project');
    assert.equal(words(true, 'a', 'b', 'c'), 'only a, b, c');
    assert.equal(words(true, 'a', 'b', 'c', 'd'), 'only a, b and 2 more');
  });
});
