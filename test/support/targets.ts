import { readFileSync } from 'node:fs';
import { serverAt, type ServerPlace, type TestServer } from '../../scripts/lib/server';
import type { TlsRemote } from '../../scripts/lib/trust';
import { soak } from './seed';

/** How a client reaches a server. */
export type TargetAddress =
  | { readonly kind: 'unix'; readonly path: string }
  | {
      readonly kind: 'tls';
      readonly host: string;
      readonly port: number;
      readonly certFile: string;
      readonly keyFile: string;
      readonly serverCertFile: string;
    };

/** One of the ways to a real server that the live tests take, all of them the same tests. */
export interface Target {
  /** For a test's title: "LXD over TLS". */
  readonly name: string;
  /** For names of instances and files: "lxd-tls". */
  readonly id: string;
  readonly kind: 'lxd' | 'incus';
  readonly address: TargetAddress;
  readonly logFile: string;
  /** `lxc` or `incus` against the same server, over its socket. */
  readonly cli: TestServer['cli'];
  /** kill(), start(), restart() of the daemon. Whoever uses them waits until it is back. */
  readonly server: TestServer;
}

/** What the runner writes to the file that LXD_EXPLORER_SERVERS names. */
export interface ServersFile {
  readonly servers: readonly { readonly place: ServerPlace; readonly tls: TlsRemote }[];
}

const names = { lxd: 'LXD', incus: 'Incus' } as const;

function load(): Target[] {
  const file = process.env['LXD_EXPLORER_SERVERS'];
  if (file === undefined) throw new Error('no servers: run these tests with `npm run test:live`');
  const { servers } = JSON.parse(readFileSync(file, 'utf8')) as ServersFile;
  return servers.flatMap(({ place, tls }) => {
    const server = serverAt(place);
    const { kind, logFile } = place;
    const common = { kind, logFile, server, cli: server.cli };
    const { certFile, keyFile, serverCertFile } = tls;
    const overTls = {
      kind: 'tls',
      host: place.host,
      port: place.port,
      certFile,
      keyFile,
      serverCertFile,
    } as const;
    return [
      {
        ...common,
        name: `${names[kind]} over its socket`,
        id: kind,
        address: { kind: 'unix', path: place.socket },
      },
      { ...common, name: `${names[kind]} over TLS`, id: `${kind}-tls`, address: overTls },
    ] satisfies Target[];
  });
}

let loaded: readonly Target[] | undefined;

export function targets(): readonly Target[] {
  return (loaded ??= load());
}

/** Defines the same tests once for every target. */
export function eachTarget(define: (target: Target) => void): void {
  for (const target of targets()) {
    describe(target.name, () => {
      define(target);
    });
  }
}

/**
 * Defines the same tests once for every server, LXD over its socket and Incus over TLS: for what is above the transport,
 * which the live layer tests every way. In the soak run every way here, too.
 */
export function eachServerSomeWay(define: (target: Target) => void): void {
  for (const target of targets().filter(({ id }) => soak || id === 'lxd' || id === 'incus-tls')) {
    describe(target.name, () => {
      define(target);
    });
  }
}

/** Defines the same tests once for every server, over its socket: for what no transport changes. */
export function eachServer(define: (target: Target) => void): void {
  for (const target of targets().filter(({ address }) => address.kind === 'unix')) {
    describe(target.name, () => {
      define(target);
    });
  }
}

/** What the extension calls the remote of a target. */
export function remoteOf({ id }: Target): string {
  return ({ lxd: 'local', incus: 'local-incus' } as Record<string, string>)[id] ?? id;
}

let counter = 0;

/** A name for an instance that no other test has. */
export function uniqueName(prefix = 't'): string {
  return `${prefix}-${process.pid.toString(36)}-${(counter++).toString(36)}`;
}
