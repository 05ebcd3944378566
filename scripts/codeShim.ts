// Stands in for the VS Code executable where VS Code cannot be downloaded: takes the arguments that
// @vscode/test-electron passes, runs the tests in the browser build and a headless Chromium, exits with their code.
import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseCodeArguments, type CodeArguments } from './lib/codeArguments';
import { launchBrowser } from './lib/browser';
import { joinRun } from './lib/run';
import { installExtension, startVsCode, type VsCodeServer } from './lib/vscode';
import { installVsCode } from './lib/vscodeInstall';

/** What the workbench itself has to say while it starts. */
const noise =
  /^(Resolv(ing|ed) connection token|Creating a socket|\[(reconnection-grace-time|AgentHost|AccountPolicyGate|Service Worker|ChatModelSelection|lifecycle)|Updating additional builtin|Timed out waiting for authentication provider|getaddrinfo|Error while fetching the extension under development)/;

function pageUrl(
  server: VsCodeServer,
  { development: [path], tests, folder, workspace }: CodeArguments,
): string {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${server.port}${path}`;
  const payload = path === undefined ? [] : [['extensionDevelopmentPath', remote(path)]];
  if (tests !== undefined) payload.push(['extensionTestsPath', remote(tests)]);
  return server.url({
    ...(workspace !== undefined ? { workspace } : folder !== undefined ? { folder } : { ew: 'true' }),
    payload: JSON.stringify(payload),
  });
}

/** The page can be told of one extension under development only: the others are put where installed ones are. */
function addExtensions(folder: string, paths: readonly string[]): void {
  if (paths.length > 0) mkdirSync(folder, { recursive: true });
  for (const path of paths) cpSync(path, join(folder, basename(path)), { recursive: true });
}

async function main(): Promise<number> {
  const args = parseCodeArguments(process.argv.slice(2));
  if (args.version) {
    const { version } = await installVsCode();
    console.log(`${version}\n0\n${process.arch}`);
    return 0;
  }
  const run = await joinRun();
  const userDataDir = args.userDataDir ?? mkdtempSync(join(run.dir, 'profile-'));
  const options = {
    userDataDir,
    ...(args.extensionsDir === undefined ? {} : { extensionsDir: args.extensionsDir }),
    smokeTestDriver: true,
    logFile: join(run.dir, 'code.log'),
  };
  addExtensions(args.extensionsDir ?? join(userDataDir, 'extensions'), args.development.slice(1));
  for (const vsix of args.install) await installExtension(options, vsix);
  if (args.tests === undefined) {
    await run.end();
    return 0;
  }

  const temporary = join(run.dir, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const [server, browser] = await Promise.all([startVsCode(options), launchBrowser(temporary)]);
  run.onEnd(() => server.stop());
  run.onEnd(() => browser.close());
  // Nobody looks: each pixel costs time that the tests need. What a person sees is in test/ui.
  const page = await browser.newPage({ viewport: { width: 640, height: 480 } });
  const code = await new Promise<number>((resolve, reject) => {
    const start = async () => {
      await page.exposeFunction('codeAutomationLog', (type: 'log' | 'warn' | 'error', words: unknown[]) => {
        if (!noise.test(String(words[0]))) console[type](...words);
      });
      await page.exposeFunction('codeAutomationExit', resolve);
      page.on('crash', () => {
        reject(new Error('the page crashed'));
      });
      browser.on('disconnected', () => {
        reject(new Error('the browser ended'));
      });
      await page.goto(pageUrl(server, args), { waitUntil: 'commit' });
    };
    start().catch(reject);
  });
  await run.end();
  return code;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error('code shim:', error);
    process.exit(1);
  },
);
