import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../../scripts/lib/wait';

/** The terminal that has the focus in the panel. */
export class TerminalPanel {
  private readonly active: Locator;

  constructor(private readonly page: Page) {
    this.active = page.locator('.terminal-wrapper.active');
  }

  async ready(): Promise<void> {
    await this.active.locator('.xterm').waitFor();
    await this.active.locator('textarea.xterm-helper-textarea').focus();
  }

  /** What is on its screen, without the spaces at the ends of lines. */
  async text(): Promise<string> {
    const lines = await this.active.locator('.xterm-rows > div').allTextContents();
    return lines
      .map((line) => line.replaceAll('\u00a0', ' ').trimEnd())
      .join('\n')
      .trimEnd();
  }

  async type(text: string): Promise<void> {
    await this.ready();
    await this.page.keyboard.type(text);
  }

  /** Types a line and presses Enter. */
  async run(line: string): Promise<void> {
    await this.type(line);
    await this.page.keyboard.press('Enter');
  }

  /** Waits until the screen matches; returns its text. */
  waitFor(pattern: RegExp): Promise<string> {
    const matching = async () => {
      const text = await this.text();
      if (pattern.test(text)) return text;
      throw new Error(`the terminal shows:\n${text}`);
    };
    return waitFor(`the terminal to show ${String(pattern)}`, matching, { timeout: 15_000 });
  }
}
