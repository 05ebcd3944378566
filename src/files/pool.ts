import { randomBytes } from 'node:crypto';
import { runCommand } from '../client/exec/runCommand';
import type { Connection } from '../model/connection';
import { FilesPool, type FilesPoolOptions, type Place } from '../model/filesPool';

/** The files of all instances of all remotes. */
export function openFilesPool(options: Omit<FilesPoolOptions, 'session' | 'run'>): FilesPool {
  return new FilesPool({ ...options, session: randomBytes(4).toString('hex'), run: runIn });
}

function runIn(connection: Connection, { project, instance }: Place) {
  return async (command: readonly string[], options: { signal: AbortSignal }) => {
    const result = await runCommand(connection.transport, { project, instance, command }, options);
    return { exitCode: result.exitCode, stdout: result.stdout.toString(), stderr: result.stderr.toString() };
  };
}
