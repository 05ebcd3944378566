import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { launchBrowser } from '../../scripts/lib/browser';
import { hostEnvironment } from '../../scripts/lib/hostEnvironment';
import { inRoot } from '../../scripts/lib/paths';
import { joinRun } from '../../scripts/lib/run';
import { installExtension, startVsCode, type Settings } from '../../scripts/lib/vscode';
import type { ServersFile } from '../support/targets';
import { Workbench } from './workbench';

export interface SessionOptions {
  readonly theme?: keyof typeof themes;
  readonly settings?: Settings;
  /** Added to the environment that VS Code is started with; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export const themes = {
  dark: 'Dark 2026',
  light: 'Light 2026',
  highContrast: 'Dark High Contrast',
} as const;

export interface Session {
  readonly workbench: Workbench;
  /** The folder that is open in VS Code. */
  readonly folder: string;
  readonly userDataDir: string;
  readonly close: () => Promise<void>;
}

const screenshots = inRoot('test', 'out', 'ui');
let first = true;

function servers(): ServersFile['servers'] {
  const file = process.env['LXD_EXPLORER_SERVERS'];
  if (file === undefined) throw new Error('no servers: run these tests with `npm run test:ui`');
  return (JSON.parse(readFileSync(file, 'utf8')) as ServersFile).servers;
}

/** A fresh profile with the packaged extension installed, opened in a browser. */
export async function openSession(options: SessionOptions = {}): Promise<Session> {
  if (first) {
    rmSync(screenshots, { recursive: true, force: true });
    mkdirSync(screenshots, { recursive: true });
    first = false;
  }
  const vsix = process.env['LXD_EXPLORER_VSIX'];
  if (vsix === undefined) throw new Error('no package: run these tests with `npm run test:ui`');
  const run = await joinRun();
  const [folder, userDataDir] = [join(run.dir, 'workspace'), join(run.dir, 'profile')];
  mkdirSync(folder);
  const vscode = {
    userDataDir,
    logFile: join(run.dir, 'code.log'),
    env: { ...hostEnvironment(servers()), ...options.env },
    settings: { 'workbench.colorTheme': themes[options.theme ?? 'dark'], ...options.settings },
  };
  await installExtension(vscode, vsix);
  const [server, browser] = await Promise.all([startVsCode(vscode), launchBrowser(join(run.dir, 'tmp'))]);
  run.onEnd(() => server.stop());
  run.onEnd(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(15_000);
  await page.goto(server.url({ folder }), { waitUntil: 'commit' });
  const workbench = new Workbench(page, {
    screenshots,
    settingsFile: join(userDataDir, 'User/settings.json'),
  });
  await workbench.ready();
  return { workbench, folder, userDataDir, close: run.end };
}

/** Takes back what is not saved, and closes all editors: for a test that begins with none, tried again. */
export async function closeEditors(workbench: Workbench): Promise<void> {
  const tabs = workbench.page.locator('.tabs-container .tab');
  while (await tabs.count()) {
    const left = await tabs.count();
    await workbench.palette('View: Revert and Close Editor');
    await tabs.nth(left - 1).waitFor({ state: 'detached' });
  }
}

/** For afterEach: a picture of what the person would have seen when a test failed, and its rows in words for a log. */
export async function pictureOfFailure(
  context: Mocha.Context,
  workbench: Workbench | undefined,
): Promise<void> {
  const test = context.currentTest;
  if (test?.state !== 'failed' || workbench === undefined) return;
  const path = await workbench.screenshot(
    `failed-${basename(test.title).replaceAll(/\W+/g, '-').slice(0, 60)}`,
  );
  console.log(`      screenshot: ${path}`);
  console.log((await workbench.tree.labels()).map((label) => `      | ${label}`).join('\n'));
  // Menus, questions and messages that are left open would be in the way of the second try.
  for (let times = 0; times < 3; times++) await workbench.page.keyboard.press('Escape');
  await workbench.palette('Notifications: Clear All Notifications').catch((error: unknown) => {
    console.log(`      could not clear the messages: ${String(error)}`);
  });
}
