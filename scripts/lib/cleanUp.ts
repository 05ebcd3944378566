import { spawnSync } from 'node:child_process';
import { readFileSync, rmdirSync, rmSync } from 'node:fs';
import { deleteLink, links } from './network';
import { controlGroups, kill, ownProcesses } from './processes';
import { waitFor } from './wait';

/** Mount points below the folder, deepest first. */
export function mountsBelow(dir: string): string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => (line.split(' ')[4] ?? '').replaceAll('\\040', ' '))
    .filter((point) => point.startsWith(`${dir}/`))
    .sort((a, b) => b.length - a.length);
}

/** Loop devices whose file lies below the folder: a btrfs pool's, when its daemon was killed. */
function loopsBelow(dir: string): string[] {
  const { stdout } = spawnSync('losetup', ['--list', '--noheadings', '--output', 'NAME,BACK-FILE'], {
    encoding: 'utf8',
  });
  return (stdout || '')
    .split('\n')
    .filter((line) => line.includes(` ${dir}/`))
    .map((line) => line.split(' ')[0] ?? '');
}

function removeGroups(groups: ReadonlySet<string>): void {
  // Deepest first, and up to the container's own folder: a group with a process in it, or the root's, stays by itself.
  for (const group of [...groups].sort((a, b) => b.length - a.length)) {
    for (
      let path = group;
      /\/lxc\.(payload|monitor)\./.test(path);
      path = path.slice(0, path.lastIndexOf('/'))
    ) {
      try {
        rmdirSync(path);
      } catch {
        // not empty, or gone
      }
    }
  }
}

function removeRest(dir: string, bridges: readonly string[]): void {
  for (const point of mountsBelow(dir)) spawnSync('umount', ['--lazy', point], { stdio: 'ignore' });
  for (const loop of loopsBelow(dir)) spawnSync('losetup', ['--detach', loop], { stdio: 'ignore' });
  for (const bridge of bridges) deleteLink(bridge);
  rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
}

/** Ends and removes all that belongs to the run in `dir`: first politely, then by force. */
export async function cleanUp(dir: string, bridges: readonly string[]): Promise<void> {
  const groups = new Set<string>();
  const processes = ownProcesses(dir);
  for (const { pid } of processes) for (const group of controlGroups(pid)) groups.add(group);
  for (const { pid } of processes) kill(pid, 'SIGTERM');
  const gone = () => ownProcesses(dir).length === 0;
  await waitFor('processes to end', gone, { timeout: 1000 }).catch(() => undefined);
  await waitFor(
    'killed processes to end',
    () => {
      for (const { pid } of ownProcesses(dir)) kill(pid, 'SIGKILL');
      return gone();
    },
    { timeout: 10_000 },
  ).catch((error: unknown) => {
    console.error(String(error)); // what can be removed is removed all the same
  });
  removeGroups(groups);
  removeRest(dir, bridges);
}

/** The same without waiting, for a process that is about to end. */
export function cleanUpNow(dir: string, bridges: readonly string[]): void {
  for (let round = 0; round < 20; round++) {
    const left = ownProcesses(dir);
    if (left.length === 0) break;
    for (const { pid } of left) kill(pid, 'SIGKILL');
    spawnSync('sleep', ['0.05']);
  }
  removeRest(dir, bridges);
}

/** What of the run is still there: one line each. */
export function leftoversOf(dir: string, bridges: readonly string[]): string[] {
  return [
    ...ownProcesses(dir).map(({ pid, command }) => `process ${pid}: ${command}`),
    ...mountsBelow(dir).map((point) => `mount ${point}`),
    ...links()
      .filter((name) => bridges.includes(name))
      .map((name) => `network link ${name}`),
  ];
}
