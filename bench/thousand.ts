import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from '../scripts/lib/run';
import type { TestServer } from '../scripts/lib/server';
import { RequestLog } from '../test/support/requestLog';
import { runCli } from './cli';
import { serveControl } from './control';
import { type Extension, runInHost } from './inVsCode';
import { Outside } from './outside';
import { median, row, timed, type Row } from './row';
import type { Asked, Control, Phase, ThousandAnswer, ThousandTask } from './thousandTask';

const count = 1000;
const running = 50;
const changes = 200;
const changesMs = 10_000;

const runningNames = Array.from({ length: running }, (_, index) => `run-${String(index).padStart(2, '0')}`);

/** What has been read from the server since `log` was made. */
function asked(log: RequestLog): Asked {
  let lists = 0;
  const gets: Record<string, number> = {};
  const others: string[] = [];
  for (const { method, url } of log.requests()) {
    if (method !== 'GET') continue;
    const [path = ''] = url.split('?');
    const name = /^\/1\.0\/instances\/([^/]+)(?:\/state)?$/.exec(path)?.[1];
    if (path === '/1.0/instances') lists++;
    else if (name !== undefined) gets[name] = (gets[name] ?? 0) + 1;
    else if (!path.startsWith('/1.0/operations/')) others.push(url);
  }
  return { lists, gets, others };
}

/** Pauses and resumes the running ones in turn, evenly over the time. */
async function change(outside: Outside): Promise<Control['/changes']> {
  const start = performance.now();
  const frozen = new Set<string>();
  const pending: Promise<void>[] = [];
  for (let index = 0; index < changes; index++) {
    await sleep(Math.max(0, start + (index * changesMs) / changes - performance.now()));
    const name = runningNames[index % running] ?? '';
    const freezes = !frozen.delete(name);
    if (freezes) frozen.add(name);
    pending.push(outside.setState(name, freezes ? 'freeze' : 'unfreeze'));
  }
  await Promise.all(pending);
  return { seconds: (performance.now() - start) / 1000, changes, frozen: [...frozen] };
}

function describe({ name, took, blocks, drawn, asked: { lists, gets, others } }: Phase): string {
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  const perName = Object.values(gets);
  return [
    `  ${name}: ${ms(took)}`,
    `longest block ${ms(blocks.longest)} (by the clock ${ms(blocks.byClock)})`,
    `longest collection ${ms(blocks.collection)}`,
    `${ms(blocks.computed)} computed in all`,
    `${drawn} rows drawn`,
    `${lists} lists, ${perName.reduce((sum, times) => sum + times, 0)} GETs of ${perName.length} instances, ${others.length} others`,
  ].join(', ');
}

interface Surroundings {
  readonly server: TestServer;
  readonly extension: Extension;
  /** Takes what did not come out as it should. */
  readonly problem: (what: string) => void;
}

/** Makes what is missing of the instances. */
export async function fillUp(server: TestServer, outside: Outside): Promise<void> {
  const there = (await server.cli(['list', '--format', 'csv', '-c', 'n'])).trim().split('\n').filter(Boolean);
  const empty = there.filter((name) => name.startsWith('empty-')).length;
  const missing = runningNames.filter((name) => !there.includes(name));
  const emptyToo = count - missing.length - there.length;
  const made = await timed(() => outside.createEmpty(empty, empty + emptyToo));
  const started = await timed(() => outside.launch(missing));
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  console.log(
    `  ${emptyToo} empty ones made in ${seconds(made)}, ${missing.length} started in ${seconds(started)}`,
  );
}

/** Opens, filters, scrolls and changes them in a VS Code. */
export async function measureThousand(
  run: Run,
  outside: Outside,
  { server, extension, problem }: Surroundings,
): Promise<Row[]> {
  let log = new RequestLog(server.logFile);
  const control = join(run.dir, 'control.sock');
  const listening = await serveControl(control, {
    '/changes': () => change(outside),
    '/listed': () => timed(() => runCli(server, ['list', '--format', 'csv'])),
    '/asked': () => {
      const found = asked(log);
      log = new RequestLog(server.logFile);
      return found;
    },
  } satisfies Record<keyof Control, () => unknown>);
  try {
    const task = { control, count, profiles: process.env['LXD_EXPLORER_PROFILES'] };
    const { phases, opened, listed, problems } = await runInHost<ThousandTask, ThousandAnswer>(run, {
      extension,
      place: server,
      entry: 'thousandHost.ts',
      task,
    });
    problems.forEach(problem);
    for (const phase of phases) console.log(describe(phase));
    return rows(phases, { opened, listed: median(listed) });
  } finally {
    listening.close();
  }
}

export async function benchThousand(run: Run, surroundings: Surroundings): Promise<Row[]> {
  const outside = new Outside(surroundings.server);
  try {
    await fillUp(surroundings.server, outside);
    return await measureThousand(run, outside, surroundings);
  } finally {
    // Where they were not all started, what failed is told already.
    await outside.stop(runningNames).catch((error: unknown) => {
      console.log(`not all were stopped: ${String(error)}`);
    });
    await outside.close();
  }
}

function rows(phases: readonly Phase[], { opened, listed }: { opened: number; listed: number }): Row[] {
  const of = (name: string): Phase => {
    const found = phases.find((phase) => phase.name === name);
    if (!found) throw new Error(`not reached: ${name}`);
    return found;
  };
  const ours = phases.filter(({ name }) => name !== 'changes, without the extension');
  const longest = Math.max(...ours.map(({ blocks }) => blocks.longest));
  const changed = Object.values(of('changes').asked.gets).reduce((sum, times) => sum + times, 0);
  const lists = ours.reduce((sum, { asked: { lists } }) => sum + lists, 0);
  return [
    row(
      { ours: opened, theirs: listed },
      { name: `${count} instances: open the tree, by \`lxc list\``, unit: 'ms', aim: 0.25 },
    ),
    row(
      { ours: longest, theirs: 50 },
      { name: `${count} instances: longest block of the extension host, of 50 ms`, unit: 'ms', aim: 1 },
    ),
    row(
      { ours: changed, theirs: changes },
      {
        name: `${count} instances: requests for ${changes} changes of state in 10 s`,
        unit: 'requests',
        aim: 1,
      },
    ),
    row(
      { ours: lists, theirs: 1 },
      { name: `${count} instances: lists of all, from opening to the last change`, unit: 'requests', aim: 1 },
    ),
  ];
}
