import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import * as vscode from 'vscode';
import { trustPassword } from '../../scripts/lib/flavour';
import { waitFor } from '../../scripts/lib/wait';
import { silentLog } from '../../src/base/log';
import { isCancelled } from '../../src/base/errors';
import { pasteStep } from '../../src/remotes/add/paste';
import { runSteps } from '../../src/shell/steps';
import type { RemotesView } from '../../src/shell/remotesView';
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
import { settled } from '../support/manualClock';
import { remotesView, renderTree } from './extensionHost';
import { QuickInputs } from './quickInputs';

describe('Add Remote…', function () {
  this.timeout(120_000);
  const lxd = targetCalled('lxd-tls');
  const incus = targetCalled('incus-tls');
  const trusted = new Map<Target, Awaited<ReturnType<typeof trustedBy>>>();
  let view: RemotesView;
  let quick: QuickInputs;
  let clientsBack: () => Promise<void>;

  const add = (args?: object): Thenable<string | undefined> =>
    vscode.commands.executeCommand<string | undefined>('lxd.remote.add', args);
  const isReady = async (name: string): Promise<void> => {
    await waitFor('the remote', async () => (await remoteRow(view, name))?.includes('+ready'));
    const shown = await renderTree(view, { wants: ({ id }) => id.startsWith(name) });
    assert.match(shown, /\n {2}Instances \|/);
  };
  const addressOf = ({ address }: Target): string =>
    address.kind === 'tls' ? `https://${address.host}:${address.port}` : '';

  before(async () => {
    view = await remotesView();
    clientsBack = await withoutClients();
    for (const server of [lxd, incus]) trusted.set(server, await trustedBy(server));
  });
  after(() => clientsBack());
  beforeEach(() => {
    quick = new QuickInputs();
  });
  afterEach(async () => {
    quick.dispose();
    await setRemotes(undefined);
    for (const [server, kept] of trusted) await trustOnly(server, kept);
  });

  for (const server of [lxd, incus]) {
    it(`takes a token of ${server.name}: paste, name, and its instances are there`, async () => {
      const [name, client] = [uniqueName('added'), uniqueName('client')];
      const token = await tokenOf(server, client);
      const adding = add();
      const paste = await quick.asking(/Paste a token/);
      paste.type(token);
      await quick.asking(/Connect to 127\.0\.0\.1:\d+ with this token[^]*1 address/);
      paste.enter();
      const box = await quick.asking(/Name of the remote/);
      assert.equal(box.value, server.kind);
      assert.deepEqual(remoteSettings(), {});
      assert.deepEqual(await trustedBy(server), trusted.get(server), 'the server knows nothing of us yet');
      box.type(name);
      box.enter();
      assert.equal(await adding, name);
      assert.equal(quick.isOpen, false);
      await isReady(name);
      const { fingerprint, addresses, ...rest } = remoteSettings()[name] ?? {};
      assert.match(String(fingerprint), /^[0-9a-f]{64}$/);
      assert.deepEqual(addresses, [addressOf(server)]);
      assert.deepEqual(rest, { auth: 'tls', identity: 'own', protocol: server.kind });
      assert.ok((await trustedBy(server)).some((each) => each.name === client));
    });

    it(`shows the certificate of ${server.name} as its own client does, and compares it`, async () => {
      const name = uniqueName('address');
      const own = /certificate_fingerprint: ([0-9a-f]{64})/.exec(await server.cli(['info']))?.[1] ?? '';
      const adding = add({ name });
      const paste = await quick.asking(/Paste a token/);
      paste.type(addressOf(server));
      paste.enter('Connect to 127.0.0.1');
      const question = await quick.asking(/Is this the certificate of 127\.0\.0\.1:\d+\?/);
      assert.ok(question.text().includes(own), question.text());
      question.enter('Compare with a Fingerprint…');
      const compare = await quick.asking(/Paste what ".* \| grep certificate_fingerprint"/);
      compare.type('00'.repeat(32));
      assert.match(compare.validationMessage ?? '', /two different certificates/);
      compare.enter();
      compare.type(`certificate_fingerprint: ${own}`);
      assert.equal(compare.validationMessage, undefined);
      compare.enter();
      const ways = await quick.asking(/answers but does not trust this computer/);
      assert.deepEqual(
        ways.labels().map((label) => label.replace(/^\$\(\w+\) /, '')),
        [
          'Enter Trust Token',
          ...(server.kind === 'lxd' ? ['Enter Trust Password'] : []),
          'Use as Public Image Server',
        ],
      );
      ways.enter('Enter Trust Token');
      const box = await quick.asking(/Trust token/);
      box.type('garbage');
      assert.match(box.validationMessage ?? '', /not a whole trust token/);
      box.type(await tokenOf(server, uniqueName('client')));
      assert.equal(box.validationMessage, undefined);
      box.enter();
      assert.equal(await adding, name);
      await isReady(name);
    });
  }

  it('takes the trust password of LXD; a wrong one is asked for again', async () => {
    const name = uniqueName('password');
    const adding = add({ text: addressOf(lxd) });
    (await quick.asking(/Is this the certificate/)).enter('Trust This Certificate');
    (await quick.asking(/does not trust this computer/)).enter('Enter Trust Password');
    const wrong = await quick.asking(/Trust password/);
    assert.equal(wrong.password, true);
    wrong.type('wrong');
    wrong.enter();
    const box = await quick.asking(/Name of the remote/);
    box.type(name);
    box.enter();
    const again = await quick.asking(/The trust password is wrong/);
    assert.deepEqual(remoteSettings(), {});
    assert.deepEqual(await trustedBy(lxd), trusted.get(lxd));
    again.type(trustPassword);
    again.enter();
    (await quick.asking(/Name of the remote/)).enter();
    assert.equal(await adding, name);
    await isReady(name);
    assert.ok((await trustedBy(lxd)).some((each) => each.name === hostname()));
  });

  it('takes a whole line of the client, with its name, password and project', async () => {
    await lxd.cli(['project', 'create', 'shown']);
    try {
      const name = uniqueName('line');
      const line = `lxc remote add ${name} ${addressOf(lxd)} --password=${trustPassword} --project shown`;
      const adding = add({ text: line });
      (await quick.asking(/Is this the certificate/)).enter('Trust This Certificate');
      assert.equal(await adding, name);
      await waitFor('the remote', async () => /LXD [\d.]+ · shown/.test((await remoteRow(view, name)) ?? ''));
      assert.ok(!JSON.stringify(remoteSettings()).includes(trustPassword));
    } finally {
      await setRemotes(undefined);
      await lxd.cli(['project', 'delete', 'shown']);
    }
  });

  it('needs no proof where the server knows the certificate, and no question where it is expected', async () => {
    const [first, second] = [uniqueName('first'), uniqueName('second')];
    assert.equal(await add({ text: await tokenOf(incus, uniqueName('client')), name: first }), first);
    const fingerprint = String(remoteSettings()[first]?.['fingerprint']);
    assert.equal(await add({ text: addressOf(incus), name: second, fingerprint }), second);
    assert.deepEqual(Object.keys(remoteSettings()).sort(), [first, second].sort());
    await isReady(second);
  });

  it('uses a server for its public images only', async () => {
    const name = uniqueName('public');
    const adding = add({ text: addressOf(lxd), name });
    (await quick.asking(/Is this the certificate/)).enter('Trust This Certificate');
    (await quick.asking(/does not trust this computer/)).enter('Use as Public Image Server');
    assert.equal(await adding, name);
    assert.match((await remoteRow(view, name)) ?? '', /\| image server \| library \| remote\+images\+own/);
    assert.equal(remoteSettings()[name]?.['public'], true);
    assert.deepEqual(await trustedBy(lxd), trusted.get(lxd));
  });

  it('takes a socket', async () => {
    const name = uniqueName('socket');
    const { address } = targetCalled('incus');
    const text = address.kind === 'unix' ? `unix:${address.path}` : '';
    assert.equal(await add({ text, name }), name);
    assert.deepEqual(remoteSettings()[name], { addresses: [text], auth: 'none', protocol: 'incus' });
    await isReady(name);
  });

  it('goes back step by step, keeps what was typed, and Escape leaves nothing behind', async () => {
    const adding = add();
    const paste = await quick.asking(/Paste a token/);
    assert.ok(!paste.buttons.includes(vscode.QuickInputButtons.Back));
    paste.type(addressOf(lxd));
    paste.enter();
    (await quick.asking(/Is this the certificate/)).enter('Trust');
    (await quick.asking(/does not trust this computer/)).enter('Enter Trust Password');
    const password = await quick.asking(/Trust password/);
    password.type('x');
    password.enter();
    const name = await quick.asking(/Name of the remote/);
    name.back();
    (await quick.asking(/Trust password/)).back();
    (await quick.asking(/does not trust this computer/)).back();
    (await quick.asking(/Is this the certificate/)).back();
    const again = await quick.asking(/Paste a token/);
    assert.equal(again.value, addressOf(lxd));
    again.hide();
    assert.equal(await adding, undefined);
    assert.deepEqual(remoteSettings(), {});
    assert.deepEqual(await trustedBy(lxd), trusted.get(lxd));
  });

  it('offers what was copied, and only what is meant', async () => {
    const token = await tokenOf(lxd, uniqueName('client'));
    const offered = async (copied: string): Promise<string> => {
      const offers = { text: '', sockets: Promise.resolve([]), cli: Promise.resolve([]) };
      const { step } = pasteStep(
        { log: silentLog },
        { ...offers, clipboard: Promise.resolve(copied) },
        () => undefined,
      );
      const asked = runSteps('Add Remote', step);
      const paste = await quick.asking(/Paste a token/);
      await settled();
      const text = paste.text();
      paste.hide();
      await asked.catch((error: unknown) => {
        assert.ok(isCancelled(error));
      });
      return text;
    };
    assert.match(await offered(token), /\$\(clippy\) Connect to 127\.0\.0\.1:\d+ with this token/);
    assert.match(await offered(addressOf(incus)), /\$\(clippy\) Connect to 127\.0\.0\.1:\d+/);
    assert.ok(!(await offered('hello')).includes('hello'));
  });
});
