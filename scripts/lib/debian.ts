import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mainSource } from './aptSources';
import { exec, tryExec } from './exec';

/** A command of the machine, and the Debian package that brings it. */
interface Need {
  readonly found: () => Promise<boolean>;
  readonly package: string;
}

const inPath =
  (command: string): Need['found'] =>
  async () =>
    (await tryExec('sh', ['-c', `command -v ${command}`])).code === 0;
const file =
  (path: string): Need['found'] =>
  () =>
    Promise.resolve(existsSync(path));

const incusDaemon: Need['found'] = async () =>
  (await file('/usr/libexec/incus/incusd')()) || (await inPath('incusd')());

const fonts = '/usr/share/fonts/truetype';

export const needs = {
  servers: [
    { found: inPath('lxd'), package: 'lxd' },
    { found: inPath('lxc'), package: 'lxd-client' },
    { found: incusDaemon, package: 'incus-base' },
    { found: inPath('incus'), package: 'incus-client' },
    { found: inPath('dnsmasq'), package: 'dnsmasq-base' },
    { found: inPath('iptables'), package: 'iptables' },
    { found: inPath('ip'), package: 'iproute2' },
    { found: inPath('mkfs.btrfs'), package: 'btrfs-progs' },
    { found: file('/bin/busybox'), package: 'busybox-static' },
    { found: inPath('debootstrap'), package: 'debootstrap' },
  ],
  browser: [
    { found: inPath('chromium'), package: 'chromium' },
    { found: file(`${fonts}/dejavu/DejaVuSansMono.ttf`), package: 'fonts-dejavu-core' },
    { found: file(`${fonts}/noto/NotoColorEmoji.ttf`), package: 'fonts-noto-color-emoji' },
  ],
} satisfies Record<string, readonly Need[]>;

/** Daemons and file-system tools lie there, and an ordinary user's PATH does not name it. */
export function addSystemPath(): void {
  process.env['PATH'] = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
}

async function missing(wanted: readonly Need[]): Promise<string[]> {
  const present = await Promise.all(wanted.map((need) => need.found()));
  return wanted.filter((_, index) => !present[index]).map((need) => need.package);
}

const apt = (args: readonly string[]) =>
  tryExec('apt-get', ['-o', 'DPkg::Lock::Timeout=600', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });

async function candidate(name: string): Promise<string | undefined> {
  const found = /Candidate: (\S+)/.exec(await exec('apt-cache', ['policy', name]))?.[1];
  return found === '(none)' ? undefined : found;
}

/** Debian 12 has Incus in its backports only: adds that suite from the archive this machine already uses. */
async function addBackports(codename: string): Promise<void> {
  if ((await candidate('incus-base')) !== undefined) return;
  const { uri, signedBy } = mainSource(codename);
  const options = signedBy === undefined ? '' : `[signed-by=${signedBy}] `;
  writeFileSync(
    '/etc/apt/sources.list.d/lxd-explorer-backports.list',
    `# Added by lxd-explorer's test run, for Incus.\ndeb ${options}${uri} ${codename}-backports main\n`,
  );
  await apt(['update']);
}

function osRelease(): Record<string, string> {
  const text = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const lines = [...text.matchAll(/^(\w+)="?([^"\n]*)"?$/gm)];
  return Object.fromEntries(lines.map(([, key = '', value = '']) => [key, value] as const));
}

/** Installs those of the packages whose commands are missing. Says what to do where it cannot. */
export async function ensurePackages(...groups: readonly (keyof typeof needs)[]): Promise<void> {
  addSystemPath();
  const wanted = groups.flatMap((group) => needs[group]);
  const packages = await missing(wanted);
  if (packages.length === 0) return;

  const { ID: id, VERSION_CODENAME: codename = '' } = osRelease();
  if (id !== 'debian' || process.getuid?.() !== 0) {
    const how = id === 'debian' ? 'Run this once as root, or install them' : 'Install them';
    throw new Error(
      `Missing on this machine: ${packages.join(', ')} (names of Debian packages). ${how} by this system's own means; ` +
        'Incus is in Debian 12 from bookworm-backports.',
    );
  }
  console.log(`Installing ${packages.join(', ')} with apt…`);
  await apt(['update']); // a broken source of somebody else's does not matter if the packages can be had
  if (packages.some((name) => name.startsWith('incus'))) await addBackports(codename);
  const backports = packages.filter((name) => name.startsWith('incus'));
  const plain = packages.filter((name) => !name.startsWith('incus'));
  await install(plain);
  const newer = codename === 'bookworm' ? ['-t', `${codename}-backports`] : [];
  await install(backports, newer);
  const still = await missing(wanted);
  if (still.length > 0)
    throw new Error(`apt has installed the packages, but these are still missing: ${still.join(', ')}`);
}

async function install(packages: readonly string[], options: readonly string[] = []): Promise<void> {
  if (packages.length === 0) return;
  const { code, stdout, stderr } = await apt([
    'install',
    '-y',
    '--no-install-recommends',
    ...options,
    ...packages,
  ]);
  if (code !== 0)
    throw new Error(
      `apt-get install ${packages.join(' ')} failed:\n${stdout.slice(-1500)}\n${stderr.slice(-1500)}`,
    );
}
