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
    await this.opened(label).waitFor();
  }

  async collapse(label: string | RegExp): Promise<void> {
    const row = this.row(label).first();
    if ((await row.getAttribute('aria-expanded')) === 'true') await row.locator('.monaco-tl-twistie').click();
    await this.bar.locator('[aria-expanded="false"]').and(row).waitFor();
  }

  /** A row by the start of its name, while it is open. */
  opened(label: string | RegExp): Locator {
    return this.bar.locator('[aria-expanded="true"]').and(this.row(label).first());
  }

  async inlineAction(label: string | RegExp, title: string): Promise<void> {
    const row = this.row(label).first();
    await row.hover();
    await row.locator(`.action-label[aria-label^="${title}"]`).click();
  }

  /** Opens the context menu. VS Code shows none where the row is drawn anew in that moment: a person clicks again. */
  async openMenu(label: string | RegExp): Promise<Locator> {
    const row = this.row(label).first();
    const menu = this.page.locator('.monaco-menu').last();
    await row.click({ button: 'right' });
    await menu.waitFor({ timeout: 2_000 }).catch(async () => {
      await row.click({ button: 'right' });
      await menu.waitFor();
    });
    return menu;
  }

  /** Chooses from the context menu; more than one title walks through submenus. */
  async menu(label: string | RegExp, ...titles: readonly string[]): Promise<void> {
    await this.openMenu(label);
    for (const title of titles.slice(0, -1)) await this.menuItem(title).hover();
    await this.chooseFromMenu(titles.at(-1) ?? '');
  }

  private menuItem(title: string): Locator {
    return this.page.getByRole('menuitem', { name: title, exact: true }).last();
  }

  /**
   * Chooses from the menu that is open. VS Code takes a click for the end of the one that opened the menu when it comes
   * too soon: the menu stays then.
   */
  async chooseFromMenu(title: string): Promise<void> {
    const item = this.menuItem(title);
    await item.click();
    const gone = item.waitFor({ state: 'hidden', timeout: 2_000 });
    await gone.catch(async () => {
      await item.click();
      await item.waitFor({ state: 'hidden' });
    });
  }

  /** The text of the hover that appears over a row. A row that is drawn anew shows none until the mouse comes again. */
  async hoverText(label: string | RegExp): Promise<string> {
    const row = this.row(label).first();
    const hover = this.page.locator('.workbench-hover-container .monaco-hover').last();
    await row.hover();
    await hover.waitFor({ timeout: 4_000 }).catch(async () => {
      await this.page.mouse.move(900, 620);
      await row.hover();
      await hover.waitFor();
    });
    return (await hover.innerText()).replaceAll('\u00a0', ' ');
  }

  /** The icon of a row: the class names and the style that VS Code gave it. */
  async icon(label: string | RegExp): Promise<string> {
    const icon = this.row(label).first().locator('.custom-view-tree-node-item-icon');
    return `${(await icon.getAttribute('class')) ?? ''} ${(await icon.getAttribute('style')) ?? ''}`;
  }
}
