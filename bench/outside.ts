import type { ServerPlace } from '../scripts/lib/server';
import { limit } from '../src/base/gate';
import { silentLog } from '../src/base/log';
import { settle } from '../src/client/settle';
import { Transport } from '../src/client/transport';
import type { Method } from '../src/client/endpoint';

/** What is done at once to one server. */
const atOnce = 8;

/** Sends requests from outside the extension, many of them at once, and waits for their operations. */
export class Outside {
  private readonly transport: Transport;
  private readonly gate = limit(atOnce);

  constructor(place: ServerPlace) {
    this.transport = new Transport({ kind: 'unix', path: place.socket }, silentLog);
  }

  async send(method: Method, path: string, body: unknown): Promise<void> {
    const { signal } = new AbortController();
    const endpoint = { method, path, body, decode: () => undefined };
    const answer = await this.transport.send(endpoint, { signal });
    if (answer.kind === 'operation') await settle(this.transport, answer.operation, { signal });
  }

  /** Instances without an image, a directory and a line in the database each: `empty-000` and on. */
  async createEmpty(from: number, to: number): Promise<void> {
    const all = Array.from(
      { length: to - from },
      (_, index) => `empty-${String(from + index).padStart(3, '0')}`,
    );
    await this.all(all, (name) => this.send('POST', '/1.0/instances', { name, source: { type: 'none' } }));
  }

  /** Containers that run. */
  async launch(names: readonly string[]): Promise<void> {
    await this.all(names, async (name) => {
      await this.send('POST', '/1.0/instances', { name, source: { type: 'image', alias: 'busybox' } });
      await this.setState(name, 'start');
    });
  }

  async stop(names: readonly string[]): Promise<void> {
    await this.all(names, (name) => this.setState(name, 'stop'));
  }

  /** Of each a snapshot called `one`. */
  async snapshot(names: readonly string[]): Promise<void> {
    await this.all(names, (name) => this.send('POST', `/1.0/instances/${name}/snapshots`, { name: 'one' }));
  }

  async remove(names: readonly string[]): Promise<void> {
    await this.all(names, (name) => this.send('DELETE', `/1.0/instances/${name}`, undefined));
  }

  setState(name: string, action: 'start' | 'stop' | 'freeze' | 'unfreeze'): Promise<void> {
    return this.send('PUT', `/1.0/instances/${name}/state`, { action, timeout: 30, force: true });
  }

  close(): Promise<void> {
    return this.transport.close();
  }

  private async all(names: readonly string[], work: (name: string) => Promise<void>): Promise<void> {
    await Promise.all(names.map((name) => this.gate(() => work(name))));
  }
}
