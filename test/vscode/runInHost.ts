import { runMocha } from '../support/runMocha';

/** Runs the tests inside VS Code. Each of `load` defines the tests of one file when it is called. */
export async function runInHost(load: Readonly<Record<string, () => unknown>>): Promise<void> {
  process.setSourceMapsEnabled(true);
  const { failed } = await runMocha({
    files: [],
    load,
    timeout: 60_000,
    retries: 1,
    grep: process.env['LXD_EXPLORER_GREP'],
    countsFile: process.env['LXD_EXPLORER_COUNTS'],
  });
  if (failed > 0) throw new Error(`${failed} tests failed`);
}
