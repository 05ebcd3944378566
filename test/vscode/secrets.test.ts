import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { trustPassword } from '../../scripts/lib/flavour';
import { waitFor } from '../../scripts/lib/wait';
import { parseTrustToken } from '../../src/client/auth/trustToken';
import type { ExtensionExports } from '../../src/extension';
import type { Connection } from '../../src/model/connection';
import type { RemotesView } from '../../src/shell/remotesView';
import { type Target, uniqueName } from '../support/targets';
import {
  remoteRow,
  setRemotes,
  targetCalled,
  tokenOf,
  trustOnly,
  trustedBy,
  withoutClients,
} from './addHost';
import { Dialogs, remotesView } from './extensionHost';
import { QuickInputs } from './quickInputs';

const { workspace, folder, userDataDir } = JSON.parse(process.env['LXD_EXPLORER_TEST'] ?? '{}') as Record<
  'workspace' | 'folder' | 'userDataDir',
  string
>;

/** Every file below, with the larger ones of VS Code's own left out: nobody of ours writes those. */
function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}

/** Which of the places have one of these texts in them. */
function placesWith(secrets: readonly string[], places: ReadonlyMap<string, string>): string[] {
  return [...places].flatMap(([place, text]) =>
    secrets.some((secret) => text.includes(secret)) ? [place] : [],
  );
}

