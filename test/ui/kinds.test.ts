import assert from 'node:assert/strict';
import { waitFor } from '../../scripts/lib/wait';
import { fill, type Filled } from '../support/fill';
import { type Target, targets } from '../support/targets';
import { closeEditors, openSession, pictureOfFailure, type Session } from './session';

/** What a person does with resources that are no instances, on a real LXD, with the packaged extension. */
describe('every kind of resource in the workbench', function () {
  this.timeout(120_000);
  let session: Session | undefined;
  let server: Target;
  let filled: Filled | undefined;

  before(async () => {
    const lxd = targets().find(({ id }) => id === 'lxd');
    assert.ok(lxd);
    server = lxd;
    filled = await fill(server, 'gold');
    session = await openSession({ theme: 'dark', settings: { 'lxd.useCliRemotes': false } });
  });
  afterEach(async function () {
    await pictureOfFailure(this, session?.workbench);
  });
  after(async () => {
    await session?.close();
    await filled?.undo();
  });

  const open = () => {
    assert.ok(session);
    return session.workbench;
  };
  const profile = async (): Promise<{ config: Record<string, string>; description: string }> =>
    JSON.parse(await server.cli(['query', '/1.0/profiles/gold-one'])) as Awaited<ReturnType<typeof profile>>;
  /** Puts a text in the place of another one in the editor, as a person does with the find box. */
  const replace = async (from: string, to: string): Promise<void> => {
    const { page } = open();
    const editor = page.locator('.editor-group-container.active .monaco-editor').first();
    await editor.click();
    await page.keyboard.press('Control+h');
    const find = page.locator('.find-widget.visible');
    await find.waitFor();
    await find.locator('textarea').first().fill(from);
    await find.locator('textarea').nth(1).fill(to);
    await page.keyboard.press('Control+Alt+Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  };

  /** The open document as the server has it, and that with this limit. */
  const startAgainWith = async (cpus: string): Promise<void> => {
    await server.cli(['profile', 'set', 'gold-one', 'limits.cpu', cpus]);
    await open().palette('File: Revert File');
    await open()
      .page.locator('.view-line', { hasText: `limits.cpu: "${cpus}"` })
      .waitFor();
  };

  it('shows them below the server', async () => {
    const workbench = open();
    await workbench.openContainer('LXD');
    await workbench.tree.row('gold-one, container').first().waitFor();
    // Open already, and so long that this row is out of sight, at a second try.
    if (await workbench.tree.row('local-incus').count()) await workbench.tree.collapse('local-incus');
    for (const label of ['Profiles', 'Networks', 'Network Zones', 'Storage'])
      await workbench.tree.expand(label);
    await workbench.tree.row('gold-one, profile').first().waitFor();
    await workbench.tree
      .row(/^gold-one, storage pool/)
      .first()
      .waitFor();
    await workbench.screenshot('kinds');
  });

  it('a click opens one as YAML, and saving it changes the server', async () => {
    const workbench = open();
    await closeEditors(workbench);
    await server.cli(['profile', 'set', 'gold-one', 'limits.cpu', '2']);
    await workbench.tree.row('gold-one, profile').first().click();
    const { page } = workbench;
    await page.locator('.tab', { hasText: 'gold-one.yaml' }).waitFor();
    await page.locator('.view-line', { hasText: 'limits.cpu' }).waitFor();
    await replace('limits.cpu: "2"', 'limits.cpu: 3');
    await page.keyboard.press('Control+s');
    await waitFor('the server to have it', async () => (await profile()).config['limits.cpu'] === '3');
    await page.locator('.view-line', { hasText: 'limits.cpu: "3"' }).waitFor();
    await workbench.screenshot('document');
  });

  it('what the server refuses is shown at its key, and nothing is lost', async () => {
    const workbench = open();
    const { page } = workbench;
    await startAgainWith('3');
    await replace('limits.cpu: "3"', 'limits.cpus: 4');
    await page.keyboard.press('Control+s');
    await page.locator('.notification-toast', { hasText: 'limits.cpus' }).first().waitFor();
    await page.locator('.squiggly-error').first().waitFor();
    await workbench.screenshot('refused');
    assert.equal((await profile()).config['limits.cpu'], '3');
  });

  it('a conflict is decided by the person, with both sides at hand', async () => {
    const workbench = open();
    const { page } = workbench;
    await startAgainWith('3');
    await replace('limits.cpu: "3"', 'limits.cpu: 4');
    await server.cli(['profile', 'set', 'gold-one', 'limits.cpu', '8']);
    await page.keyboard.press('Control+s');
    const toast = page.locator('.notification-toast', {
      hasText: 'gold-one changed on the server meanwhile.',
    });
    await toast.first().waitFor();
    await workbench.screenshot('conflict');
    assert.equal((await profile()).config['limits.cpu'], '8');
    await toast.getByRole('button', { name: 'Show Difference' }).first().click();
    await page.locator('.monaco-diff-editor .view-line', { hasText: '"8"' }).first().waitFor();
    await workbench.palette('Notifications: Clear All Notifications');
    await workbench.parkMouse();
    await workbench.screenshot('difference');
    assert.equal((await profile()).config['limits.cpu'], '8', 'saved before anybody decided');
    await page.locator('.monaco-diff-editor .modified-in-monaco-diff-editor .view-lines').first().click();
    await page.keyboard.press('Control+s');
    await waitFor('the result on the server', async () => (await profile()).config['limits.cpu'] === '4');
  });
});
