import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trustPassword } from '../../scripts/lib/flavour';
import { retryOf } from '../support/runMocha';
import { type Target, targets, uniqueName } from '../support/targets';
import { openSession, pictureOfFailure, type Session } from './session';

/** How much a person has to do, and how long it takes; printed, never judged. */
class Effort {
  private readonly started = performance.now();
  private acts = 0;

  /** One click, or one key or paste. */
  async act(work: Promise<unknown>): Promise<void> {
    this.acts++;
    await work;
  }

  tell(what: string): void {
    const seconds = ((performance.now() - this.started) / 1000).toFixed(1);
    console.log(`      ${what}: ${this.acts} clicks and keys, ${seconds} s`);
  }
}

async function tokenOf({ kind, cli }: Target, client: string): Promise<string> {
  const named = kind === 'lxd' ? ['--name', client] : [client];
  return (await cli(['config', 'trust', 'add', ...named, '--quiet'])).trim().split('\n').at(-1) ?? '';
}

async function trustedBy({ cli }: Target): Promise<string[]> {
  const all = JSON.parse(await cli(['query', '/1.0/certificates?recursion=1'])) as { fingerprint: string }[];
  return all.map(({ fingerprint }) => fingerprint);
}

describe('adding a remote, with nothing set up', function () {
  this.timeout(120_000);

  const [lxd, incus] = ['lxd-tls', 'incus-tls'].map((id) => targets().find((each) => each.id === id));
  const instances = new Map<Target, string>();
  const trusted = new Map<Target, string[]>();
  let session: Session | undefined;
  let begin: () => Promise<Session>;

  const open = () => {
    assert.ok(session);
    return session;
  };
  const server = (target: Target | undefined): Target => {
    assert.ok(target);
    return target;
  };
  const addressOf = ({ address }: Target): string =>
    address.kind === 'tls' ? `${address.host}:${address.port}` : '';

  before(async () => {
    for (const target of [server(lxd), server(incus)]) {
      trusted.set(target, await trustedBy(target));
      const name = uniqueName('web');
      instances.set(target, name);
      await target.cli(['init', '--empty', name]);
    }
    // No socket and no configuration anywhere: as on a laptop that has only the editor.
    const nothing = mkdtempSync(join(process.env['TMPDIR'] ?? tmpdir(), 'nothing-'));
    const env = {
      LXD_DIR: undefined,
      INCUS_DIR: undefined,
      HOME: nothing,
      LXD_CONF: nothing,
      INCUS_CONF: nothing,
    };
    begin = () => openSession({ theme: 'dark', env });
    session = await begin();
  });
  beforeEach(async function () {
    if (retryOf(this.currentTest) === 0) return;
    // What was added at the first try is there already.
    await session?.close();
    session = undefined;
    session = await begin();
    await session.workbench.openContainer('LXD');
  });
  afterEach(async function () {
    await pictureOfFailure(this, session?.workbench);
  });
  after(async () => {
    await session?.close();
    for (const [target, kept] of trusted) {
      for (const fingerprint of await trustedBy(target))
        if (!kept.includes(fingerprint)) await target.cli(['config', 'trust', 'remove', fingerprint]);
      await target.cli(['delete', '--force', instances.get(target) ?? '']);
    }
  });

  /** Pastes what is given into Add Remote…, and answers the questions that come. */
  async function paste(text: string, effort: Effort): Promise<void> {
    const { quickInput } = open().workbench;
    await quickInput.waitFor('Paste a token');
    await effort.act(quickInput.input.fill(text));
  }

  /** The flow is over: its row is selected, and no question is open that a key could go to. */
  async function revealed(name: string): Promise<void> {
    const { page, tree } = open().workbench;
    await page.locator('[aria-selected="true"]').and(tree.row(name)).waitFor();
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  async function nameAndSee(target: Target, name: string, effort: Effort, picture: string): Promise<void> {
    const { workbench } = open();
    const { quickInput, tree, page } = workbench;
    await quickInput.message.filter({ hasText: 'Name of the remote' }).waitFor();
    await effort.act(quickInput.input.fill(name));
    await workbench.screenshot(`${picture}-name`);
    await effort.act(page.keyboard.press('Enter'));
    await tree
      .row(instances.get(target) ?? '')
      .first()
      .waitFor();
    await revealed(name);
    await workbench.screenshot(`${picture}-there`);
  }

  it('a token of LXD, from the welcome', async () => {
    const { workbench } = open();
    const { page, quickInput } = workbench;
    const target = server(lxd);
    await workbench.openContainer('LXD');
    const button = page
      .locator('.welcome-view a, .welcome-view .monaco-button')
      .filter({ hasText: 'Add Remote' });
    await button.first().waitFor();
    await workbench.screenshot('add-welcome');
    const token = await tokenOf(target, uniqueName('person'));
    const effort = new Effort();
    await effort.act(button.first().click());
    await paste(token, effort);
    await quickInput.row('with this token').first().waitFor();
    await workbench.screenshot('add-token');
    await effort.act(page.keyboard.press('Enter'));
    await nameAndSee(target, 'prod', effort, 'add-token');
    effort.tell('a token of LXD');
  });

  it('a token of Incus, from the toolbar', async () => {
    const { workbench } = open();
    const { page, quickInput } = workbench;
    const target = server(incus);
    const token = await tokenOf(target, uniqueName('person'));
    const effort = new Effort();
    await effort.act(quickInput.command('LXD/Incus Remote: Add Remote…'));
    await paste(token, effort);
    await quickInput.row('with this token').first().waitFor();
    await effort.act(page.keyboard.press('Enter'));
    await nameAndSee(target, 'lab', effort, 'add-incus');
    effort.tell('a token of Incus');
  });

  it('an address and the trust password of LXD, with its certificate shown first', async () => {
    const { workbench } = open();
    const { page, quickInput, tree } = workbench;
    const target = server(lxd);
    // The certificate of the first test is no longer known: the server sees a stranger again.
    for (const fingerprint of await trustedBy(target))
      if (!trusted.get(target)?.includes(fingerprint))
        await target.cli(['config', 'trust', 'remove', fingerprint]);
    const effort = new Effort();
    await effort.act(quickInput.command('LXD/Incus Remote: Add Remote…'));
    await paste(addressOf(target), effort);
    await quickInput.row('Connect to').first().waitFor();
    await effort.act(page.keyboard.press('Enter'));
    await quickInput.waitFor('Is this the certificate of');
    const info = await target.cli(['info']);
    const [, own = ''] = /certificate_fingerprint: ([0-9a-f]{64})/.exec(info) ?? [];
    await quickInput.row(own).waitFor();
    await workbench.screenshot('add-certificate');
    await effort.act(page.keyboard.press('Enter'));
    await quickInput.row('Enter Trust Password').waitFor();
    await workbench.screenshot('add-ways');
    await effort.act(quickInput.pick('Enter Trust Password'));
    await quickInput.message.filter({ hasText: 'Trust password' }).waitFor();
    await effort.act(quickInput.input.fill(trustPassword));
    await workbench.screenshot('add-password');
    await effort.act(page.keyboard.press('Enter'));
    await quickInput.message.filter({ hasText: 'Name of the remote' }).waitFor();
    const name = uniqueName('again');
    await effort.act(quickInput.input.fill(name));
    await effort.act(page.keyboard.press('Enter'));
    await tree.row(new RegExp(`^${name}, remote, LXD 5`)).waitFor();
    await revealed(name);
    // Those of the remotes before it, at the first try.
    const others = (await tree.row(/, remote, (LXD|Incus)/).count()) - 1;
    await tree.row('Instances').nth(others).waitFor();
    await workbench.screenshot('add-password-there');
    effort.tell('an address and the trust password of LXD');
  });
});

describe('adding a remote, with the configuration of the clients there', function () {
  this.timeout(120_000);
  let session: Session | undefined;
  let instance: string;
  const lxd = targets().find(({ id }) => id === 'lxd-tls');

  before(async () => {
    assert.ok(lxd);
    instance = uniqueName('web');
    await lxd.cli(['init', '--empty', instance]);
    session = await openSession({ theme: 'light' });
  });
  afterEach(async function () {
    await pictureOfFailure(this, session?.workbench);
  });
  after(async () => {
    await session?.close();
    await lxd?.cli(['delete', '--force', instance]);
  });

  it('is not needed: open the view', async () => {
    assert.ok(session);
    const { workbench } = session;
    const { tree } = workbench;
    const effort = new Effort();
    await effort.act(workbench.openContainer('LXD'));
    await tree.row(/^lxd-tls, remote, LXD 5/).waitFor();
    // Both local servers have answered: no row moves any more.
    await tree.row('Access').nth(1).waitFor();
    await effort.act(tree.expand('lxd-tls'));
    await tree.row(instance).nth(1).waitFor();
    effort.tell('an existing configuration');
    await workbench.screenshot('add-not-needed');
  });
});
