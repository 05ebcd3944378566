import { existsSync } from 'node:fs';

export type Kind = 'lxd' | 'incus';

/** What differs between the two servers for somebody who starts and stops one. */
export interface Flavour {
  readonly kind: Kind;
  /** A function, because the package that brings it may only just have been installed. */
  readonly daemon: () => string;
  readonly client: 'lxc' | 'incus';
  /** The variable that names the daemon's folder, and the one that names the client's. */
  readonly dirVariable: 'LXD_DIR' | 'INCUS_DIR';
  readonly confVariable: 'LXD_CONF' | 'INCUS_CONF';
  readonly init: readonly string[];
  readonly config: (port: number) => Record<string, string>;
  readonly bridge: Record<string, string>;
}

/** LXD 5 still has a password that lets a client in; Incus has tokens only. */
export const trustPassword = 'sekret';

const lxd: Flavour = {
  kind: 'lxd',
  daemon: () => 'lxd',
  client: 'lxc',
  dirVariable: 'LXD_DIR',
  confVariable: 'LXD_CONF',
  init: ['lxd', 'init', '--preseed'],
  config: (port) => ({ 'core.https_address': `127.0.0.1:${port}`, 'core.trust_password': trustPassword }),
  // No firewall rules: they are the machine's, and there may be no netfilter for them.
  bridge: { 'ipv4.firewall': 'false', 'ipv6.firewall': 'false' },
};

/** Debian's package keeps the daemon out of the PATH. */
const incusDaemon = '/usr/libexec/incus/incusd';

const incus: Flavour = {
  kind: 'incus',
  daemon: () => (existsSync(incusDaemon) ? incusDaemon : 'incusd'),
  client: 'incus',
  dirVariable: 'INCUS_DIR',
  confVariable: 'INCUS_CONF',
  init: ['incus', 'admin', 'init', '--preseed'],
  config: (port) => ({ 'core.https_address': `127.0.0.1:${port}` }),
  bridge: {},
};

export const flavours: Record<Kind, Flavour> = { lxd, incus };
