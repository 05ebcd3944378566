import { spawn } from 'node:child_process';
import { flavours } from '../scripts/lib/flavour';
import type { ServerPlace } from '../scripts/lib/server';

/**
 * Runs the server's own client to its end, throws where it fails. Unlike the harness's `cli` it drops the output instead
 * of keeping it: what we would do with 100 MB of it is not the client's time.
 */
export function runCli(place: ServerPlace, args: readonly string[]): Promise<void> {
  const { client, dirVariable, confVariable } = flavours[place.kind];
  const env = { ...process.env, [dirVariable]: place.dir, [confVariable]: place.conf };
  return new Promise((resolve, reject) => {
    const child = spawn(client, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const words: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => words.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${client} ${args.join(' ')}: ${Buffer.concat(words).toString().trim()}`));
    });
  });
}
