import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLog } from '../../src/base/log';
import type { Address } from '../../src/client/address';
import { type CommandRequest, type CommandResult, runCommand } from '../../src/client/exec/runCommand';
import { Transport } from '../../src/client/transport';
import { type Target, uniqueName } from '../support/targets';

export function addressOf({ address }: Target, port?: number): Address {
  if (address.kind === 'unix') return address;
  const certificate = new X509Certificate(readFileSync(address.serverCertFile));
  return {
    kind: 'tls',
    host: address.host,
    port: port ?? address.port,
    trust: { kind: 'pin', fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase() },
    identity: { cert: readFileSync(address.certFile, 'utf8'), key: readFileSync(address.keyFile, 'utf8') },
  };
}

/** Many commands at once listen to it. */
export const never = new AbortController().signal;
setMaxListeners(0, never);

/** A running busybox instance of a test's own, and the client to it. */
export class Place {
  readonly instance = uniqueName('ex');
  readonly project = 'default';
  readonly transport: Transport;

  constructor(readonly target: Target) {
    this.transport = new Transport(addressOf(target), silentLog);
  }

  async launch(): Promise<void> {
    await this.target.cli(['launch', 'busybox', this.instance]);
  }

  async remove(): Promise<void> {
    await this.transport.close();
    await this.target.cli(['delete', '--force', this.instance]);
  }

  request<T extends object>(command: readonly string[], more: T): T & CommandRequest {
    return { project: this.project, instance: this.instance, command, ...more };
  }

  run(command: readonly string[], more: Partial<CommandRequest> = {}): Promise<CommandResult> {
    return runCommand(this.transport, this.request(command, more), { signal: never });
  }

  async sh(script: string, more: Partial<CommandRequest> = {}): Promise<string> {
    const { stdout, stderr } = await this.run(['sh', '-c', script], more);
    return stdout.toString() + stderr.toString();
  }

  /** Whether a process with this argument runs in the instance. */
  async has(argument: string): Promise<boolean> {
    const found = await this.sh(
      `for p in /proc/[0-9]*; do tr '\\0' ' ' <$p/cmdline 2>/dev/null && echo; done`,
    );
    return found.split('\n').some((line) => line.includes(argument) && !line.includes('/proc/'));
  }
}

/** Waits until `check` holds, at most `ms` milliseconds. */
export async function until(check: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await check())) {
    if (performance.now() > end) throw new Error(`not true within ${ms} ms: ${check.toString()}`);
    await sleep(20);
  }
}
