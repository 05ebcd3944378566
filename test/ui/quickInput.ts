import type { Locator, Page } from 'playwright-core';

/** The box at the top of the window: command palette, quick picks, input boxes. */
export class QuickInput {
  private readonly widget: Locator;
  readonly input: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget');
    this.input = this.widget.locator('.quick-input-filter input.input');
  }

  row(label: string | RegExp): Locator {
    return this.widget.locator('.monaco-list-row', { hasText: label });
  }

  get title(): Locator {
    return this.widget.locator('.quick-input-title');
  }

  /** The prompt of an input box, or what is wrong with what stands in it. */
  get message(): Locator {
    return this.widget.locator('.quick-input-message');
  }

  async command(title: string): Promise<void> {
    // What still ends in the window, like the focus that follows a flow, may close the palette: it is opened again.
    for (let tries = 3; ; tries--) {
      try {
        await this.page.keyboard.press('F1');
        await this.input.waitFor({ timeout: tries > 1 ? 4_000 : 15_000 });
        await this.input.fill(`>${title}`);
        const row = this.widget.locator(`.monaco-list-row[aria-label^="${title}"]`).first();
        await row.click({ timeout: tries > 1 ? 4_000 : 15_000 });
        return;
      } catch (error) {
        if (tries === 1) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Waits for a pick or box with this placeholder, so that the one before is not mistaken for it. */
  async waitFor(placeholder: string): Promise<void> {
    await this.widget.locator(`input[placeholder*="${placeholder}"]`).waitFor();
  }

  async pick(label: string | RegExp): Promise<void> {
    await this.row(label).first().click();
  }

  async enter(text: string): Promise<void> {
    await this.input.waitFor();
    await this.input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  async labels(): Promise<string[]> {
    await this.widget.locator('.monaco-list-row').first().waitFor();
    return this.widget.locator('.monaco-list-row .label-name').allInnerTexts();
  }

  async dismiss(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }
}
