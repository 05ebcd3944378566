import { exec } from '../scripts/lib/exec';
import type { TestServer } from '../scripts/lib/server';
import { Outside } from './outside';
import { row, timed, type Row } from './row';

const count = 50;

const named = (prefix: string): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(2, '0')}`);

const loop = `
for name in "$@"; do lxc launch busybox "$name"; done
for name in "$@"; do lxc snapshot "$name" one; done
for name in "$@"; do lxc stop --force "$name"; done
for name in "$@"; do lxc delete "$name"; done
`;

/**
 * Fifty instances created, started, snapshotted, stopped and deleted, as a command on a selection of them does each step
 * (so many at once, waiting for each operation), against `lxc` in a loop of the shell.
 */
export async function benchFifty(server: TestServer): Promise<Row> {
  const outside = new Outside(server);
  const [our, their] = [named('ours'), named('theirs')];
  const ours = await timed(async () => {
    await outside.launch(our);
    await outside.snapshot(our);
    await outside.stop(our);
    await outside.remove(our);
  });
  await outside.close();
  const env = { ...process.env, ...server.env };
  const theirs = await timed(() => exec('sh', ['-ec', loop, 'sh', ...their], { env }));
  return row(
    { ours, theirs },
    { name: `${count} instances from creation to deletion`, unit: 'ms', aim: 0.5 },
  );
}
