import assert from 'node:assert/strict';
import { waitFor } from '../../scripts/lib/wait';
import { type Target, targets } from '../support/targets';
import { closeEditors, openSession, pictureOfFailure, type Session } from './session';

/** A new resource as a document, and what is changed by a list, as a person does it. */
describe('creating and changing in the workbench', function () {
  this.timeout(120_000);
  let session: Session | undefined;
  let server: Target;

  before(async () => {
    const lxd = targets().find(({ id }) => id === 'lxd');
    assert.ok(lxd);
    server = lxd;
    await server.cli(['init', 'busybox', 'shop']);
    await server.cli(['launch', 'busybox', 'front']);
    session = await openSession({ theme: 'dark', settings: { 'lxd.useCliRemotes': false } });
    await session.workbench.openContainer('LXD');
    await session.workbench.tree.collapse('local-incus');
  });
  afterEach(async function () {
    await pictureOfFailure(this, session?.workbench);
  });
  after(async () => {
    await session?.close();
    for (const name of ['shop', 'front']) await server.cli(['delete', '--force', name]);
    if (await hasSmall()) await server.cli(['profile', 'delete', 'small']);
  });

  const open = () => {
    assert.ok(session);
    return session.workbench;
  };
  const query = async (path: string) =>
    JSON.parse(await server.cli(['query', path])) as Readonly<Record<string, unknown>>;
  const hasSmall = async () => JSON.stringify(await query('/1.0/profiles')).includes('/small"');
  const undo = async (): Promise<void> => {
    await server.cli(['profile', 'assign', 'shop', 'default']);
    await server.cli(['profile', 'delete', 'small']);
  };

  it('a profile from YAML, with what is wrong underlined before it is saved', async () => {
    const workbench = open();
    const { page } = workbench;
    await closeEditors(workbench);
    if (await hasSmall()) await undo();
    await workbench.tree.row('Profiles').waitFor();
    await workbench.tree.menu('Profiles', 'Create from YAML…');
    await workbench.tab('new-profile.yaml').waitFor();
    const line = (text: RegExp) =>
      page.locator('.editor-group-container.active .view-line', { hasText: text }).first();
    await line(/^name:/).click();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+Home');
    await page.keyboard.type('name: small');
    await line(/^config:/).click();
    await page.keyboard.press('End');
    for (let at = 0; at < 3; at++) await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await page.keyboard.type('  limits.memory: lots');
    await page.keyboard.press('Escape');
    await page.locator('.squiggly-error').first().waitFor();
    const said = page
      .locator('.monaco-hover:visible .hover-contents')
      .filter({ hasText: /limits\.memory must be a size/ })
      .first();
    // A hover that came before the last check says nothing of it: a person looks once more.
    await waitFor('what is wrong, on hover', async () => {
      await line(/limits\.memory:\s*lots/).hover({ position: { x: 60, y: 8 } });
      const isSaid = await said.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
      if (!isSaid) await workbench.parkMouse();
      return isSaid;
    });
    await workbench.screenshot('create-from-yaml');
    await workbench.parkMouse();
    await line(/limits\.memory:\s*lots/).click();
    await page.keyboard.press('End');
    for (let at = 0; at < 4; at++) await page.keyboard.press('Backspace');
    await page.keyboard.type('512MiB');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+s');
    await workbench.tab('small.yaml').waitFor();
    await workbench.tree.row('small, profile').first().waitFor();
    assert.deepEqual((await query('/1.0/profiles/small'))['config'], { 'limits.memory': '512MiB' });
  });

  it('a profile is assigned by a list', async () => {
    const workbench = open();
    if (!(await hasSmall())) await server.cli(['profile', 'create', 'small']);
    await server.cli(['profile', 'assign', 'shop', 'default']);
    await workbench.tree.menu('shop', 'Assign Profiles…');
    await workbench.quickInput.waitFor('Profiles of shop');
    await workbench.page
      .getByRole('checkbox', { name: /^small/ })
      .first()
      .click();
    await workbench.screenshot('assign-profiles');
    await workbench.page.keyboard.press('Enter');
    await workbench.statusItem('Profiles: default, small').waitFor();
    assert.deepEqual((await query('/1.0/instances/shop'))['profiles'], ['default', 'small']);
  });

  it('the tree is filtered by state, and grouped', async () => {
    const workbench = open();
    await workbench.palette('LXD/Incus: Filter…');
    await workbench.quickInput.waitFor('Name, or state');
    await workbench.page.keyboard.type('state:running');
    await workbench.tree.row('shop').waitFor({ state: 'detached' });
    await workbench.tree.row('front').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.screenshot('filter-by-state');
    await workbench.palette('LXD/Incus: Clear Filter');
    await workbench.palette('LXD/Incus: Group Instances By…');
    await workbench.quickInput.waitFor('Group instances by');
    await workbench.page.getByRole('option', { name: /^State/ }).click();
    await workbench.tree.row('Stopped').waitFor();
    await workbench.tree.row('Running').waitFor();
    await workbench.tree.expand('Storage');
    await workbench.tree.row(/^default, storage pool, dir · \d+%/).waitFor();
    await workbench.parkMouse();
    await workbench.screenshot('grouped-by-state');
  });
});
