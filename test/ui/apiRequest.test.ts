import assert from 'node:assert/strict';
import { type Target, targets, uniqueName } from '../support/targets';
import { openSession, pictureOfFailure, type Session } from './session';

/** Sending a request by hand: what a person sees and does. */
describe('API requests in the window', function () {
  this.timeout(120_000);

  let session: Session | undefined;
  let server: Target;
  const instance = uniqueName('web');
  const profile = uniqueName('small');

  const open = () => {
    assert.ok(session);
    return session;
  };

  before(async () => {
    const [lxd] = targets();
    assert.ok(lxd);
    server = lxd;
    await server.cli(['init', 'busybox', instance]);
    session = await openSession({
      theme: 'dark',
      settings: { 'editor.autoClosingBrackets': 'never', 'editor.autoClosingQuotes': 'never' },
    });
  });
  afterEach(async function () {
    await pictureOfFailure(this, session?.workbench);
  });
  after(async () => {
    await session?.close();
    await server.cli(['profile', 'delete', profile]).catch(() => undefined);
    await server.cli(['delete', '--force', instance]);
  });

  it('from a row, its own operations come first, and one is two keys away', async () => {
    const { workbench } = open();
    const { quickInput, tree, page } = workbench;
    await workbench.openContainer('LXD');
    await tree.row(instance).first().waitFor();
    // Both local servers have answered: no row moves any more.
    await tree.row('Access').nth(1).waitFor();
    await tree.menu(instance, 'Send API Request…');
    await quickInput.waitFor('What to do');
    await quickInput.row('Show an instance').first().waitFor();
    await workbench.screenshot('api-operations');
    await quickInput.pick(/^Show an instanceGET/);
    await quickInput.message.filter({ hasText: 'Enter sends' }).waitFor();
    await workbench.screenshot('api-line');
    await page.keyboard.press('Enter');
    const answer = page.locator('.editor-group-container .view-lines').filter({ hasText: '"architecture"' });
    await answer.waitFor();
    await page.locator('.codelens-decoration').filter({ hasText: 'Copy as curl' }).waitFor();
    await workbench.screenshot('api-answer');
  });

  it('a body is edited and sent from its line', async () => {
    const { workbench } = open();
    const { quickInput, page } = workbench;
    await quickInput.command('LXD/Incus API: Send API Request…');
    await quickInput.waitFor('Remote to send a request to');
    await quickInput.pick(/^local\b/);
    await quickInput.waitFor('What to do');
    await quickInput.input.fill('create a profile');
    await quickInput.pick(/^Create a profilePOST/);
    await quickInput.message.filter({ hasText: 'Enter opens the body' }).waitFor();
    await page.keyboard.press('Enter');
    const lens = page.locator('.codelens-decoration a').filter({ hasText: 'Send: POST' });
    await lens.waitFor();
    const lines = page.locator('.editor-group-container.active .view-lines').last();
    await lines.filter({ hasText: '"description"' }).waitFor();
    await lines.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await lines.filter({ hasText: '"description"' }).waitFor({ state: 'hidden' });
    await page.keyboard.insertText(`{ "name": "${profile}", "description": "from the editor" }`);
    await workbench.screenshot('api-body');
    await lens.click();
    await page.locator('.statusbar-item').filter({ hasText: 'done in' }).waitFor();
    await workbench.screenshot('api-sent');
    assert.match(await server.cli(['profile', 'show', profile]), /from the editor/);
  });
});
