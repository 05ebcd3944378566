import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Every process a run starts, and every process those start, has this in its environment: the run's folder. */
export const runVariable = 'LXD_EXPLORER_RUN';

export interface OwnProcess {
  readonly pid: number;
  readonly command: string;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // ended meanwhile, or another user's
  }
}

/** Clock ticks since boot at which the process started; with the pid it names one process for ever. */
export function startTime(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  return stat === '' ? undefined : stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function parent(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

function ancestors(): Set<number> {
  const found = new Set<number>();
  for (let pid = process.pid; pid > 0 && !found.has(pid); pid = parent(pid)) found.add(pid);
  return found;
}

function isZombie(pid: number): boolean {
  const stat = read(`/proc/${pid}/stat`);
  return stat === '' || stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
}

/** A container's processes have an environment of their own, but their root file system lies in the run's folder. */
function hasRootBelow(pid: number, dir: string): boolean {
  return read(`/proc/${pid}/mountinfo`)
    .split('\n')
    .some((line) => {
      const [, , , root = '', point = ''] = line.split(' ');
      return point === '/' && root.startsWith(`${dir}/`);
    });
}

/** The living processes that belong to the run in `dir`, whoever their parent is now; never this one or one above it. */
export function ownProcesses(dir: string): OwnProcess[] {
  const above = ancestors();
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => !above.has(pid) && !isZombie(pid));
  return pids
    .filter((pid) => {
      // What a part of the run has started has the part's folder there.
      const environment = read(`/proc/${pid}/environ`).split('\0');
      const run = environment
        .find((line) => line.startsWith(`${runVariable}=`))
        ?.slice(runVariable.length + 1);
      return run === dir || run?.startsWith(`${dir}/`) === true || hasRootBelow(pid, dir);
    })
    .map((pid) => ({
      pid,
      command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim().slice(0, 160),
    }));
}

export function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !isZombie(pid);
}

/** The process's control groups, as folders: a killed container leaves them behind. */
export function controlGroups(pid: number): string[] {
  return read(`/proc/${pid}/cgroup`)
    .split('\n')
    .map((line) => /^\d+:([^:]*):(\/.+)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, controllers = '', path = '']) => {
      const name = controllers.replace('name=', '');
      return name === ''
        ? [`/sys/fs/cgroup${path}`, `/sys/fs/cgroup/unified${path}`]
        : `/sys/fs/cgroup/${name}${path}`;
    })
    .flat();
}

export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // already gone
  }
}
