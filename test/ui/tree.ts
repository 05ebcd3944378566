import type { Locator, Page } from 'playwright-core';

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** What is used of a row's element: this project is compiled without the types of a browser. */
interface RowElement {
  getBoundingClientRect(): { readonly top: number };
  getAttribute(name: string): string | null;
}

/** The tree in the side bar. Only rows on the screen exist: scroll to others by keyboard. */
export class Tree {
  private readonly bar: Locator;

  constructor(private readonly page: Page) {
    this.bar = page.locator('.part.sidebar');
  }

  /** A row by the start of its name for screen readers: label, then description. */
  row(label: string | RegExp): Locator {
    const name = typeof label === 'string' ? new RegExp(`^${escaped(label)}($|[\\s,])`) : label;
    return this.bar.getByRole('treeitem', { name });
  }

  /** The rows on the screen from top to bottom, as a screen reader says them. */
  async labels(): Promise<string[]> {
    const rows = this.bar.locator('.tree-explorer-viewlet-tree-view [role="treeitem"]');
    return rows.evaluateAll((items: RowElement[]) =>
      items
        .map((item) => ({
          top: item.getBoundingClientRect().top,
          text: item.getAttribute('aria-label') ?? '',
        }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
  }

  async expand(label: string | RegExp): Promise<void> {
    const row = this.row(label).first();
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'false')
      await row.locator('.monaco-tl-twistie').click();
    await this.bar.locator('[aria-expanded="true"]').and(row).waitFor();
  }

  async inlineAction(label: string | RegExp, title: string): Promise<void> {
    const row = this.row(label).first();
    await row.hover();
    await row.locator(`.action-label[aria-label^="${title}"]`).click();
  }

  async openMenu(label: string | RegExp): Promise<Locator> {
    await this.row(label).first().click({ button: 'right' });
    const menu = this.page.locator('.monaco-menu').last();
    await menu.waitFor();
    return menu;
  }

  /** Chooses from the context menu; more than one title walks through submenus. */
  async menu(label: string | RegExp, ...titles: readonly string[]): Promise<void> {
    await this.openMenu(label);
    for (const [index, title] of titles.entries()) {
      const item = this.page.getByRole('menuitem', { name: title, exact: true }).last();
      if (index < titles.length - 1) await item.hover();
      else await item.click();
    }
  }

  /** The text of the hover that appears over a row. */
  async hoverText(label: string | RegExp): Promise<string> {
    await this.row(label).first().hover();
    const hover = this.page.locator('.workbench-hover-container .monaco-hover').last();
    await hover.waitFor();
    return (await hover.innerText()).replaceAll('\u00a0', ' ');
  }

  /** The icon of a row: the class names and the style that VS Code gave it. */
  async icon(label: string | RegExp): Promise<string> {
    const icon = this.row(label).first().locator('.custom-view-tree-node-item-icon');
    return `${(await icon.getAttribute('class')) ?? ''} ${(await icon.getAttribute('style')) ?? ''}`;
  }
}
