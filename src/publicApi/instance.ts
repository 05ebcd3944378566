import type {
  LxdCommand,
  LxdCommandResult,
  LxdDirectoryEntry,
  LxdFile,
  LxdWriteOptions,
} from '../../api/lxdExplorer.d.ts';
import { runCommand } from '../client/exec/runCommand';
import type { RemoteFiles } from '../client/files/remoteFiles';
import { type PublicApiOptions, readyConnection, signalOf } from './options';
import { absolute, refOf } from './place';

/** Runs a command in an instance to its end. */
export async function run(options: PublicApiOptions, asked: LxdCommand): Promise<LxdCommandResult> {
  const { remote, project, instance, command, environment, user, group, cwd, stdin, maxOutput } = asked;
  const signal = signalOf(asked.signal);
  const connection = await readyConnection(options, remote, signal);
  return runCommand(
    connection.transport,
    {
      project: project ?? connection.config.project,
      instance,
      command,
      ...(environment === undefined ? {} : { environment }),
      ...(user === undefined ? {} : { user }),
      ...(group === undefined ? {} : { group }),
      ...(cwd === undefined ? {} : { cwd }),
      ...(stdin === undefined ? {} : { stdin: inputOf(stdin) }),
    },
    { signal, ...(maxOutput === undefined ? {} : { maxOutput }) },
  );
}

export async function readFile(options: PublicApiOptions, file: LxdFile): Promise<Uint8Array> {
  const { files, path, signal } = await open(options, file);
  return files.read(path, { signal });
}

export async function writeFile(
  options: PublicApiOptions,
  file: LxdFile,
  data: Uint8Array | string,
  { create = true, overwrite = true, mayLoseMode = false }: LxdWriteOptions = {},
): Promise<void> {
  const { files, path, signal } = await open(options, file);
  await files.write(path, typeof data === 'string' ? Buffer.from(data) : data, {
    create,
    overwrite,
    signal,
    owner: 'directory',
    confirmLoss: () => Promise.resolve(mayLoseMode),
  });
}

export async function listFiles(
  options: PublicApiOptions,
  folder: LxdFile,
): Promise<readonly LxdDirectoryEntry[]> {
  const { files, path, signal } = await open(options, folder);
  const entries = await files.list(path, { signal });
  return entries.map(({ name, type, size, mode, uid, gid, mtime }) => ({
    name,
    type,
    size,
    mode,
    uid,
    gid,
    mtime,
  }));
}

async function open(
  options: PublicApiOptions,
  file: LxdFile,
): Promise<{ files: RemoteFiles; path: string; signal: AbortSignal }> {
  const path = absolute(file.path);
  await options.discovered();
  return { files: await options.filesOf(refOf(options, file)), path, signal: signalOf(file.signal) };
}

function inputOf(stdin: NonNullable<LxdCommand['stdin']>): string | Buffer | AsyncIterable<Buffer> {
  if (typeof stdin === 'string') return stdin;
  return stdin instanceof Uint8Array ? bufferOf(stdin) : buffers(stdin);
}

async function* buffers(stdin: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  for await (const piece of stdin) yield bufferOf(piece);
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
