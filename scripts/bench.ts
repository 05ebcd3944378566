// npm run bench: private servers, then bench/run.ts, which measures and writes bench/results.json.
import { existsSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { inRoot } from './lib/paths';
import { createTestRun } from './lib/testRun';

async function main(): Promise<number> {
  const bench = inRoot('bench', 'run.ts');
  if (!existsSync(bench)) throw new Error('bench/run.ts is missing');
  const test = createTestRun([], {});
  const [file, { vsix }] = await Promise.all([test.servers(), test.vsix(), test.vscode()]);
  const env = { ...process.env, LXD_EXPLORER_SERVERS: file, LXD_EXPLORER_VSIX: vsix };
  const child = spawn(process.execPath, ['--import', 'tsx', bench, ...process.argv.slice(2)], {
    cwd: inRoot(),
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise<number>((resolve) => {
    child.on('close', (status) => {
      resolve(status ?? 1);
    });
  });
  await (await test.started())?.end();
  return code;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
