// Starts VS Code with the extension from this checkout and runs the tests of this folder inside it.
// The servers come from the runner: `npm run test:vscode`.
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hostEnvironment } from '../../scripts/lib/hostEnvironment';
import { bundleHostTests, bundleTestExtension } from '../../scripts/lib/hostBundle';
import { inRoot } from '../../scripts/lib/paths';
import { joinRun } from '../../scripts/lib/run';
import { quietSettings, writeSettings } from '../../scripts/lib/vscode';
import { vscodeExecutable } from '../../scripts/lib/vscodeExecutable';
import type { ServersFile } from '../support/targets';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { grep: { type: 'string' } },
  });
  const serversFile = process.env['LXD_EXPLORER_SERVERS'];
  if (serversFile === undefined) throw new Error('no servers: run these tests with `npm run test:vscode`');
  const { servers } = JSON.parse(readFileSync(serversFile, 'utf8')) as ServersFile;
  const run = await joinRun();

  const folder = join(run.dir, 'workspace');
  const workspace = join(run.dir, 'test.code-workspace');
  const userDataDir = join(run.dir, 'profile');
  mkdirSync(folder);
  // A workspace file: with a bare folder VS Code restarts the extension host when a second folder is added.
  writeFileSync(workspace, JSON.stringify({ folders: [{ path: folder }] }));
  writeSettings(userDataDir, quietSettings);

  const [extensionTestsPath, apiConsumer, executable] = await Promise.all([
    bundleHostTests('vscode', positionals),
    bundleTestExtension('test/vscode/apiConsumer'),
    vscodeExecutable(),
  ]);
  console.log(`In ${executable.what}`);
  try {
    return await runTests({
      vscodeExecutablePath: executable.path,
      extensionDevelopmentPath: [inRoot(), apiConsumer],
      extensionTestsPath,
      launchArgs: [
        workspace,
        `--user-data-dir=${userDataDir}`,
        `--extensions-dir=${join(run.dir, 'extensions')}`,
      ],
      extensionTestsEnv: {
        ...hostEnvironment(servers),
        LXD_EXPLORER_TEST: JSON.stringify({ servers, workspace, folder, userDataDir }),
        ...(values.grep === undefined ? {} : { LXD_EXPLORER_GREP: values.grep }),
      },
    });
  } catch (error) {
    if (error instanceof TestRunFailedError) return error.code ?? 1;
    throw error;
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
