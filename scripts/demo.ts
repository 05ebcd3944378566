// npm run demo: a VS Code with the extension, on this machine's LXD or Incus or on a private one.
//   --private  do not use the server of this machine
//   --check    see that the page shows the tree, then end
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from './lib/browser';
import { ensurePackages } from './lib/debian';
import { hasDesktop, openDesktop, openInBrowser, type Editor } from './lib/demoEditor';
import { hasDisplay } from './lib/display';
import { demoServer, type DemoServer } from './lib/demoServer';
import { packageExtension } from './lib/packageExtension';
import { startRun, type Run } from './lib/run';
import { installVsCode } from './lib/vscodeInstall';

const welcome = `# LXD & Incus Explorer

1. Click the container icon in the activity bar.
2. Unfold \`local\`, then an instance.
3. Right-click a running instance and choose **Open Shell**, or unfold its files and edit one.

Everything this demo has started ends with it.
`;

async function start(
  run: Run,
  options: { readonly check: boolean; readonly alwaysPrivate: boolean },
): Promise<[Editor, DemoServer]> {
  const desktop = !options.check && (await hasDesktop());
  if (options.check || (!desktop && hasDisplay())) await ensurePackages('browser');
  const [{ vsix }, server] = await Promise.all([
    packageExtension(),
    demoServer(run, options.alwaysPrivate),
    desktop ? undefined : installVsCode(),
  ]);
  const folder = join(run.dir, 'workspace');
  mkdirSync(folder);
  writeFileSync(join(folder, 'README.md'), welcome);
  const open = desktop ? openDesktop : openInBrowser;
  return [await open(run, { vsix, folder, env: server.env }), server];
}

/** What a person does first: open the page, click the icon, see the instance. */
async function check(run: Run, url: string, instance: string | undefined): Promise<void> {
  const browser = await launchBrowser(join(run.dir, 'tmp'));
  run.onEnd(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(60_000);
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('.activitybar .action-label[aria-label^="LXD"]').click();
  const row = page.getByRole('treeitem', { name: new RegExp(`^${instance ?? 'local'}\\b`) });
  await row.first().waitFor();
  console.log(`The tree shows ${instance ?? 'the server'}.`);
}

/** Ctrl+D on a terminal, besides the signals that end every run. */
function endOfInput(): Promise<void> {
  if (!process.stdin.isTTY) return new Promise(() => undefined);
  return new Promise((resolve) => {
    process.stdin.resume().once('end', resolve);
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, private: { type: 'boolean' } } });
  const run = await startRun();
  console.log('Packing the extension, looking for a server…');
  const [editor, server] = await start(run, {
    check: values.check ?? false,
    alwaysPrivate: values.private ?? false,
  });
  console.log(`\nVS Code shows ${server.what}.`);
  if (editor.url !== undefined) console.log(`Open ${editor.url}`);
  if (values.check && editor.url !== undefined) await check(run, editor.url, server.instance);
  else {
    console.log('Ctrl+C ends it and everything it has started.');
    await Promise.race([editor.closed, endOfInput()]);
  }
  await run.end();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
