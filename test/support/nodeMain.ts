// Runs the mocha tests of one layer in this Node process: nodeMain.ts <layer> [--grep pattern] [file…].
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { recordRequests } from './recordRequests';
import { runMocha } from './runMocha';

const timeouts: Readonly<Record<string, number>> = { unit: 5000, live: 60_000 };

function testFiles(layer: string): string[] {
  const folder = join(import.meta.dirname, '..', layer);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(folder, name));
}

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
