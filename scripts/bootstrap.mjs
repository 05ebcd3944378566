// The one file that runs before node_modules exists: installs what package-lock.json names, then runs a script.
// `node scripts/bootstrap.mjs test unit` runs scripts/test.ts with the argument "unit". Plain Node, no dependency.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stampFile = join(root, 'node_modules', '.lxd-explorer-stamp');

function installed() {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  return { hash, current: stamp === hash };
}

function install() {
  const { hash, current } = installed();
  if (current) return;
  console.log('Installing the packages that package-lock.json names…');
  // A developer's `npm install` leaves a folder that fits the lock file: `npm ls` is quick and keeps it.
  const fits =
    existsSync(join(root, 'node_modules', '.package-lock.json')) &&
    spawnSync('npm', ['ls', '--all', '--silent'], { cwd: root, stdio: 'ignore' }).status === 0;
  if (!fits) {
    const { status } = spawnSync('npm', ['ci'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    if (status !== 0) process.exit(status ?? 1);
  }
  writeFileSync(stampFile, hash);
}

const [name, ...args] = process.argv.slice(2);
if (!name || !existsSync(join(root, 'scripts', `${name}.ts`))) {
  console.error('usage: node scripts/bootstrap.mjs <script> [arguments]');
  process.exit(2);
}
install();

const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'scripts', `${name}.ts`), ...args], {
  cwd: root,
  stdio: 'inherit',
});
// Ours stays until the script has cleaned up. A terminal's Ctrl+C reaches the script by itself as well; it expects both.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// npm passes a terminal's Ctrl+C on, but dies alone of a SIGTERM or SIGKILL of its own: then nobody waits for us any more.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 300).unref();
}
child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
