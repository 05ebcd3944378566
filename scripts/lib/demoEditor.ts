import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { exec, tryExec } from './exec';
import { launchBrowser } from './browser';
import { hasDisplay } from './display';
import type { Run } from './run';
import { installExtension, quietSettings, startVsCode, writeSettings } from './vscode';

export interface Editor {
  /** The page's address, or nothing for a window on the desktop. */
  readonly url: string | undefined;
  /** Settles when the person has closed it; never for a page that somebody else has opened. */
  readonly closed: Promise<void>;
}

export interface EditorOptions {
  readonly vsix: string;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

const settings = { ...quietSettings, 'workbench.startupEditor': 'readme' };

export async function hasDesktop(): Promise<boolean> {
  return hasDisplay() && (await tryExec('code', ['--version'])).code === 0;
}

/** The person's own VS Code with a profile apart: nothing of theirs is read or changed. */
export async function openDesktop(run: Run, { vsix, folder, env }: EditorOptions): Promise<Editor> {
  const userDataDir = join(run.dir, 'profile');
  writeSettings(userDataDir, settings);
  const profile = [`--user-data-dir=${userDataDir}`, `--extensions-dir=${join(run.dir, 'extensions')}`];
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const whole = { ...process.env, ...env };
  await exec('code', [...profile, ...root, '--install-extension', vsix], { env: whole });
  const args = [...profile, ...root, '--disable-workspace-trust', '--new-window', '--wait', folder];
  const child = spawn('code', args, { env: whole, stdio: 'ignore' });
  const closed = new Promise<void>((resolve) => {
    child.on('exit', () => {
      resolve();
    });
  });
  return { url: undefined, closed };
}

/** VS Code in a browser, for whoever knows the token in the address. */
export async function openInBrowser(run: Run, { vsix, folder, env }: EditorOptions): Promise<Editor> {
  const userDataDir = join(run.dir, 'profile');
  const token = randomBytes(16).toString('hex');
  const options = { userDataDir, env, settings, token, logFile: join(run.dir, 'code.log') };
  mkdirSync(userDataDir);
  await installExtension(options, vsix);
  const server = await startVsCode(options);
  run.onEnd(() => server.stop());
  const url = server.url({ folder, tkn: token });
  if (!hasDisplay()) return { url, closed: new Promise(() => undefined) };
  const browser = await launchBrowser(join(run.dir, 'tmp'), { headless: false });
  const page = await browser.newPage({ viewport: null });
  await page.goto(url, { waitUntil: 'commit' });
  const closed = new Promise<void>((resolve) => {
    page.on('close', () => {
      resolve();
    });
  });
  return { url, closed };
}
