import assert from 'node:assert/strict';
import { newBridgeName } from '../../scripts/lib/network';
import { recordBridge } from '../../scripts/lib/run';
import { type Target, targets } from '../support/targets';
import { openSession, pictureOfFailure, type Session } from './session';

/** Completion and hover as a person sees them: by the server's own schema (Incus) and by our table (LXD 5.0.2). */
describe('help while a document is typed', function () {
  this.timeout(120_000);
  let session: Session | undefined;
  const made: { server: Target; bridge: string }[] = [];

  before(async () => {
    for (const server of targets().filter(({ address }) => address.kind === 'unix')) {
      const bridge = newBridgeName();
      recordBridge(server.server.run, bridge);
      await server.cli(['init', 'busybox', 'web', '-c', 'security.nesting=true']);
      await server.cli(['network', 'create', bridge, 'ipv4.address=none', 'ipv6.address=none']);
      made.push({ server, bridge });
    }
    session = await openSession({ theme: 'dark', settings: { 'lxd.useCliRemotes': false } });
    await session.workbench.openContainer('LXD');
  });
  afterEach(async function () {
    await pictureOfFailure(this, session?.workbench);
  });
  after(async () => {
    await session?.close();
    for (const { server, bridge } of made) {
      await server.cli(['delete', '--force', 'web']);
      await server.cli(['network', 'delete', bridge]);
    }
  });

  const open = () => {
    assert.ok(session);
    return session.workbench;
  };
  /** Opens a resource as a document through Go to Resource… and its row. */
  const edit = async (label: string, kind: string, remote: string): Promise<void> => {
    const workbench = open();
    await workbench.palette('LXD/Incus: Go to Resource…');
    await workbench.quickInput.waitFor('Name of an instance');
    await workbench.page.keyboard.type(label);
    await workbench.page
      .getByRole('option', { name: new RegExp(`^${label}, ${kind} · ${remote}(?![\\w-])`) })
      .last()
      .click();
    const row = workbench.page.locator('.part.sidebar .monaco-list-row.selected', { hasText: label });
    await row.waitFor();
    await row.click({ button: 'right' });
    await workbench.tree.chooseFromMenu('Edit');
    await workbench.tab(`${label}.yaml`).waitFor();
  };
  /** Types into a new line below `config:`. */
  const typeInConfig = async (text: string): Promise<void> => {
    const { page } = open();
    // A hover may lie over the line.
    await open().parkMouse();
    const line = page.locator('.editor-group-container.active .view-line', { hasText: /^config:/ }).first();
    await line.click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type(text);
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor();
  };

  for (const remote of ['local', 'local-incus']) {
    const cases: [kind: string, label: () => string, typed: string, offered: string, known: RegExp][] = [
      ['instance', () => 'web', '  limits.m', 'limits.memory', /security\.nesting/],
      [
        'network',
        () => made[remote === 'local' ? 0 : 1]?.bridge ?? '',
        '  ipv4.d',
        'ipv4.dhcp',
        /ipv6\.address/,
      ],
      ['storage pool', () => 'default', '  rsync.', 'rsync.bwlimit', /source/],
    ];
    for (const [kind, labelOf, typed, offered, known] of cases) {
      it(`${remote}: keys of the ${kind} are offered and explained`, async () => {
        const workbench = open();
        const { page } = workbench;
        await edit(labelOf(), kind, remote);
        const word = page
          .locator('.editor-group-container.active .view-line span', { hasText: known })
          .last();
        await word.hover();
        const hover = page.locator('.monaco-hover:visible .hover-contents', { hasText: 'Type:' }).first();
        await hover.waitFor();
        await workbench.screenshot(`${remote}-${kind.replace(' ', '-')}-hover`);
        await typeInConfig(typed);
        const row = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: offered });
        await row.first().waitFor();
        await workbench.screenshot(`${remote}-${kind.replace(' ', '-')}-completion`);
        await page.keyboard.press('Escape');
        await workbench.palette('File: Revert File');
        await workbench.palette('View: Close Editor');
      });
    }
  }
});
