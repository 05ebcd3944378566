import assert from 'node:assert/strict';
import { type Target, targets } from '../support/targets';
import { openSession, pictureOfFailure, type Session } from './session';

/** A new instance as a person makes one, on a real LXD, with the packaged extension. */
describe('creating an instance in the workbench', function () {
  this.timeout(120_000);
  const [name, copy] = ['web1', 'web1-far'];
  let session: Session | undefined;
  let server: Target;

  before(async () => {
    const lxd = targets().find(({ id }) => id === 'lxd');
    assert.ok(lxd);
    server = lxd;
    session = await openSession({ theme: 'dark', settings: { 'lxd.useCliRemotes': false } });
    await session.workbench.openContainer('LXD');
    await session.workbench.tree.collapse('local-incus');
  });
  afterEach(async function () {
    await pictureOfFailure(this, session?.workbench);
  });
  after(async () => {
    await session?.close();
    await server.cli(['delete', '--force', name]).catch(() => undefined);
  });

  it('takes the image, the name, and Enter; its shell opens once it runs', async () => {
    assert.ok(session);
    const { workbench } = session;
    const { quickInput, tree, page, terminal } = workbench;
    await server.cli(['delete', '--force', name]).catch(() => undefined);
    await tree.inlineAction('Instances', 'Create Instance');
    await quickInput.title.filter({ hasText: 'Create Instance on local/default' }).waitFor();
    await quickInput.row('busybox').first().waitFor();
    await workbench.screenshot('create-image');
    await page.keyboard.type('busy');
    await page.keyboard.press('Enter');
    await quickInput.message.filter({ hasText: 'Name of the instance' }).waitFor();
    await quickInput.input.fill('2web');
    await quickInput.message.filter({ hasText: 'must not start with a number' }).waitFor();
    await workbench.screenshot('create-name');
    await quickInput.input.fill(name);
    await page.keyboard.press('Enter');
    await quickInput.row('Create and Start').first().waitFor();
    await workbench.screenshot('create-hub');
    await quickInput.pick(/^Memory Limit/);
    await quickInput.waitFor('Memory, like');
    await quickInput.pick(/^512MiB/);
    await quickInput.row('512MiB').first().waitFor();
    // Remembered, at a second try.
    const isOn = (await quickInput.row('as soon as it runs').count()) > 0;
    if (!isOn) await quickInput.pick(/^Open Shell/);
    await quickInput.row('as soon as it runs').first().waitFor();
    await workbench.screenshot('create-wishes');
    await quickInput.pick(/Create and Start/);
    await tree.row(`${name}, container, running`).first().waitFor();
    await terminal.waitFor(/[#$] $|[#$]$/);
    await workbench.screenshot('created');
    const { config } = JSON.parse(await server.cli(['query', `/1.0/instances/${name}`])) as {
      config: Record<string, string>;
    };
    assert.equal(config['limits.memory'], '512MiB');
  });

  it('copies it to the other server, with its settings', async () => {
    assert.ok(session);
    const { workbench } = session;
    const { quickInput, tree, page } = workbench;
    const incus = targets().find(({ id }) => id === 'incus');
    assert.ok(incus);
    await incus.cli(['delete', '--force', copy]).catch(() => undefined);
    await tree.menu(`${name}, container`, 'Copy…');
    await quickInput.waitFor('Where the copy goes');
    await workbench.screenshot('copy-where');
    await quickInput.pick(/^local-incus/);
    await quickInput.message.filter({ hasText: 'Name of the copy' }).waitFor();
    await quickInput.input.fill(copy);
    await page.keyboard.press('Enter');
    await quickInput.row('Copy to local-incus/default').first().waitFor();
    await workbench.screenshot('copy-hub');
    await page.keyboard.press('Enter');
    await tree.row(`${copy}, container, stopped`).first().waitFor({ timeout: 60_000 });
    await workbench.screenshot('copied');
    const { config } = JSON.parse(await incus.cli(['query', `/1.0/instances/${copy}`])) as {
      config: Record<string, string>;
    };
    assert.equal(config['limits.memory'], '512MiB');
    await incus.cli(['delete', copy]);
  });
});
