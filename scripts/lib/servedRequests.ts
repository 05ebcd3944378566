import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { memberNames } from './cluster';
import { type ServerPlace, placeEnding, serverAt } from './server';

export const serverKinds = ['lxd', 'incus', 'cluster'] as const;
export type ServerKind = (typeof serverKinds)[number];

/** A request that a server has let in, by its `--debug` log. */
export interface ServedRequest {
  readonly server: ServerKind;
  readonly method: string;
  /** Encoded path and query. */
  readonly url: string;
  /** Nobody the server knows had sent it. */
  readonly untrusted: boolean;
  /** Milliseconds since 1970, in whole seconds. */
  readonly time: number;
}

/** The value of `key=value` or `key="value"` in a line of the log. */
function field(line: string, key: string): string | undefined {
  const match = new RegExp(`\\b${key}=(?:"((?:[^"\\\\]|\\\\.)*)"|(\\S+))`).exec(line);
  return match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2];
}

/** Reads one line, of LXD 5.0 or Incus 6.0: `Handling API request` of somebody trusted, or `Allowing untrusted GET`. */
export function parseLogLine(line: string): Omit<ServedRequest, 'server'> | undefined {
  const url = field(line, 'url');
  const time = Date.parse(field(line, 'time') ?? '');
  const untrusted = /msg="Allowing untrusted (\w+)"/.exec(line)?.[1];
  const method = line.includes('msg="Handling API request"') ? field(line, 'method') : untrusted;
  if (url === undefined || method === undefined || Number.isNaN(time)) return undefined;
  return { method, url, untrusted: untrusted !== undefined, time };
}

const kindOf = ({ kind, dir }: ServerPlace): ServerKind =>
  memberNames.has(basename(dir)) ? 'cluster' : kind;

function placesIn(dir: string): ServerPlace[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith(placeEnding))
    .map((name) => JSON.parse(readFileSync(join(dir, name), 'utf8')) as ServerPlace);
}

/** The servers of a run, and those that single tests have started in a folder of their own. */
function places(run: string): ServerPlace[] {
  const entries = readdirSync(run, { withFileTypes: true });
  const parts = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith('part-'));
  return [run, ...parts.map(({ name }) => join(run, name))].flatMap(placesIn);
}

/** The API extensions that any server of a run has, by their own words: they must still be running. */
export async function offeredExtensions(run: string): Promise<ReadonlySet<string>> {
  const answers = await Promise.all(placesIn(run).map((place) => serverAt(place).cli(['query', '/1.0'])));
  return new Set(
    answers.flatMap((text) => (JSON.parse(text) as { api_extensions: string[] }).api_extensions),
  );
}

/** All requests that the servers of a run have served. The run's folder must still be there. */
export function servedRequests(run: string): ServedRequest[] {
  return places(run).flatMap((place) => {
    const server = kindOf(place);
    const lines = readFileSync(place.logFile, 'utf8').split('\n');
    return lines.flatMap((line) => {
      const request = parseLogLine(line);
      return request ? [{ server, ...request }] : [];
    });
  });
}
