import { once } from 'node:events';
import type { ServerPlace } from '../scripts/lib/server';
import { silentLog } from '../src/base/log';
import { startPty } from '../src/client/exec/pty';
import { Transport } from '../src/client/transport';
import { loginShell, terminalEnvironment } from '../src/terminal/loginShell';
import { runCli } from './cli';
import { compete, row, type Row, timed } from './row';

const never = new AbortController().signal;

/** Until the prompt of the login shell begins to show; its end is not waited for by a person either. */
async function openShell(transport: Transport, instance: string): Promise<number> {
  const request = { project: 'default', instance, command: loginShell, environment: terminalEnvironment };
  const start = performance.now();
  const size = { columns: 80, rows: 24 };
  const shell = await startPty(transport, { ...request, size }, { signal: never });
  await once(shell.output, 'data');
  const time = performance.now() - start;
  shell.input.write('exit\n');
  shell.output.resume();
  await shell.exit;
  return time;
}

export async function benchShell(place: ServerPlace, instance: string): Promise<Row> {
  const transport = new Transport({ kind: 'unix', path: place.socket }, silentLog);
  const figures = await compete({
    ours: () => openShell(transport, instance),
    theirs: () => timed(() => runCli(place, ['exec', instance, '--', 'true'])),
    rounds: 15,
  });
  await transport.close();
  return row(figures, { name: 'shell open, by `lxc exec … true`', unit: 'ms', aim: 1.2 });
}
