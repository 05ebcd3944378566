import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { exec } from '../../scripts/lib/exec';
import { flavours } from '../../scripts/lib/flavour';
import { waitFor } from '../../scripts/lib/wait';
import type { RemotesView } from '../../src/shell/remotesView';
import { ManInTheMiddle } from '../support/manInTheMiddle';
import { type Target, uniqueName } from '../support/targets';
import {
  remoteRow,
  remoteSettings,
  setRemotes,
  targetCalled,
  tokenOf,
  trustOnly,
  trustedBy,
  withoutClients,
} from './addHost';
import { Dialogs, remotesView } from './extensionHost';
import { QuickInputs } from './quickInputs';

describe('keeping remotes', function () {
  this.timeout(120_000);
  const lxd = targetCalled('lxd-tls');
  const incus = targetCalled('incus-tls');
  const trusted = new Map<Target, Awaited<ReturnType<typeof trustedBy>>>();
  let view: RemotesView;
  let quick: QuickInputs;
  let dialogs: Dialogs;
  let clientsBack: () => Promise<void>;

  const run = (command: string, argument: unknown): Thenable<unknown> =>
    vscode.commands.executeCommand(`lxd.remote.${command}`, argument);
  const becomes = (name: string, row: RegExp): Promise<unknown> =>
    waitFor(
      `${name} to be ${String(row)}`,
      async () => {
        const shown = (await remoteRow(view, name)) ?? 'gone';
        if (row.test(shown)) return true;
        throw new Error(`it is ${shown}`);
      },
      { timeout: 30_000 },
    );
  const certificates = async (server: Target): Promise<number> => (await trustedBy(server)).length;

  /** A remote of ours, let in by a token; `port` may be one in between. */
  async function added(server: Target, port?: number): Promise<string> {
    const name = uniqueName('kept');
    const text = await tokenOf(server, uniqueName('client'));
    const parsed = JSON.parse(Buffer.from(text, 'base64').toString()) as object;
    const changed = port === undefined ? parsed : { ...parsed, addresses: [`127.0.0.1:${port}`] };
    const token = Buffer.from(JSON.stringify(changed)).toString('base64');
    const adding = vscode.commands.executeCommand('lxd.remote.add', { text: token, name });
    assert.equal(await adding, name);
    await becomes(name, /\+ready/);
    return name;
  }

  before(async () => {
    view = await remotesView();
    clientsBack = await withoutClients();
    for (const server of [lxd, incus]) trusted.set(server, await trustedBy(server));
  });
  after(() => clientsBack());
  beforeEach(() => {
    quick = new QuickInputs();
    dialogs = new Dialogs();
  });
  afterEach(async () => {
    quick.dispose();
    dialogs.dispose();
    await setRemotes(undefined);
    for (const [server, kept] of trusted) await trustOnly(server, kept);
  });

  it('Rename: the settings, the row, and never over another', async () => {
    const name = await added(lxd);
    const entry = remoteSettings()[name];
    dialogs.input = 'local';
    await run('rename', { remote: name });
    assert.deepEqual(Object.keys(remoteSettings()), [name]);
    const renamed = uniqueName('renamed');
    // What was set for a client's remote of that name, which is gone, does not take the place of ours.
    await setRemotes({ ...remoteSettings(), [renamed]: { project: 'gone' } });
    dialogs.input = renamed;
    await run('rename', { remote: name });
    assert.deepEqual(remoteSettings(), { [renamed]: entry });
    await becomes(renamed, /\+ready/);
    assert.equal(await remoteRow(view, name), undefined);
  });

  it('Add: what was set for another remote of that name, which is gone, is not for this one', async () => {
    const name = uniqueName('kept');
    await setRemotes({ [name]: { disabled: true, project: 'gone' } });
    const text = await tokenOf(lxd, uniqueName('client'));
    assert.equal(await vscode.commands.executeCommand('lxd.remote.add', { text, name }), name);
    await becomes(name, /\+ready/);
    const entry = remoteSettings()[name] as Record<string, unknown>;
    assert.deepEqual([entry['disabled'], entry['project']], [undefined, undefined]);
  });

  it('Remove: asks, names it, and leaves the server as it is', async () => {
    const name = await added(lxd);
    const known = await certificates(lxd);
    await run('remove', { remote: name });
    const [asked] = dialogs.warnings;
    assert.deepEqual([asked?.text, asked?.buttons], [`Remove ${name}?`, ['Remove', 'Remove and Revoke']]);
    assert.ok(remoteSettings()[name], 'no answer removes nothing');
    dialogs.answer = 'Remove';
    await run('remove', { remote: name });
    assert.deepEqual(remoteSettings(), {});
    assert.equal(await remoteRow(view, name), undefined);
    assert.equal(await certificates(lxd), known);
  });

  for (const server of [lxd, incus]) {
    it(`Remove and Revoke: ${server.name} forgets our certificate`, async () => {
      const name = await added(server);
      assert.equal(await certificates(server), (trusted.get(server)?.length ?? 0) + 1);
      dialogs.answer = 'Remove and Revoke';
      await run('remove', { remote: name });
      assert.deepEqual(remoteSettings(), {});
      assert.deepEqual(await trustedBy(server), trusted.get(server));
      assert.deepEqual(dialogs.errors, []);
    });

    it(`a revoked trust of ${server.name} is told, and Trust… lets in again`, async () => {
      const name = await added(server);
      await trustOnly(server, trusted.get(server) ?? []);
      await run('reconnect', { remote: name });
      await becomes(name, /not trusted.*\+untrusted/);
      const trusting = run('trust', { remote: name });
      (await quick.asking(/does not trust this computer/)).enter('Enter Trust Token');
      const box = await quick.asking(/Trust token/);
      box.type(await tokenOf(server, uniqueName('client')));
      box.enter();
      await trusting;
      await becomes(name, /\+ready/);
      assert.deepEqual(dialogs.errors, []);
    });
  }

  it('Disable: no connection until Enable, over a look for remotes too', async () => {
    const name = await added(lxd);
    await run('disable', { remote: name });
    await becomes(name, /disabled \| circle-slash/);
    assert.equal(remoteSettings()[name]?.['disabled'], true);
    await vscode.commands.executeCommand('lxd.view.refresh');
    await becomes(name, /disabled/);
    await run('enable', { remote: name });
    await becomes(name, /\+ready/);
    assert.equal(remoteSettings()[name]?.['disabled'], undefined);
  });

  it('Set Default Project: chosen from those that are there', async () => {
    const project = uniqueName('project');
    await lxd.cli(['project', 'create', project]);
    try {
      const name = await added(lxd);
      const setting = run('setDefaultProject', { remote: name });
      const pick = await quick.asking(new RegExp(`Default project of ${name}`));
      await waitFor('the projects', () => pick.labels().includes(project));
      pick.enter(project);
      await setting;
      assert.equal(remoteSettings()[name]?.['project'], project);
      await becomes(name, new RegExp(`LXD 5\\.0\\.2 · ${project}`));
    } finally {
      await lxd.cli(['project', 'delete', project]);
    }
  });

  it('a changed certificate is refused with both fingerprints, and accepted only by an explicit act', async () => {
    const middle = await ManInTheMiddle.start(lxd);
    try {
      const name = await added(lxd, middle.port);
      const pinned = String(remoteSettings()[name]?.['fingerprint']);
      middle.attack = true;
      await run('reconnect', { remote: name });
      await becomes(name, /certificate changed \| shield|certificate changed · /);
      assert.equal(middle.read, 0, 'nothing was sent to it');
      const node = (await view.tree.getChildren()).find(({ id }) => id === name);
      assert.ok(node);
      const { tooltip } = view.tree.getTreeItem(node);
      const text = typeof tooltip === 'string' ? tooltip : (tooltip?.value ?? '');
      assert.ok(text.includes(pinned), text);
      const [, presented = ''] = /Presented now: ([0-9a-f]{64})/.exec(text) ?? [];
      assert.notEqual(presented, pinned);

      // Leaving the question, or its modal part, changes nothing.
      for (const leave of [true, false]) {
        const trusting = run('trust', { remote: name });
        const question = await quick.asking(/presents another certificate than the one you trusted/);
        assert.ok(question.text().includes(pinned) && question.text().includes(presented));
        if (leave) question.hide();
        else question.enter('Trust the New Certificate');
        await trusting;
        assert.equal(remoteSettings()[name]?.['fingerprint'], pinned);
      }
      assert.ok(
        dialogs.warnings.some(({ text: asked }) => asked === `Trust the new certificate of ${name}?`),
      );

      dialogs.answer = 'Trust the New Certificate';
      const trusting = run('trust', { remote: name });
      (await quick.asking(/presents another certificate/)).enter('Trust the New Certificate');
      // The one in the middle shows its own certificate to the server, which knows that: we are in.
      await trusting;
      assert.equal(remoteSettings()[name]?.['fingerprint'], presented);
      await becomes(name, /\+ready/);
    } finally {
      await middle.stop();
    }
  });

  for (const server of [lxd, incus]) {
    it(`Share with the CLI: ${flavours[server.kind].client} uses ${server.name} then`, async () => {
      const name = await added(server);
      const folder = mkdtempSync(join(process.env['TMPDIR'] ?? tmpdir(), 'share-'));
      const variable = flavours[server.kind].confVariable;
      const clients = new RegExp(`The client that shall know[^]*${flavours[server.kind].client}`);
      const before = process.env[variable];
      process.env[variable] = folder;
      try {
        const left = run('share', { remote: name });
        (await quick.asking(clients)).enter(flavours[server.kind].client);
        await left;
        assert.match(dialogs.warnings[0]?.detail ?? '', /This is written:[^]*config\.yml/);
        assert.deepEqual(readdirSync(folder), [], 'no answer writes nothing');
        dialogs.answer = 'Share';
        const sharing = run('share', { remote: name });
        (await quick.asking(clients)).enter(flavours[server.kind].client);
        await sharing;
        assert.deepEqual(dialogs.errors, []);
        assert.match(readFileSync(join(folder, 'config.yml'), 'utf8'), new RegExp(`^  ${name}:`, 'm'));
        const env = { ...process.env, [variable]: folder };
        const client = flavours[server.kind].client;
        const listed = await exec(client, ['list', `${name}:`, '--format', 'csv', '-c', 'n'], { env });
        assert.equal(listed, await server.cli(['list', '--format', 'csv', '-c', 'n']));
      } finally {
        if (before === undefined) Reflect.deleteProperty(process.env, variable);
        else process.env[variable] = before;
        await vscode.commands.executeCommand('lxd.view.refresh');
      }
    });
  }

  it('a remote of a client is not ours to remove: the command that does it is offered', async () => {
    await run('remove', { remote: 'local' });
    assert.match(dialogs.notices[0]?.text ?? '', /local is the server of this machine/);
    assert.deepEqual(dialogs.warnings, []);
  });
});
