import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../../scripts/lib/wait';
import { QuickInput } from './quickInput';
import { TerminalPanel } from './terminalPanel';
import { Tree } from './tree';

let pictures = 0;

/** The window as a person sees it. Everything here waits for what it needs; nothing waits for time to pass. */
export class Workbench {
  readonly quickInput: QuickInput;
  readonly tree: Tree;
  readonly terminal: TerminalPanel;

  constructor(
    readonly page: Page,
    private readonly paths: { readonly screenshots: string; readonly settingsFile: string },
  ) {
    this.quickInput = new QuickInput(page);
    this.tree = new Tree(page);
    this.terminal = new TerminalPanel(page);
  }

  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.activitybar .action-label').first().waitFor();
  }

  /** test/out/ui/NN-name.png; returns the path. */
  async screenshot(name: string): Promise<string> {
    const path = join(this.paths.screenshots, `${String(++pictures).padStart(2, '0')}-${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  /** Opens a view container by its title in the activity bar. */
  async openContainer(title: string): Promise<void> {
    const icon = this.activityIcon(title);
    await icon.waitFor({ timeout: 30_000 });
    const shown = this.page.locator(
      `.activitybar .action-item.checked .action-label[aria-label^="${title}"]`,
    );
    if ((await shown.count()) === 0) await icon.click();
    await shown.waitFor();
    await this.parkMouse();
  }

  /** Away from everything that shows a hover. */
  async parkMouse(): Promise<void> {
    const hover = this.page.locator('.workbench-hover-container');
    // One that is due appears a moment after the mouse has gone, and goes then: gone is what stays gone.
    let quiet = 0;
    let step = 0;
    await waitFor('hovers to go', async () => {
      // One that came only after the mouse had gone stays until the mouse has been on it.
      if (++step % 20 === 0 && quiet === 0) await hover.hover({ timeout: 500 }).catch(() => undefined);
      await this.page.mouse.move(900 + (step % 2), 620);
      quiet = (await hover.isVisible()) ? 0 : quiet + 1;
      return quiet > 8;
    });
  }

  activityIcon(title: string): Locator {
    return this.page.locator(`.activitybar .action-label[aria-label^="${title}"]`);
  }

  /** An icon in the title bar of a view of the side bar. */
  viewAction(title: string): Locator {
    return this.page.locator(`.part.sidebar .actions-container .action-label[aria-label^="${title}"]`);
  }

  /** Runs a command by its title, as it stands in the palette. */
  palette(title: string): Promise<void> {
    return this.quickInput.command(title);
  }

  toast(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text });
  }

  async pressInToast(text: string | RegExp, button: string): Promise<void> {
    const toast = this.toast(text);
    await toast.getByRole('button', { name: button, exact: true }).click();
    await toast.waitFor({ state: 'detached' });
  }

  modal(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** Answers the modal question that has this text. */
  async answer(text: string | RegExp, button: string): Promise<void> {
    const modal = this.modal().filter({ hasText: text });
    await modal.waitFor();
    await modal.getByRole('button', { name: button, exact: true }).click();
    await modal.waitFor({ state: 'detached' });
  }

  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item', { hasText: text });
  }

  tab(name: string): Locator {
    return this.page.locator(`.tabs-container .tab[data-resource-name="${name}"]`);
  }

  /** The text of the open editor, as far as it is on the screen. */
  async editorText(): Promise<string> {
    const lines = await this.page.locator('.editor-group-container.active .view-lines').first().innerText();
    return lines.replaceAll('\u00a0', ' ');
  }

  async typeAtEnd(text: string): Promise<void> {
    await this.page.locator('.editor-group-container.active .view-lines').first().click();
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.type(text);
  }

  /** Ctrl+S, and waits until the tab is no longer marked as changed. */
  async save(name: string): Promise<void> {
    await this.page.locator(`.tab.dirty[data-resource-name="${name}"]`).waitFor();
    await this.page.keyboard.press('Control+S');
    await this.page.locator(`.tab:not(.dirty)[data-resource-name="${name}"]`).waitFor();
  }

  /** Changes the profile's settings.json; VS Code sees it within seconds: wait for what it changes. */
  writeSettings(settings: Readonly<Record<string, unknown>>): void {
    const now = JSON.parse(readFileSync(this.paths.settingsFile, 'utf8')) as object;
    writeFileSync(this.paths.settingsFile, JSON.stringify({ ...now, ...settings }, undefined, 2));
  }

  /** `kind` is the class that VS Code gives the window: vs, vs-dark, hc-black. */
  async setTheme(theme: string, kind: 'vs' | 'vs-dark' | 'hc-black'): Promise<void> {
    await this.quickInput.command('Preferences: Color Theme');
    await this.quickInput.waitFor('Select Color Theme');
    await this.quickInput.enter(theme);
    await this.page.locator(`.monaco-workbench.${kind}`).first().waitFor();
    await this.quickInput.input.waitFor({ state: 'hidden' });
  }
}
