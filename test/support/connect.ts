import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Log } from '../../src/base/log';
import { type Clock, systemClock } from '../../src/base/signal';
import type { Address } from '../../src/client/address';
import type { RemoteConfig } from '../../src/client/remoteConfig';
import { Transport } from '../../src/client/transport';
import { Connection } from '../../src/model/connection';
import type { Target } from './targets';

/** The target's address as our client takes it; `port` is that of a proxy. */
export function addressOf({ address }: Target, port?: number): Address {
  if (address.kind === 'unix') return address;
  const { fingerprint256 } = new X509Certificate(readFileSync(address.serverCertFile));
  return {
    kind: 'tls',
    host: address.host,
    port: port ?? address.port,
    trust: { kind: 'pin', fingerprint: fingerprint256.replaceAll(':', '').toLowerCase() },
    identity: { cert: readFileSync(address.certFile, 'utf8'), key: readFileSync(address.keyFile, 'utf8') },
  };
}

/** A log that keeps what is written to it. */
export class MemoryLog implements Log {
  readonly lines: string[] = [];
  readonly trace = this.writer('trace');
  readonly debug = this.writer('debug');
  readonly info = this.writer('info');
  readonly warn = this.writer('warn');
  readonly error = this.writer('error');

  private writer(level: string) {
    return (message: string): void => {
      this.lines.push(`${level} ${message}`);
    };
  }
}

/** Runs `work` with a client for this address and closes it afterwards. */
export async function withTransport<T>(
  address: Address,
  work: (transport: Transport) => Promise<T>,
  log = new MemoryLog(),
): Promise<T> {
  const transport = new Transport(address, log);
  try {
    return await work(transport);
  } finally {
    await transport.close();
  }
}

/** A connection to this address, not yet started. */
export function connectionTo(
  address: Address,
  name = 'r',
  log: Log = new MemoryLog(),
  clock: Clock = systemClock,
): Connection {
  const config: RemoteConfig = {
    name,
    source: address.kind === 'unix' ? 'local' : 'lxc',
    kind: address.kind === 'unix' ? 'socket' : 'https',
    auth: address.kind === 'unix' ? 'none' : 'tls',
    address,
    location: address.kind === 'unix' ? address.path : `https://${address.host}:${address.port}`,
    project: 'default',
  };
  return new Connection(config, { log, clock, random: Math.random });
}

/** For calls that a test does not end early. */
export const unhurried = (): { signal: AbortSignal } => ({ signal: new AbortController().signal });
