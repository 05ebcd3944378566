import type { TestServer } from '../scripts/lib/server';
import { silentLog } from '../src/base/log';
import { systemClock } from '../src/base/signal';
import { SftpChannel } from '../src/client/files/channel';
import { SftpFiles } from '../src/client/files/sftpFiles';
import { Transport } from '../src/client/transport';
import { RawSftp } from './rawSftp';
import { compete, row, timed, type Row } from './row';

const count = 5000;
const path = '/root/many';
const signal = new AbortController().signal;

/** Both list over a connection that is open already, and read each name with its attributes. */
export async function benchDirectory(server: TestServer, instance: string): Promise<Row> {
  const make = `mkdir ${path} && cd ${path} && seq 1 ${count} | sed s/^/file-/ | xargs touch`;
  await server.cli(['exec', instance, '--', 'sh', '-c', make]);
  const transport = new Transport({ kind: 'unix', path: server.socket }, silentLog);
  const connect = () => transport.rawSocket(`/1.0/instances/${instance}/sftp`, 'sftp', { signal });
  const raw = new RawSftp(await connect());
  const files = new SftpFiles({
    open: async () => SftpChannel.open(await connect(), { signal }),
    run: () => Promise.reject(new Error('listing runs no command')),
    clock: systemClock,
    log: silentLog,
    session: '00000000',
  });
  const check = (found: number) => {
    if (found !== count) throw new Error(`${found} files were listed, not ${count}`);
  };
  try {
    await raw.open();
    const figures = await compete({
      ours: async () => {
        await files.stat(path, { signal }); // opens the connection again, should it have been idle
        return timed(async () => {
          check((await files.list(path, { signal })).length);
        });
      },
      theirs: () =>
        timed(async () => {
          check((await raw.list(path)).filter(({ name }) => name !== '.' && name !== '..').length);
        }),
      rounds: 15,
    });
    return row(figures, { name: `list ${count} files, by one raw READDIR loop`, unit: 'ms', aim: 1.3 });
  } finally {
    raw.close();
    files.dispose();
    await transport.close();
  }
}
