import assert from 'node:assert/strict';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '../../scripts/lib/wait';
import { type Target, targets } from '../support/targets';
import { openSession, pictureOfFailure, type Session } from './session';

/** What happens to an instance over its life, as a person does it, on a real LXD, with the packaged extension. */
describe('the life of an instance in the workbench', function () {
  this.timeout(120_000);
  const [name, imported, alias] = ['app', 'app-again', 'app-image'];
  let session: Session;
  let server: Target;
  const inside = (text: string): Promise<string> => server.cli(['exec', name, '--', 'sh', '-c', text]);

  before(async () => {
    const lxd = targets().find(({ id }) => id === 'lxd');
    assert.ok(lxd);
    server = lxd;
    await server.cli(['launch', 'busybox', name]);
    session = await openSession({ theme: 'dark', settings: { 'lxd.useCliRemotes': false } });
    await session.workbench.openContainer('LXD');
    await session.workbench.tree.collapse('local-incus');
    await session.workbench.tree.row(`${name}, container, running`).first().waitFor();
  });
  afterEach(async function () {
    await pictureOfFailure(this, session.workbench);
  });
  after(async () => {
    await session.close();
    await server.cli(['image', 'delete', alias]).catch(() => undefined);
    for (const each of [name, imported]) await server.cli(['delete', '--force', each]).catch(() => undefined);
  });

  it('keeps a snapshot, and goes back to it with the present kept', async () => {
    const { workbench } = session;
    const { quickInput, tree, page } = workbench;
    await inside('echo then > /mark');
    const snapshot = `then-${Date.now()}`;
    await tree.menu(`${name}, container`, 'Create Snapshot…');
    await quickInput.message.filter({ hasText: 'Name of the snapshot' }).waitFor();
    await workbench.screenshot('snapshot-name');
    await quickInput.input.fill(snapshot);
    await page.keyboard.press('Enter');
    await quickInput.row(`Create ${snapshot}`).first().waitFor();
    await workbench.screenshot('snapshot-hub');
    await page.keyboard.press('Enter');
    await tree.expand(`${name}, container`);
    await tree.expand('Snapshots');
    await tree.row(snapshot).first().waitFor();
    await inside('echo now > /mark');
    await tree.menu(snapshot, 'Restore');
    const first = page.getByRole('button', { name: 'Snapshot First, Restore' });
    await first.waitFor();
    await workbench.screenshot('snapshot-restore');
    await first.click();
    await tree
      .row(/^before-restore-/)
      .first()
      .waitFor({ timeout: 30_000 });
    await workbench.screenshot('snapshot-restored');
    // It is stopped for it, and started again.
    await waitFor('it to be as it was', async () => (await inside('cat /mark')) === 'then\n', {
      timeout: 30_000,
    });
    await tree.collapse(`${name}, container`);
  });

  it('is compared with what it was in a snapshot', async () => {
    const { workbench } = session;
    const { quickInput, tree, page } = workbench;
    const snapshot = 'before-upgrade';
    await server.cli(['delete', `${name}/${snapshot}`]).catch(() => undefined); // of a first try
    await inside('mkdir -p /srv && printf "port: 80\\nworkers: 2\\n" > /srv/app.yml');
    await server.cli(['snapshot', name, snapshot]);
    await inside('printf "port: 8080\\nworkers: 2\\n" > /srv/app.yml');
    await tree.expand(`${name}, container`);
    await tree.expand('Snapshots');
    await tree.menu(snapshot, 'Compare with Instance…');
    await quickInput.row('srv').first().waitFor({ timeout: 30_000 });
    await workbench.screenshot('snapshot-browse');
    await quickInput.pick('srv');
    await quickInput.pick('app.yml');
    // The editor writes its spaces as ones that do not break.
    const line = (text: RegExp): Promise<void> =>
      page.locator('.view-line', { hasText: text }).first().waitFor();
    await line(/port:\s*8080$/);
    await line(/port:\s*80$/);
    await workbench.screenshot('snapshot-compare');
    await workbench.palette('View: Close All Editors');
    await tree.collapse(`${name}, container`);
    const left = await server.cli(['list', '--format', 'csv', '--columns', 'n']);
    assert.ok(!left.includes('-look-'), left);
  });

  it('gets limits by a list', async () => {
    const { workbench } = session;
    const { quickInput, tree } = workbench;
    await tree.menu(`${name}, container`, 'Set Limits…');
    await quickInput.row('Memory').first().waitFor();
    await quickInput.pick(/^Memory/);
    await quickInput.waitFor('Memory, like');
    await quickInput.pick(/^512MiB/);
    await quickInput.row('→ 512MiB').first().waitFor();
    await workbench.screenshot('limits');
    await quickInput.pick(/Set the Limits/);
    await waitFor('the limit', async () =>
      (await server.cli(['config', 'get', name, 'limits.memory'])).includes('512MiB'),
    );
    await server.cli(['config', 'unset', name, 'limits.memory']);
  });

  it('sees the folder that is open in VS Code', async () => {
    const { workbench, folder } = session;
    const { quickInput, tree, page } = workbench;
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, 'hello.txt'), 'from the editor\n');
    await server.cli(['config', 'device', 'remove', name, 'project']).catch(() => undefined);
    await tree.menu(`${name}, container`, 'Mount a Local Folder…');
    await quickInput.waitFor('Folder of this computer');
    await workbench.screenshot('mount-folder');
    await page.keyboard.press('Enter');
    await quickInput.message.filter({ hasText: 'Folder in the instance' }).waitFor();
    await quickInput.input.fill('/srv/project');
    await page.keyboard.press('Enter');
    await quickInput.row('Mount at /srv/project').first().waitFor();
    await workbench.screenshot('mount-hub');
    await page.keyboard.press('Enter');
    await waitFor('the folder', async () =>
      (await inside('cat /srv/project/hello.txt || true')).includes('from the editor'),
    );
  });

  it('gets a device by a few questions', async () => {
    const { workbench } = session;
    const { quickInput, tree, page } = workbench;
    await server.cli(['config', 'device', 'remove', name, 'web']).catch(() => undefined);
    await tree.menu(`${name}, container`, 'Add Device…');
    await quickInput.waitFor('Type of the device');
    await workbench.screenshot('device-type');
    await quickInput.pick(/^proxy/);
    await quickInput.message.filter({ hasText: 'Name of the device' }).waitFor();
    await quickInput.input.fill('web');
    await page.keyboard.press('Enter');
    await quickInput.row('Add web').first().waitFor();
    await workbench.screenshot('device-form');
    await quickInput.pick(/^listen/);
    await quickInput.input.fill('unix:@app-web');
    await page.keyboard.press('Enter');
    await quickInput.pick(/^connect/);
    await quickInput.input.fill('tcp:127.0.0.1:80');
    await page.keyboard.press('Enter');
    await quickInput.row('tcp:127.0.0.1:80').first().waitFor();
    await workbench.screenshot('device-filled');
    await quickInput.pick(/Add web/);
    await waitFor('the device', async () =>
      (await server.cli(['config', 'device', 'list', name])).includes('web'),
    );
  });

  it('becomes an image, and runs again', async () => {
    const { workbench } = session;
    const { quickInput, tree, page } = workbench;
    await server.cli(['image', 'delete', alias]).catch(() => undefined);
    await tree.menu(`${name}, container`, 'Publish as Image…');
    await quickInput.message.filter({ hasText: 'Alias of the image' }).waitFor();
    await quickInput.input.fill(alias);
    await page.keyboard.press('Enter');
    await quickInput.row(`Publish as ${alias}`).first().waitFor();
    await workbench.screenshot('publish-hub');
    await page.keyboard.press('Enter');
    await tree.row(alias).first().waitFor({ timeout: 60_000 });
    await workbench.screenshot('published');
    await tree.row(`${name}, container, running`).first().waitFor();
    await tree.collapse('Images');
  });

  it('is exported to a file, and imported from it', async () => {
    const { workbench, folder } = session;
    const { quickInput, tree, page } = workbench;
    const file = join(folder, `${name}.tar.gz`);
    rmSync(file, { force: true });
    await server.cli(['delete', '--force', imported]).catch(() => undefined);
    await tree.menu(`${name}, container`, 'Export to File…');
    await quickInput.row('Choose the File and Export').first().waitFor();
    await workbench.screenshot('export-hub');
    await page.keyboard.press('Enter');
    await quickInput.title.filter({ hasText: `Export ${name}` }).waitFor();
    // The folder that is open in VS Code, and the instance's name.
    await waitFor('the file', async () => (await quickInput.input.inputValue()) === file);
    await workbench.screenshot('export-file');
    await page.keyboard.press('Enter');
    const told = page.locator('.notification-list-item', { hasText: `Exported ${name} to` });
    await told.waitFor({ timeout: 60_000 });
    await workbench.screenshot('exported');
    assert.ok(existsSync(file));
    await workbench.palette('Notifications: Clear All Notifications');
    await tree.menu('Instances', 'Import from File…');
    await quickInput.title.filter({ hasText: 'Import Instance into local/default' }).waitFor();
    await quickInput.pick(`${name}.tar.gz`);
    await quickInput.message.filter({ hasText: 'Name of the instance' }).waitFor();
    await quickInput.input.fill(imported);
    await page.keyboard.press('Enter');
    await quickInput.row(`Import ${imported}`).first().waitFor();
    await workbench.screenshot('import-hub');
    await page.keyboard.press('Enter');
    await tree.row(`${imported}, container, stopped`).first().waitFor({ timeout: 60_000 });
    await workbench.screenshot('imported');
  });
});
