import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseTrustToken } from '../../src/client/auth/trustToken';
import { debianArchitecture } from '../../src/resources/images/serverImage';
import { addCliRemote } from '../support/cliRemote';
import { listFiles, startImageServer, testProduct, type TestImageServer } from '../support/imageServer';
import { type ServersFile, type Target, targets } from '../support/targets';
import { openSession, pictureOfFailure, themes, type Session } from './session';

/** Who may use a server, and what an image server has: what a person sees and does. */
describe('access and images in the window', function () {
  this.timeout(120_000);

  const project = 'shop';
  let session: Session | undefined;
  let server: Target;
  let images: TestImageServer;
  let removeRemote: (() => void) | undefined;

  const open = () => {
    assert.ok(session);
    return session;
  };

  before(async () => {
    const [lxd] = targets();
    assert.ok(lxd);
    server = lxd;
    await server.cli(['project', 'create', project]);
    const own = debianArchitecture(process.arch);
    images = await startImageServer();
    const products = {
      a: testProduct('Debian', '12', 'bookworm', own, 'a'),
      b: testProduct('Debian', '11', 'bullseye', own, 'b'),
      c: testProduct('Debian', '13', 'trixie', 's390x', 'c'),
      d: testProduct('Alpine', '3.20', '3.20', own, 'd'),
    };
    for (const [path, content] of listFiles(products)) images.files.set(path, content);
    const file = readFileSync(process.env['LXD_EXPLORER_SERVERS'] ?? '', 'utf8');
    const { servers } = JSON.parse(file) as ServersFile;
    const conf = servers.find(({ place }) => place.kind === 'lxd')?.tls.conf ?? '';
    const lines = [`addr: ${images.url}`, 'protocol: simplestreams', 'public: true'];
    removeRemote = addCliRemote(conf, 'pictures', lines, images.pem);
    session = await openSession({ theme: 'dark' });
  });
  afterEach(async function () {
    await pictureOfFailure(this, session?.workbench);
  });
  after(async () => {
    await session?.close();
    removeRemote?.();
    await images.stop();
    await server.cli(['project', 'delete', project]);
  });

  it('Access shows who is trusted', async () => {
    const { workbench } = open();
    await workbench.openContainer('LXD');
    await workbench.tree.row('default').first().waitFor();
    // Both local servers have answered: no row moves any more.
    await workbench.tree.row('Access').nth(1).waitFor();
    await workbench.tree.expand('Access');
    await workbench.tree
      .row(/, certificate, this computer/)
      .first()
      .waitFor();
    await workbench.screenshot('access');
  });

  it('a token is handed out for a project, and its row appears', async () => {
    const { workbench } = open();
    const { quickInput, tree, page } = workbench;
    await tree.inlineAction('Access', 'Hand Out Token');
    await quickInput.title.filter({ hasText: 'Hand Out Token for local' }).waitFor();
    await workbench.screenshot('token-name');
    // Only one of that name, at a second try too.
    await server.cli(['config', 'trust', 'revoke-token', 'laptop']).catch(() => undefined);
    await tree.row('laptop, trust token').waitFor({ state: 'detached' });
    await quickInput.enter('laptop');
    await quickInput.waitFor('Which projects?');
    await quickInput.row(project).locator('.monaco-checkbox, input[type="checkbox"]').first().click();
    await workbench.screenshot('token-projects');
    await page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
    const modal = workbench.modal().filter({ hasText: 'The token for laptop is in the clipboard' });
    await modal.waitFor();
    await workbench.screenshot('token');
    const text = await modal.innerText();
    const token = /\b[A-Za-z0-9+/]{100,}={0,2}/.exec(
      text.replaceAll(/(?<=[A-Za-z0-9+/=])\n(?=[A-Za-z0-9+/=]+$)/g, ''),
    )?.[0];
    assert.equal(parseTrustToken(token ?? '')?.clientName, 'laptop');
    await workbench.answer('The token for laptop', 'Copy as Command');
    await tree.row('laptop, trust token, token · only shop').waitFor();
    await tree.row(/^Access, 1 trusted · \d+ pending/).waitFor();
    await workbench.screenshot('token-row');
  });

  it('has menus that say what they do', async () => {
    const { workbench } = open();
    await workbench.tree.openMenu(/, certificate, this computer/);
    await workbench.screenshot('certificate-menu');
    await workbench.tree.chooseFromMenu('Remove');
    await workbench.modal().filter({ hasText: 'loses its access' }).waitFor();
    await workbench.screenshot('certificate-remove');
    await workbench.answer('loses its access', 'Cancel');
    await server.cli(['config', 'trust', 'add', '--name', 'guest', '--quiet']);
    await workbench.tree.menu('guest, trust token', 'Revoke Token');
    await workbench.tree.row('guest, trust token').waitFor({ state: 'detached' });
  });

  it('a row stays open that is opened while the rows above it are drawn anew', async () => {
    const { tree, page } = open().workbench;
    const access = tree.row('Access').first();
    for (let round = 0; round < 8; round++) {
      await tree.collapse('Access');
      const command = round % 2 === 0 ? ['create', 'passing'] : ['delete', 'passing'];
      const done = server.cli(['project', ...command]);
      await page.waitForTimeout(40 * round);
      await access.locator('.monaco-tl-twistie').click();
      await done;
      // By then VS Code has drawn what it was told.
      await page.waitForTimeout(1_000);
      await tree.opened('Access').waitFor();
      await tree
        .row(/, certificate, this computer/)
        .first()
        .waitFor();
    }
  });

  it('an image server opens like a folder', async () => {
    const { workbench } = open();
    await workbench.tree.expand('pictures');
    await workbench.tree.expand('Debian');
    await workbench.tree.row('12 (bookworm), image').waitFor();
    await workbench.screenshot('image-server');
    const labels = await workbench.tree.labels();
    const at = labels.findIndex((label) => label.startsWith('Debian'));
    assert.deepEqual(
      labels.slice(at + 1, at + 4).map((label) => label.split(',')[0]),
      ['12 (bookworm)', '11 (bullseye)', '13 (trixie)'],
    );
    const hover = await workbench.tree.hoverText('12 (bookworm)');
    assert.match(hover, /Aliases: debian\/12/);
    await workbench.screenshot('image-hover');
    await workbench.parkMouse();
  });

  it('is readable in a light and in a high-contrast theme', async () => {
    const { workbench } = open();
    await workbench.setTheme(themes.light, 'vs');
    await workbench.screenshot('access-light');
    await workbench.setTheme(themes.highContrast, 'hc-black');
    await workbench.screenshot('access-high-contrast');
    assert.match(await workbench.tree.icon('12 (bookworm)'), /codicon-package/);
  });
});
