// Live tests with an LXD and an Incus of their own, in a network of their own, beside others: see lib/apart.ts.
//   unshare --net --mount node --import tsx scripts/liveApart.ts <what test/support/nodeMain.ts takes>
import { spawn } from 'node:child_process';
import { settleApart } from './lib/apart';
import { nodeMain } from './lib/nodeLayer';
import { joinRun } from './lib/run';
import { startTestServers, writeServersFile } from './lib/testServers';

async function main(): Promise<number> {
  settleApart();
  const run = await joinRun();
  try {
    const servers = writeServersFile(run.dir, await startTestServers(run, ['busybox']));
    const env = { ...process.env, LXD_EXPLORER_SERVERS: servers };
    const child = spawn(process.execPath, [...nodeMain, ...process.argv.slice(2)], { env, stdio: 'inherit' });
    return await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => {
        resolve(code ?? 1);
      });
    });
  } finally {
    await run.end();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
