import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { silentLog } from '../../src/base/log';
import { makeIdentity } from '../../src/client/auth/clientCertificate';
import { enrollWithToken } from '../../src/client/auth/enroll';
import { parseTrustToken } from '../../src/client/auth/trustToken';
import { addressOf } from '../support/connect';
import { ManInTheMiddle } from '../support/manInTheMiddle';
import { strangeServer, tlsImpostor } from '../support/impostor';
import { type Target, uniqueName } from '../support/targets';
import {
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

/** A token of which some fields are others. */
function altered(token: string, fields: Record<string, unknown>): string {
  const object = JSON.parse(Buffer.from(token, 'base64').toString()) as object;
  return Buffer.from(JSON.stringify({ ...object, ...fields })).toString('base64');
}

describe('Add Remote… that is refused', function () {
  this.timeout(120_000);
  const lxd = targetCalled('lxd-tls');
  const incus = targetCalled('incus-tls');
  const trusted = new Map<Target, Awaited<ReturnType<typeof trustedBy>>>();
  let quick: QuickInputs;
  let dialogs: Dialogs;
  let clientsBack: () => Promise<void>;

  before(async () => {
    await remotesView();
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
    try {
      assert.deepEqual(remoteSettings(), {}, 'a half-made remote');
      for (const [server, kept] of trusted) assert.deepEqual(await trustedBy(server), kept);
      assert.deepEqual(dialogs.errors, [], 'it is said where the person looks, and once');
    } finally {
      await setRemotes(undefined);
      for (const [server, kept] of trusted) await trustOnly(server, kept);
    }
  });

  /** Pastes a text; what is wrong stands in the first row, and the text can be changed. */
  async function refused(text: string, line: RegExp, name = uniqueName('refused')): Promise<void> {
    const adding = vscode.commands.executeCommand('lxd.remote.add', { text, name });
    const paste = await quick.asking(line);
    const [first] = paste.labels();
    assert.match(first ?? '', line);
    assert.ok(!first?.includes('\n'));
    assert.equal(paste.value, text);
    paste.hide();
    assert.equal(await adding, undefined);
  }

  it('a bad token', () => refused(`eyJ${'x'.repeat(200)}`, /not a whole trust token/));

  it('an expired token', async () => {
    const token = await tokenOf(lxd, uniqueName('client'));
    await refused(
      altered(token, { expires_at: '2020-01-01T00:00:00Z' }),
      /This token has expired\. Ask for a new one\./,
    );
  });

  for (const server of [lxd, incus]) {
    it(`a used token of ${server.name}`, async () => {
      const token = await tokenOf(server, uniqueName('client'));
      const parsed = parseTrustToken(token);
      const address = addressOf(server);
      assert.ok(parsed && address.kind === 'tls');
      const other = await makeIdentity({ user: 'other', host: 'host', now: new Date() });
      const { signal } = new AbortController();
      await enrollWithToken(address, parsed, other, { log: silentLog, signal });
      try {
        await refused(token, /it was used already, or withdrawn/);
      } finally {
        await trustOnly(server, trusted.get(server) ?? []);
      }
    });

    it(`a token of ${server.name} whose secret is another`, async () => {
      const token = await tokenOf(server, uniqueName('client'));
      await refused(altered(token, { secret: 'ab'.repeat(32) }), /does not know this token/);
    });
  }

  it('a token of another server, which gets to see nothing', async () => {
    const impostor = await tlsImpostor(lxd);
    try {
      const token = await tokenOf(lxd, uniqueName('client'));
      const text = altered(token, { addresses: [`127.0.0.1:${impostor.port}`] });
      await refused(
        text,
        /This token belongs to another server than the one at 127\.0\.0\.1:\d+\. Nothing was sent\./,
      );
      assert.deepEqual([impostor.received(), impostor.certificates()], [0, 0]);
    } finally {
      await impostor.stop();
    }
  });

  it('a token that the person enters at another server', async () => {
    const adding = vscode.commands.executeCommand('lxd.remote.add', {
      text: `127.0.0.1:${String(addressPort(incus))}`,
    });
    (await quick.asking(/Is this the certificate/)).enter('Trust');
    (await quick.asking(/does not trust this computer/)).enter('Enter Trust Token');
    const box = await quick.asking(/Trust token/);
    box.type(await tokenOf(lxd, uniqueName('client')));
    assert.match(box.validationMessage ?? '', /belongs to another server/);
    box.enter();
    assert.ok(box.isShown && box.enabled);
    box.hide();
    await adding;
  });

  it('a wrong password', async () => {
    const adding = vscode.commands.executeCommand('lxd.remote.add', {
      text: `lxc remote add x 127.0.0.1:${String(addressPort(lxd))} --password=wrong`,
    });
    (await quick.asking(/Is this the certificate/)).enter('Trust');
    (await quick.asking(/The trust password is wrong/)).hide();
    await adding;
  });

  it('a closed port', () => refused('https://127.0.0.1:1', /Nothing listens on 127\.0\.0\.1:1/));

  it('a name that no DNS knows', () =>
    refused('https://nowhere.invalid:8443', /The name nowhere\.invalid is not known/));

  it('plain HTTP', async () => {
    const server = await strangeServer('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
    try {
      await refused(`127.0.0.1:${server.port}`, /speaks plain http or something else/);
    } finally {
      await server.stop();
    }
  });

  it('a web server that is not LXD', async () => {
    const { address } = lxd;
    assert.ok(address.kind === 'tls');
    const tls = { cert: readFileSync(address.certFile), key: readFileSync(address.keyFile) };
    const server = createServer(tls, (_request, response) => response.end('<html>hello</html>'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await refused(`https://127.0.0.1:${port}`, /127\.0\.0\.1:\d+ answers, but is not LXD or Incus\./);
      await refused(`https://127.0.0.1:${port}/pictures`, /answers, but is no image server\./);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('an expired certificate, which says so before anything is trusted', async () => {
    const old = await makeIdentity({ user: 'old', host: 'host', now: new Date('2005-06-01') });
    const middle = await ManInTheMiddle.start(lxd, old);
    middle.attack = true;
    try {
      const adding = vscode.commands.executeCommand('lxd.remote.add', { text: `127.0.0.1:${middle.port}` });
      const question = await quick.asking(/Is this the certificate/);
      assert.match(question.text(), /expired on 2015-/);
      question.hide();
      assert.equal(await adding, undefined);
    } finally {
      await middle.stop();
    }
  });

  it('a server that hangs, which Escape leaves at once', async () => {
    const server = await strangeServer();
    try {
      await refused(`127.0.0.1:${server.port}`, /127\.0\.0\.1:\d+ does not answer/);
      const adding = vscode.commands.executeCommand('lxd.remote.add', { text: `127.0.0.1:${server.port}` });
      const working = await quick.asking(/Connecting to 127\.0\.0\.1/);
      assert.equal(working.busy, true);
      working.hide();
      // Long before its own limit of six seconds would end it.
      const left = await Promise.race([adding, sleep(5000, 'still there')]);
      assert.equal(left, undefined);
    } finally {
      await server.stop();
    }
  });

  it('a name that exists already', async () => {
    const adding = vscode.commands.executeCommand('lxd.remote.add', {
      text: await tokenOf(lxd, uniqueName('client')),
      name: 'local',
    });
    const box = await quick.asking(/A remote named local exists already\./);
    assert.equal(box.value, 'local');
    box.enter();
    assert.ok(box.isShown && box.enabled);
    box.type('a:b');
    assert.equal(box.validationMessage, 'Names cannot contain a colon.');
    box.hide();
    assert.equal(await adding, undefined);
  });

  it('settings that cannot be written: the server forgets us again', async () => {
    const original = vscode.workspace.getConfiguration;
    const failing = { update: () => Promise.reject(new Error('settings.json has unsaved changes')) };
    const adding = vscode.commands.executeCommand('lxd.remote.add', {
      text: await tokenOf(lxd, uniqueName('client')),
    });
    const box = await quick.asking(/Name of the remote/);
    Object.assign(vscode.workspace, {
      getConfiguration: (section?: string) =>
        section === 'lxd' ? { ...original(section), ...failing } : original(section),
    });
    try {
      box.enter();
      await quick.asking(/The settings cannot be written: settings\.json has unsaved changes/);
    } finally {
      Object.assign(vscode.workspace, { getConfiguration: original });
    }
    quick.shown?.hide();
    await adding;
  });
});

function addressPort({ address }: Target): number {
  return address.kind === 'tls' ? address.port : 0;
}
