import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { mainSource } from './aptSources';
import { exec, tryExec } from './exec';
import { packImage, put, putHome, user } from './imageFiles';

/** Unused below a container, and two thirds of the size. */
const unneeded = [
  'usr/share/doc',
  'usr/share/man',
  'usr/share/locale',
  'usr/share/info',
  'var/lib/apt/lists',
  'var/cache/apt',
  'var/cache/debconf',
];

// networkd leaves a link alone until udev has seen it.
const packages = ['systemd-sysv', 'dbus', 'udev', 'procps', 'iproute2', 'inotify-tools'];

// The bridge's DHCP server gives the address.
const network = '[Match]\nName=eth0\n\n[Network]\nDHCP=ipv4\nIPv6AcceptRA=no\n';

/** A Debian 12 that boots systemd in about 3 s, from the archive this machine's own apt uses. Takes a minute to build. */
export async function buildDebianImage(dir: string): Promise<void> {
  const codename = 'bookworm';
  const root = join(dir, 'rootfs');
  const proxy = /"(.+)"/.exec((await tryExec('apt-config', ['dump', 'Acquire::http::Proxy'])).stdout)?.[1];
  const env = { ...process.env, ...(proxy === undefined ? {} : { http_proxy: proxy }) };
  const args = [
    '--variant=minbase',
    `--include=${packages.join(',')}`,
    codename,
    root,
    mainSource(codename).uri,
  ];
  await exec('debootstrap', args, { env, timeout: 900_000 });

  appendFileSync(
    join(root, 'etc/passwd'),
    `${user.name}:x:${user.uid}:${user.gid}:Developer:${user.home}:/bin/bash\n`,
  );
  appendFileSync(join(root, 'etc/group'), `${user.name}:x:${user.gid}:\n`);
  appendFileSync(join(root, 'etc/shadow'), `${user.name}:*:19000:0:99999:7:::\n`);
  putHome(root);
  put(root, 'etc/hostname', 'debian\n');
  put(root, 'etc/systemd/network/eth0.network', network);
  await exec('systemctl', ['--root', root, 'enable', 'systemd-networkd']);
  // What cannot work in a container only makes the boot slow and the state "degraded".
  await exec('systemctl', [
    '--root',
    root,
    'mask',
    'systemd-networkd-wait-online.service',
    'apt-daily.timer',
  ]);
  put(root, 'etc/machine-id', '');
  await exec('rm', ['-rf', ...unneeded.map((path) => join(root, path))]);
  await packImage(dir, { os: 'Debian', release: codename, description: 'Debian 12 bookworm (LXD Explorer)' });
}
