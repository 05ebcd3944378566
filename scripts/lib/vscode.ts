import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exec } from './exec';
import { freePort } from './network';
import { isAlive, kill } from './processes';
import { installVsCode } from './vscodeInstall';
import { waitFor } from './wait';

export type Settings = Readonly<Record<string, unknown>>;

/** A quiet VS Code in which only a test changes anything. */
export const quietSettings: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'window.menuBarVisibility': 'compact',
  'files.autoSave': 'off', // the web's default saves behind a test's back
  'chat.disableAIFeatures': true,
  'editor.accessibilitySupport': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'terminal.integrated.gpuAcceleration': 'off', // text in the page, not in a canvas
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
};

export interface VsCodeOptions {
  /** The profile: settings, state and, without `extensionsDir`, the installed extensions. */
  readonly userDataDir: string;
  readonly extensionsDir?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Added to the quiet ones; what the profile's own settings.json says wins. */
  readonly settings?: Settings;
  /** Lets a page ask for extensionDevelopmentPath and extensionTestsPath, and suppresses toasts. */
  readonly smokeTestDriver?: boolean;
  readonly logFile: string;
  /** Who opens the page must know it; without one every user of this machine may. */
  readonly token?: string;
}

export interface VsCodeServer {
  readonly port: number;
  readonly pid: number;
  /** The page's address, with these query parameters. */
  url(query: Readonly<Record<string, string>>): string;
  stop(): Promise<void>;
}

/** Left by a VS Code in whose terminal the tests run; the new one would take itself for a part of that. */
const foreign =
  /^(VSCODE_(IPC_HOOK|CWD|NLS_CONFIG|ESM_ENTRYPOINT|HANDLES_|PID|PARENT_PID|CODE_CACHE|AGENT_FOLDER|DEV$|PROXY_URI)|ELECTRON_|PORT$|PASSWORD$|NODE_OPTIONS$|NODE_V8_COVERAGE$)/;

function environment(options: VsCodeOptions, node: string): NodeJS.ProcessEnv {
  const own = { ...process.env, ...options.env };
  const kept = Object.entries(own).filter(([name]) => !foreign.test(name));
  const path = `${dirname(node)}:${own['PATH'] ?? ''}`;
  return { ...Object.fromEntries(kept), PATH: path, XDG_RUNTIME_DIR: options.userDataDir };
}

export function writeSettings(userDataDir: string, settings: Settings): void {
  const file = join(userDataDir, 'User/settings.json');
  mkdirSync(dirname(file), { recursive: true });
  const own = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Settings) : {};
  writeFileSync(file, JSON.stringify({ ...settings, ...own }, undefined, 2));
}

function serverArgs({ userDataDir, extensionsDir }: VsCodeOptions): string[] {
  return [
    ...['--server-data-dir', userDataDir, '--user-data-dir', userDataDir],
    ...['--extensions-dir', extensionsDir ?? join(userDataDir, 'extensions')],
    '--accept-server-license-terms',
    ...['--telemetry-level', 'off', '--disable-telemetry'],
  ];
}

/** Installs a packaged extension into the profile, as a person would. */
export async function installExtension(options: VsCodeOptions, vsix: string): Promise<void> {
  const { node, serverMain } = await installVsCode();
  const args = [serverMain, ...serverArgs(options), '--install-extension', vsix, '--force'];
  await exec(node, args, { env: environment(options, node), timeout: 60_000 });
}

/** In a file: everybody can read a command line. */
function tokenArgs({ token, userDataDir }: VsCodeOptions): string[] {
  if (token === undefined) return ['--without-connection-token'];
  const file = join(userDataDir, 'token');
  writeFileSync(file, token, { mode: 0o600 });
  return ['--connection-token-file', file];
}

/** Starts the browser build of VS Code on a free port of 127.0.0.1, ready to be opened. */
export async function startVsCode(options: VsCodeOptions): Promise<VsCodeServer> {
  const { node, serverMain } = await installVsCode();
  writeSettings(options.userDataDir, { ...quietSettings, ...options.settings });
  const port = await freePort();
  const args = [
    serverMain,
    ...['--host', '127.0.0.1', '--port', String(port), '--disable-workspace-trust'],
    ...tokenArgs(options),
    ...serverArgs(options),
    ...(options.smokeTestDriver ? ['--enable-smoke-test-driver'] : []),
  ];
  const log = openSync(options.logFile, 'a');
  // A process group of its own: extension host, terminals and watchers end with it.
  const child = spawn(node, args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: environment(options, node),
  });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined) throw new Error(`could not start ${node}`);
  const stop = async () => {
    kill(-pid, 'SIGTERM');
    await waitFor('VS Code to end', () => !isAlive(pid), { timeout: 3000 }).catch(() => undefined);
    kill(-pid, 'SIGKILL');
  };
  const ready = async () => {
    if (!isAlive(pid)) return { problem: `VS Code ended at its start; see ${options.logFile}` };
    return (await fetch(`http://127.0.0.1:${port}/version`)).ok ? {} : undefined;
  };
  const { problem } = await waitFor<{ problem?: string } | undefined>('VS Code to answer', ready);
  if (problem !== undefined) throw new Error(problem);
  return {
    port,
    pid,
    url: (query) => `http://127.0.0.1:${port}/?${new URLSearchParams(query).toString()}`,
    stop,
  };
}
