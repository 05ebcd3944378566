import { appendFileSync } from 'node:fs';
import type { ClientRequest } from '../../scripts/lib/clientRequests';
import type { Endpoint } from '../../src/client/endpoint';
import { withQuery } from '../../src/client/path';
import { Transport } from '../../src/client/transport';

type Work = (this: Transport, ...args: unknown[]) => Promise<unknown>;

/** Replaces a method of every Transport by one that also writes down what was asked and whether it was answered. */
function record(file: string, name: keyof Transport, asked: (args: readonly unknown[]) => [string, string]) {
  const plain = Reflect.get(Transport.prototype, name) as Work;
  const recorded: Work = async function (...args) {
    const [method, url] = asked(args);
    const start = Date.now();
    const write = (ok: boolean): void => {
      const line: ClientRequest = { method, url, start, end: Date.now(), ok };
      appendFileSync(file, `${JSON.stringify(line)}\n`);
    };
    try {
      const answer = await plain.apply(this, args);
      write(true);
      return answer;
    } catch (error) {
      write(false);
      throw error;
    }
  };
  Object.defineProperty(Transport.prototype, name, { value: recorded });
}

/**
 * Writes every request of our own client in this process to a file, one JSON object a line, whatever its log is: the
 * servers' logs do not tell our requests from those of `lxc` in the same test.
 */
export function recordRequests(file: string): void {
  const ofEndpoint = ([value]: readonly unknown[]): [string, string] => {
    const { method, path, query } = value as Endpoint<unknown>;
    return [method, withQuery(path, query)];
  };
  for (const name of ['send', 'wait', 'download'] as const) record(file, name, ofEndpoint);
  for (const name of ['webSocket', 'rawSocket'] as const)
    record(file, name, ([path]) => ['GET', String(path)]);
}