describe('secrets', function () {
  this.timeout(120_000);
  const [lxd, incus] = [targetCalled('lxd-tls'), targetCalled('incus-tls')];
  const trusted = new Map<Target, Awaited<ReturnType<typeof trustedBy>>>();
  const password = `wrong-${uniqueName('password')}`;
  let view: RemotesView;
  let quick: QuickInputs;
  let dialogs: Dialogs;
  let clientsBack: () => Promise<void>;

  before(async () => {
    view = await remotesView();
    clientsBack = await withoutClients();
    for (const server of [lxd, incus]) trusted.set(server, await trustedBy(server));
    await vscode.commands.executeCommand('_extensionTests.setLogLevel', 'debug');
    quick = new QuickInputs();
    dialogs = new Dialogs();
  });
  after(async () => {
    quick.dispose();
    dialogs.dispose();
    await vscode.commands.executeCommand('_extensionTests.setLogLevel', 'info');
    await setRemotes(undefined);
    for (const [server, kept] of trusted) await trustOnly(server, kept);
    await clientsBack();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const isReady = (name: string): Promise<unknown> =>
    waitFor('the remote', async () => (await remoteRow(view, name))?.includes('+ready'), { timeout: 30_000 });

  /** Goes every way in, also those that fail. @returns what nobody may read afterwards */
  async function everyWay(): Promise<string[]> {
    const secrets = [password, trustPassword];
    const keep = (token: string): string => {
      const { secret } = parseTrustToken(token) ?? { secret: '' };
      assert.ok(secret !== '');
      secrets.push(token, secret);
      return token;
    };
    const add = (args: object): Thenable<unknown> => vscode.commands.executeCommand('lxd.remote.add', args);
    for (const server of [lxd, incus]) {
      await trustOnly(server, trusted.get(server) ?? []); // an earlier try may have been let in
      const name = uniqueName('secret');
      const token = keep(await tokenOf(server, uniqueName('client')));
      assert.equal(await add({ text: token, name }), name);
      await isReady(name);
      // Used already: the server refuses it, and says so.
      await trustOnly(server, trusted.get(server) ?? []);
      const again = add({ text: token, name: uniqueName('again') });
      (await quick.asking(/it was used already, or withdrawn|does not know this token/)).hide();
      await again;
    }
    const { address } = lxd;
    assert.ok(address.kind === 'tls');
    const name = uniqueName('password');
    const line = `lxc remote add ${name} ${address.host}:${address.port} --password=`;
    const wrong = add({ text: `${line}${password}` });
    (await quick.asking(/Is this the certificate/)).enter('Trust');
    (await quick.asking(/The trust password is wrong/)).hide();
    await wrong;
    const right = add({ text: `${line}${trustPassword}` });
    (await quick.asking(/Is this the certificate/)).enter('Trust');
    await right;
    await isReady(name);

    // A request that carries secrets, and is refused.
    const body = { type: 'client', trust_token: secrets[2], password };
    await vscode.commands.executeCommand('lxd.api.send', {
      remote: name,
      method: 'POST',
      path: '/1.0/certificates',
      body,
    });
    // The same, typed into the body of a request, which stays open.
    const typing = vscode.commands.executeCommand('lxd.api.send', { remote: name });
    (await quick.asking(/What to do/)).enter(/^Create a profile$/);
    (await quick.asking(/Enter opens the body/)).enter();
    await typing;
    const editor = await waitFor('the body', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.scheme === 'lxd-api' ? active : undefined;
    });
    const edit = new vscode.WorkspaceEdit();
    edit.insert(editor.document.uri, new vscode.Position(0, 1), `"password": "${password}",`);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await waitFor('it to be saved', () => !editor.document.isDirty);
    // What VS Code keeps of a text that is not saved yet goes with the save, a moment later.
    await waitFor(
      'its copy to go',
      () => !filesBelow(userDataDir).some((file) => /\/Backups\/.*\/lxd-api\//.test(file)),
      { timeout: 10_000 },
    );

    const nodes = await view.tree.getChildren();
    for (const { ref } of nodes) {
      // Not instanceof: the tests are a bundle of their own.
      const at = (ref as Partial<Connection> | undefined)?.config?.address;
      if (at?.kind !== 'tls' || !at.identity) continue;
      // The lines of the key, without what stands in every key.
      secrets.push(...at.identity.key.split('\n').filter((text) => /^[\w+/=]{20,}$/.test(text)));
    }
    assert.ok(secrets.length > 8, 'the key of our own is among them');
    return secrets;
  }

  it('are in no log, setting, state, workspace or message, whatever was done with them', async () => {
    const secrets = await everyWay();
    const logFile = filesBelow(userDataDir)
      .filter((file) => /lxd-explorer\.lxd-explorer\/LXD & Incus\.log$/.test(file))
      .at(-1);
    assert.ok(logFile);
    await waitFor('its last lines', () => /POST \/1\.0\/certificates/.test(readFileSync(logFile, 'utf8')), {
      timeout: 20_000,
    });
    const extension = vscode.extensions.getExtension<ExtensionExports>('lxd-explorer.lxd-explorer');
    const { state } = extension?.exports ?? {};
    assert.ok(state);

    const places = new Map<string, string>([
      ['settings', JSON.stringify(vscode.workspace.getConfiguration('lxd'))],
      ['state', JSON.stringify(state.keys().map((key) => [key, state.get(key)]))],
      ['messages', JSON.stringify([dialogs.errors, dialogs.warnings, dialogs.notices])],
      [
        'questions',
        quick.history.map((input) => [...input.labels(), input.prompt, input.title].join('\n')).join('\n'),
      ],
    ]);
    for (const file of [workspace, ...filesBelow(folder), ...filesBelow(userDataDir)])
      places.set(file, readFileSync(file, 'latin1'));
    assert.deepEqual(placesWith(secrets, places), []);

    // The search finds what is there: the names of remotes, and a secret that is planted.
    const found = placesWith(['secret-'], places);
    for (const file of [/Machine\/settings\.json$/, /lxd-explorer\.lxd-explorer\/LXD & Incus\.log$/])
      assert.ok(
        found.some((place) => file.test(place)),
        `${String(file)} in ${found.join()}`,
      );
    assert.match(places.get(logFile) ?? '', /debug.*POST \/1\.0\/certificates/);
    assert.match(places.get('messages') ?? '', /\/1\.0\/certificates/);
    const planted = join(folder, 'planted');
    writeFileSync(planted, `x${password}x`);
    try {
      const seen = placesWith(secrets, new Map([[planted, readFileSync(planted, 'latin1')]]));
      assert.deepEqual(seen, [planted]);
    } finally {
      rmSync(planted);
    }
  });
});
