import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A request that our own client has sent, as test/support/recordRequests.ts writes it. */
export interface ClientRequest {
  readonly method: string;
  /** Encoded path and query. */
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  /** False when it was refused, could not be understood, or was ended early. */
  readonly ok: boolean;
}

export const requestsFile = (run: string): string => join(run, 'requests.jsonl');

/** What our client has sent in the live layer of a run. */
export function clientRequests(run: string): ClientRequest[] {
  const file = requestsFile(run);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as ClientRequest);
}
