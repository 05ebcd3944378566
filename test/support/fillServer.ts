// A private server with two of every kind of resource, to look at: npx tsx test/support/fillServer.ts lxd|incus|cluster
import { cluster } from './cluster';
import { fillWhole } from './fillRest';
import { type Target, targets } from './targets';
import { clusterFile } from '../../scripts/lib/cluster';
import { startRun, type Run } from '../../scripts/lib/run';
import { startTestServers, writeServersFile } from '../../scripts/lib/testServers';

const members = ['node-a', 'node-b'];

async function start(run: Run, which: string): Promise<Target> {
  if (which === 'cluster') {
    process.env['LXD_EXPLORER_CLUSTER'] = await clusterFile(run);
    return cluster()[0];
  }
  process.env['LXD_EXPLORER_SERVERS'] = writeServersFile(run.dir, await startTestServers(run, ['busybox']));
  const found = targets().find(({ id }) => id === which);
  if (!found) throw new Error(`${which} is none of lxd, incus, cluster`);
  return found;
}

async function main(): Promise<void> {
  const [which = 'lxd'] = process.argv.slice(2);
  const run = await startRun();
  try {
    const target = await start(run, which);
    await fillWhole(target, 'filled', which === 'cluster' ? members : []);
    console.log(`Filled. For a client or VS Code of your own, until Ctrl+C:`);
    for (const [name, value] of Object.entries(target.server.env)) console.log(`export ${name}=${value}`);
    await new Promise((resolve) => process.stdin.resume().once('end', resolve));
  } finally {
    await run.end();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
