import type { ServerPlace } from '../scripts/lib/server';
import { silentLog } from '../src/base/log';
import { systemClock } from '../src/base/signal';
import { Collection } from '../src/model/collection';
import { Connection } from '../src/model/connection';
import { InstanceStore } from '../src/resources/instances/store';
import { projectSource } from '../src/resources/projects/source';
import { runCli } from './cli';
import { Outside } from './outside';
import { compete, row, timed, type Row } from './row';

/** Instances without an image. */
export const count = 500;
const project = 'default';
const never = new AbortController().signal;
const options = { log: silentLog, clock: systemClock };

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
  const outside = new Outside(place);
  await outside.createEmpty(0, count).finally(() => outside.close());
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
