// Runs the mocha tests of one layer in this Node process: nodeMain.ts <layer> [--grep pattern] [file…].
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { testFiles } from '../../scripts/lib/testFiles';
import { recordRequests } from './recordRequests';
import { runMocha } from './runMocha';

const timeouts: Readonly<Record<string, number>> = { unit: 5000, live: 60_000 };

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { grep: { type: 'string' } },
  });
  const [layer = 'unit', ...files] = positionals;
  const requests = process.env['LXD_EXPLORER_REQUESTS'];
  if (requests !== undefined) recordRequests(requests);
  const { failed } = await runMocha({
    files: files.length > 0 ? files.map((file) => resolve(file)) : testFiles(layer),
    timeout: timeouts[layer] ?? 30_000,
    // Where each test goes on from the one before it, one alone cannot be run again: scripts/lib/secondTry.ts.
    retries: layer === 'live' ? 0 : 1,
    grep: values.grep,
    countsFile: process.env['LXD_EXPLORER_COUNTS'],
  });
  return failed === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
