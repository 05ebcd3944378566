import type { ServerPlace } from '../scripts/lib/server';
import { limit } from '../src/base/gate';
import { silentLog } from '../src/base/log';
import { systemClock } from '../src/base/signal';
import { settle } from '../src/client/settle';
import { Transport } from '../src/client/transport';
import { Collection } from '../src/model/collection';
import { Connection } from '../src/model/connection';
import { InstanceStore } from '../src/resources/instances/store';
import { projectSource } from '../src/resources/projects/source';
import { runCli } from './cli';
import { compete, row, timed, type Row } from './row';

const count = 500;
/** Instances that are made at once. */
const atOnce = 8;
const project = 'default';
const never = new AbortController().signal;
const options = { log: silentLog, clock: systemClock };

/** Instances without an image: a directory and a line in the database each. */
async function create(place: ServerPlace): Promise<void> {
  const transport = new Transport({ kind: 'unix', path: place.socket }, silentLog);
  const gate = limit(atOnce);
  const create = async (index: number) => {
    const { signal } = new AbortController();
    const body = { name: `empty-${String(index).padStart(3, '0')}`, source: { type: 'none' } };
    const endpoint = { method: 'POST', path: '/1.0/instances', body, decode: () => undefined } as const;
    const answer = await transport.send(endpoint, { signal });
    if (answer.kind === 'operation') await settle(transport, answer.operation, { signal });
  };
  await Promise.all(Array.from({ length: count }, (_, index) => gate(() => create(index))));
  await transport.close();
}

/** What the tree does for a remote that is expanded for the first time: connect, list projects, list instances. */
async function firstList(place: ServerPlace): Promise<number> {
  const address = { kind: 'unix', path: place.socket } as const;
  const connection = new Connection(
    {
      name: 'bench',
      source: 'local',
      kind: 'socket',
      auth: 'none',
      address,
      location: place.socket,
      project,
    },
    { ...options, random: Math.random },
  );
  try {
    await new Collection(connection, projectSource(connection), options).loaded({ signal: never });
    const instances = await new InstanceStore(options).of(connection, project).loaded({ signal: never });
    return instances.length;
  } finally {
    connection.dispose();
  }
}

/** `others`: instances that are there already. */
export async function benchList(place: ServerPlace, others: readonly string[]): Promise<Row> {
  await create(place);
  const ours = async () => {
    const found = await firstList(place);
    const expected = count + others.length;
    if (found !== expected) throw new Error(`${found} instances were listed, not ${expected}`);
  };
  const figures = await compete({
    ours: () => timed(ours),
    theirs: () => timed(() => runCli(place, ['list', '--format', 'csv'])),
    rounds: 7,
  });
  return row(figures, { name: `first list of ${count} instances, by \`lxc list\``, unit: 'ms', aim: 0.25 });
}
