import { copyFileSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exec } from './exec';
import { packImage, put, putHome, user } from './imageFiles';

const passwd = `root:x:0:0:root:/root:/bin/sh
nobody:x:65534:65534:nobody:/:/bin/false
${user.name}:x:${user.uid}:${user.gid}:Developer:${user.home}:/bin/sh
`;
const group = `root:x:0:\nnogroup:x:65534:\n${user.name}:x:${user.gid}:\n`;

const inittab = `::sysinit:/etc/rc
::askfirst:-/bin/sh
::ctrlaltdel:/sbin/poweroff
::shutdown:/bin/true
`;

const rc = `#!/bin/sh
ifconfig lo up
[ -e /sys/class/net/eth0 ] && ip link set eth0 up && udhcpc -i eth0 -b -t 20 -T 1 -A 1 >/dev/null 2>&1
exit 0
`;

// Called by udhcpc with the lease in its environment.
const dhcpScript = `#!/bin/sh
case "$1" in
  bound|renew)
    ip addr flush dev "$interface"
    ip addr add "$ip/\${mask:-24}" dev "$interface"
    for r in $router; do ip route replace default via "$r"; done
    ;;
esac
exit 0
`;

/** About 1 MB, boots in a third of a second, has an address by DHCP; its shell and tools are BusyBox. */
export async function buildBusyboxImage(dir: string): Promise<void> {
  const root = join(dir, 'rootfs');
  for (const name of [
    'bin',
    'sbin',
    'usr/bin',
    'usr/sbin',
    'dev',
    'proc',
    'sys',
    'run',
    'mnt',
    'var/log',
    'etc',
  ])
    mkdirSync(join(root, name), { recursive: true });
  mkdirSync(join(root, 'root'), { mode: 0o700 });
  await exec('install', ['-d', '-m', '1777', join(root, 'tmp'), join(root, 'var/tmp')]);

  const busybox = join(root, 'bin/busybox');
  copyFileSync('/bin/busybox', busybox);
  const applets = (await exec(busybox, ['--list-full'])).trim().split('\n');
  for (const applet of applets) {
    const link = join(root, applet);
    mkdirSync(dirname(link), { recursive: true });
    if (!existsSync(link)) symlinkSync('/bin/busybox', link);
  }
  put(root, 'etc/passwd', passwd);
  put(root, 'etc/group', group);
  put(root, 'etc/shadow', `root:*:19000::::::\n${user.name}:*:19000::::::\n`, 0o640);
  put(root, 'etc/hostname', 'busybox\n');
  put(root, 'etc/hosts', '127.0.0.1 localhost\n::1 localhost\n');
  put(root, 'etc/os-release', 'ID=busybox\nNAME=BusyBox\nPRETTY_NAME="BusyBox"\n');
  put(root, 'etc/profile', "export PS1='\\u@\\h:\\w\\$ '\n");
  put(root, 'etc/inittab', inittab);
  put(root, 'etc/rc', rc, 0o755);
  put(root, 'usr/share/udhcpc/default.script', dhcpScript, 0o755);
  put(root, 'etc/udhcpc/default.script', dhcpScript, 0o755); // where Debian's build looks
  putHome(root);
  await packImage(dir, { os: 'BusyBox', release: '1.35', description: 'BusyBox 1.35 (LXD Explorer)' });
}
