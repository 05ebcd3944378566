import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RemoteConfig } from '../remoteConfig';
import { type CliFlavour, readCliRemotes } from './cliConfig';

/** The machine as discovery sees it; a parameter so that tests can show it another one. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly uid: number;
}

export interface Discovery {
  readonly remotes: readonly RemoteConfig[];
  /** One line for each configuration file that cannot be used. */
  readonly problems: readonly string[];
  /** Whose configuration cannot be read just now: what is known of it holds. */
  readonly unreadable: readonly CliFlavour[];
  /** Folders whose changes can change the outcome. */
  readonly folders: readonly string[];
}

/** What the two products call their things. */
const products = {
  lxc: {
    local: 'local',
    socketEnv: 'LXD_SOCKET',
    dirEnv: 'LXD_DIR',
    confEnv: 'LXD_CONF',
    sockets: ['/var/snap/lxd/common/lxd/unix.socket', '/var/lib/lxd/unix.socket'],
    global: '/etc/lxd',
  },
  incus: {
    local: 'local-incus',
    socketEnv: 'INCUS_SOCKET',
    dirEnv: 'INCUS_DIR',
    confEnv: 'INCUS_CONF',
    sockets: ['/run/incus/unix.socket', '/var/lib/incus/unix.socket'],
    global: '/etc/incus',
  },
} as const;

/**
 * Finds every remote that needs no set-up: the local sockets of LXD (`local`) and Incus (`local-incus`), and the
 * remotes of both clients' configuration. Files are read, nothing is connected to.
 * @param cliRemotes false leaves the clients' configuration out
 */
export async function discoverRemotes(machine: Machine, cliRemotes: boolean): Promise<Discovery> {
  const remotes: RemoteConfig[] = [];
  const problems: string[] = [];
  const folders: string[] = [];
  const unreadable: CliFlavour[] = [];
  for (const flavour of ['lxc', 'incus'] as const) {
    const local = await localSocket(machine, flavour);
    folders.push(...local.folders);
    if (local.remote) remotes.push(local.remote);
  }
  for (const flavour of cliRemotes ? (['lxc', 'incus'] as const) : []) {
    for (const folder of configFolders(machine, flavour)) {
      const found = await readCliRemotes(folder, flavour);
      folders.push(folder);
      problems.push(...found.problems);
      if (found.problems.length && !found.remotes.length) unreadable.push(flavour);
      for (const remote of found.remotes) addUnique(remotes, remote);
    }
  }
  return { remotes, problems, folders, unreadable };
}

/** The folders of a client's configuration, the person's own first. */
export function configFolders({ env, home, platform }: Machine, flavour: CliFlavour): string[] {
  const { confEnv, global } = products[flavour];
  const own = env[confEnv];
  if (own) return [own];
  if (flavour === 'lxc')
    return [join(home, '.config', 'lxc'), join(home, 'snap', 'lxd', 'common', 'config'), global];
  const base =
    platform === 'darwin'
      ? join(home, 'Library', 'Application Support')
      : platform === 'win32'
        ? (env['APPDATA'] ?? join(home, 'AppData', 'Roaming'))
        : (env['XDG_CONFIG_HOME'] ?? join(home, '.config'));
  // Older releases used ~/.config everywhere.
  return [...new Set([join(base, 'incus'), join(home, '.config', 'incus'), global])];
}

/** Where the client itself writes what it is told to keep; a folder that is not there yet is made by it. */
export async function writtenFolder(machine: Machine, flavour: CliFlavour): Promise<string> {
  const own = configFolders(machine, flavour).filter((folder) => folder !== products[flavour].global);
  for (const folder of own)
    for (const file of ['config.yml', 'client.crt']) if (await exists(join(folder, file))) return folder;
  const snap = own.find((folder) => folder.includes(join('snap', 'lxd')));
  if (snap !== undefined && (await exists(join(machine.home, 'snap', 'lxd')))) return snap;
  return own[0] ?? '';
}

/** A name is taken by whom comes first; the same name in the other client's configuration gets its client's name. */
function addUnique(remotes: RemoteConfig[], remote: RemoteConfig): void {
  const { address, project } = remote;
  // The clients' own entry for the local socket, where it names the path.
  const same = (other: RemoteConfig): boolean =>
    other.address.kind === 'unix' &&
    address.kind === 'unix' &&
    other.address.path === address.path &&
    other.project === project;
  if (remotes.some(same)) return;
  const taken = (name: string): RemoteConfig | undefined => remotes.find((other) => other.name === name);
  const other = taken(remote.name);
  if (!other) remotes.push(remote);
  else if (other.source !== remote.source && !taken(`${remote.name}-${remote.source}`)) {
    remotes.push({ ...remote, name: `${remote.name}-${remote.source}`, cliName: remote.name });
  }
}

async function localSocket(
  machine: Machine,
  flavour: CliFlavour,
): Promise<{ remote: RemoteConfig | undefined; folders: string[] }> {
  const { env } = machine;
  const { local, socketEnv, dirEnv, sockets } = products[flavour];
  // An empty variable is an unset one, as for the clients.
  const named = env[socketEnv] || (env[dirEnv] ? join(env[dirEnv], 'unix.socket') : undefined);
  // What the environment names is shown even while nothing listens there: somebody means it.
  if (named !== undefined) return { remote: socketRemote(local, named), folders: [dirname(named)] };
  const there: string[] = [];
  for (const path of sockets) if (await isSocket(path)) there.push(path);
  const folders = sockets.map((path) => dirname(path));
  const path = (await firstWritable(there)) ?? there[0];
  if (path === undefined) return { remote: undefined, folders };
  const userSocket = `${path}.user`;
  const restricted = flavour === 'incus' && !(await isWritable(path)) && (await isWritable(userSocket));
  const remote = restricted
    ? socketRemote(local, userSocket, `user-${String(machine.uid)}`)
    : socketRemote(local, path);
  return { remote, folders };
}

function socketRemote(name: string, path: string, project = 'default'): RemoteConfig {
  const address = { kind: 'unix', path } as const;
  return { name, source: 'local', kind: 'socket', auth: 'none', address, location: path, project };
}

async function firstWritable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await isWritable(path)) return path;
  return undefined;
}

async function isSocket(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isSocket();
  } catch {
    return false; // whatever hides it, there is no socket to use
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false; // whatever hides it, the client does not use it
  }
}

async function isWritable(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK);
    return true;
  } catch {
    return false; // access() has no other way to say no
  }
}
