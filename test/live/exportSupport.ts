import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { exec } from '../../scripts/lib/exec';
import type { Connection } from '../../src/model/connection';
import { addressOf, connectionTo, unhurried } from '../support/connect';
import { onMachine } from '../support/contents';
import { type Target, targets, uniqueName } from '../support/targets';
import { TcpProxy } from '../support/tcpProxy';

export const everything = { instanceOnly: false, optimized: false };
/** Quick to make, and the bytes are the same number every time, but for a few. */
export const unpacked = { ...everything, compression: 'none' };

/** One of the targets, by its id. */
export function targetOf(id: string): Target {
  const target = targets().find((each) => each.id === id);
  assert.ok(target, id);
  return target;
}

export async function instanceNames({ cli }: Target): Promise<string[]> {
  return (await cli(['list', '--format', 'csv', '--columns', 'n'])).split('\n').filter(Boolean);
}

/** The paths of the backups that an instance has on its server. */
export async function backupsOf({ cli }: Target, name: string): Promise<string[]> {
  return JSON.parse(await cli(['query', `/1.0/instances/${name}/backups`])) as string[];
}

/** What tests of exports make and open, and the promise that it is gone after them. */
export class ExportPlace {
  private readonly made: [Target, string][] = [];
  private readonly open: Connection[] = [];
  private readonly proxies: TcpProxy[] = [];
  private own: string | undefined;

  /** A folder for files, in that of the run. */
  get folder(): string {
    return (this.own ??= mkdtempSync(join(targetOf('lxd').server.run, 'exports-')));
  }

  async connect(target: Target, port?: number): Promise<Connection> {
    const connection = connectionTo(addressOf(target, port));
    this.open.push(connection);
    await connection.ready(unhurried());
    return connection;
  }

  /** A connection that can be cut. */
  async proxied(target: Target): Promise<[TcpProxy, Connection]> {
    const { host, port } = target.server;
    const proxy = await TcpProxy.start({ host, port });
    this.proxies.push(proxy);
    return [proxy, await this.connect(target, proxy.port)];
  }

  /** What has this name on a server is deleted at the end. */
  owns(target: Target, name: string): string {
    this.made.push([target, name]);
    return name;
  }

  name(target: Target, prefix: string): string {
    return this.owns(target, uniqueName(prefix));
  }

  /** Stopped, with a little of everything in it, and a snapshot of before. */
  async make(target: Target): Promise<string> {
    const name = this.name(target, 'whole');
    const sh = (text: string): Promise<string> => target.cli(['exec', name, '--', 'sh', '-c', text]);
    await target.cli(['launch', 'busybox', name, '-c', 'user.note=mine 😀', '-c', 'limits.processes=500']);
    await sh(
      'mkdir -p /srv/a && echo one > /srv/a/one && chmod 4750 /srv/a/one && chown 1000:1000 /srv/a/one',
    );
    await target.cli([...(target.kind === 'incus' ? ['snapshot', 'create'] : ['snapshot']), name, 'before']);
    await sh(
      'echo two > "/srv/a/zwei 😀" && ln -s ../a/one /srv/link && ln /srv/a/one /srv/hard && chmod 1777 /srv && mkfifo /srv/pipe',
    );
    await sh('dd if=/dev/urandom of=/srv/data bs=1M count=3 2>/dev/null');
    await target.cli(['stop', '--force', name]);
    await exec('setfattr', ['-n', 'user.kept', '-v', 'yes', onMachine(target, name, 'srv/data')]);
    return name;
  }

  async end(): Promise<void> {
    for (const connection of this.open) connection.dispose();
    await Promise.all(this.proxies.map((proxy) => proxy.stop()));
    for (const [target, name] of this.made)
      await target.cli(['delete', '--force', name]).catch(() => undefined); // most are for tests that failed half-way
  }
}
