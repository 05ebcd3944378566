import { readFileSync, readdirSync } from 'node:fs';
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

/** @param half of the live layer */
export const requestsFile = (run: string, half: number): string => join(run, `requests-${half}.jsonl`);

/** What our client has sent in the live layer of a run. */
export function clientRequests(run: string): ClientRequest[] {
  const files = readdirSync(run).filter((name) => /^requests-\d+\.jsonl$/.test(name));
  const lines = files.flatMap((name) => readFileSync(join(run, name), 'utf8').split('\n').filter(Boolean));
  return lines.map((line) => JSON.parse(line) as ClientRequest);
}
