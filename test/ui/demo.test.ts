import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { leftoversOf } from '../../scripts/lib/cleanUp';
import { inRoot } from '../../scripts/lib/paths';

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

describe('npm run demo', function () {
  this.timeout(180_000);

  let demo: Demo | undefined;
  afterEach(() => demo?.interrupt());

  for (const time of ['first', 'second']) {
    it(`opens a page and leaves nothing behind, the ${time} time`, async () => {
      demo = await startDemo();
      const dir = dirname(demo.url.searchParams.get('folder') ?? '');
      assert.match(dir, /lxd-explorer-/);
      assert.equal((await fetch(demo.url, { redirect: 'manual' })).status, 302); // to the page, with a cookie
      const stranger = new URL(demo.url);
      stranger.searchParams.delete('tkn');
      assert.equal((await fetch(stranger)).status, 403);
      assert.ok(existsSync(dir));

      assert.equal(await demo.interrupt(), 130);
      assert.equal(existsSync(dir), false);
      assert.deepEqual(leftoversOf(dir, []), []);
      await assert.rejects(fetch(demo.url));
    });
  }
});
