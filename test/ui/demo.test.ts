import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { leftoversOf } from '../../scripts/lib/cleanUp';
import { launchBrowser } from '../../scripts/lib/browser';
import { inRoot } from '../../scripts/lib/paths';
import { joinRun } from '../../scripts/lib/run';
import { Workbench } from './workbench';

interface Demo {
  readonly url: URL;
  readonly output: readonly string[];
  /** Ends it as Ctrl+C does; settles with the exit code. */
  readonly interrupt: () => Promise<number>;
}

/** Starts `npm run demo` and waits for the line with the address. */
function startDemo(): Promise<Demo> {
  const args = [inRoot('scripts', 'bootstrap.mjs'), 'demo', '--private'];
  const env = { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? -1)));
  const output: string[] = [];
  return new Promise((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      output.push(line);
      const url = /^Open (\S+)$/.exec(line)?.[1];
      if (url === undefined) return;
      const interrupt = () => {
        child.kill('SIGINT');
        return ended;
      };
      resolve({ url: new URL(url), output, interrupt });
    });
    ended.then((code) => reject(new Error(`the demo ended with ${code}:\n${output.join('\n')}`)), reject);
  });
}

/** Opens the shell of the demo's container, as somebody who has just read the README does. */
async function useShell(url: URL): Promise<void> {
  const run = await joinRun();
  try {
    const browser = await launchBrowser(join(run.dir, 'tmp'));
    run.onEnd(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(30_000);
    await page.goto(url.href, { waitUntil: 'commit' });
    const workbench = new Workbench(page, { screenshots: inRoot('test', 'out', 'ui'), settingsFile: '' });
    await workbench.ready();
    await workbench.openContainer('LXD');
    await workbench.tree.row(/^demo, container, running/).waitFor();
    await workbench.tree.inlineAction('demo', 'Open Shell');
    // While rows above are drawn anew VS Code calls a command without its row: then it asks, and there is one to take.
    const { quickInput } = workbench;
    const asked = quickInput.waitFor('Instance to open a shell in').then(() => quickInput.pick('demo'));
    asked.catch(() => undefined); // mostly it does not ask: then the terminal is all there is
    try {
      await workbench.terminal.waitFor(/[#$]$/);
      await workbench.terminal.run('echo "in $(hostname): $((6 * 7))"');
      await workbench.terminal.waitFor(/^in demo: 42$/m);
    } catch (error) {
      await workbench.screenshot('failed-demo-shell');
      const focus = await page.evaluate('document.activeElement?.outerHTML.slice(0, 300)');
      throw new Error(`${String(error)}\nthe focus is on ${String(focus)}`, { cause: error });
    }
    await workbench.screenshot('demo-shell');
  } finally {
    await run.end();
  }
}

describe('npm run demo', function () {
  this.timeout(180_000);
  // Seen twice on a machine at full load, and not understood: what was typed did not arrive. The message says where the
  // focus was, failed-demo-shell.png shows it.
  this.retries(2);

  let demo: Demo | undefined;
  afterEach(() => demo?.interrupt());

  for (const time of ['first', 'second']) {
    it(`opens a VS Code in which a shell opens, and leaves nothing behind, the ${time} time`, async () => {
      demo = await startDemo();
      const dir = dirname(demo.url.searchParams.get('folder') ?? '');
      assert.match(dir, /lxd-explorer-/);
      assert.equal((await fetch(demo.url, { redirect: 'manual' })).status, 302); // to the page, with a cookie
      const stranger = new URL(demo.url);
      stranger.searchParams.delete('tkn');
      assert.equal((await fetch(stranger)).status, 403);
      assert.ok(existsSync(dir));
      await useShell(demo.url);

      assert.equal(await demo.interrupt(), 130);
      assert.equal(existsSync(dir), false);
      assert.deepEqual(leftoversOf(dir, []), []);
      await assert.rejects(fetch(demo.url));
    });
  }
});
