import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError, cancelled, messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import type { Abortable } from '../../base/signal';
import type { ServerTrust } from '../address';
import { type Download, Transport } from '../transport';
import type { CachedFile, StreamsCache } from './cache';

/** Where an image server is and how it is recognised. */
export interface ImageServer {
  /** https address of the folder that has `streams/`, with or without a slash at its end. */
  readonly url: string;
  readonly trust: ServerTrust;
}

export interface StreamsOptions extends Abortable {
  readonly log: Log;
  readonly cache: StreamsCache;
}

/** How long one file may take, in milliseconds. */
const limitMs = 120_000;

const maxRedirects = 3;

/**
 * A text file of an image server, of at most `maxBytes` unpacked: from the cache where the server says that it is still
 * the same (RFC 9110, 13).
 * @throws AppError 'unreachable', 'untrusted', 'notFound', 'protocol' where it is too large or no text comes; AbortError
 */
export async function downloadText(
  server: ImageServer,
  path: string,
  maxBytes: number,
  { log, cache, signal }: StreamsOptions,
): Promise<string> {
  const base = `${server.url.replace(/\/+$/, '')}/`;
  if (!URL.canParse(path, base) || !URL.canParse(base)) throw wrongPath();
  const url = new URL(path, base);
  // A list of images that lies elsewhere would be trusted as this server's own.
  if (url.origin !== new URL(base).origin || url.protocol !== 'https:') throw wrongPath();
  const within = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  try {
    const cached = await cache.get(url.href);
    const file = await fetchFile(url, server.trust, cached, {
      maxBytes,
      log,
      signal: within,
      left: maxRedirects,
    });
    if (file !== cached) await cache.set(url.href, file);
    return file.text;
  } catch (error) {
    if (signal.aborted) throw cancelled();
    if (within.aborted)
      throw new AppError('unreachable', `${url.host} does not send its list of images in time`, {
        cause: error,
      });
    throw error;
  }
}

interface Fetching extends Abortable {
  readonly maxBytes: number;
  readonly log: Log;
  /** Redirects that may still come. */
  readonly left: number;
}

async function fetchFile(
  url: URL,
  trust: ServerTrust,
  cached: CachedFile | undefined,
  options: Fetching,
): Promise<CachedFile> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const transport = new Transport({ kind: 'tls', host, port: Number(url.port || 443), trust }, options.log);
  try {
    const answer = await ask(transport, url, cached, options.signal);
    const { status, headers, body } = answer;
    if (status === 304 && cached) return cached;
    if (status >= 300) {
      body.destroy();
      return await follow(answer, url, trust, cached, options);
    }
    const text = await readText(body, headers['content-encoding'] === 'gzip', options.maxBytes);
    return { text, etag: headers['etag'], lastModified: headers['last-modified'] };
  } finally {
    await transport.close();
  }
}

async function ask(
  transport: Transport,
  { host, pathname, search }: URL,
  cached: CachedFile | undefined,
  signal: AbortSignal,
): Promise<Download> {
  const headers = {
    host,
    'accept-encoding': 'gzip',
    ...(cached?.etag === undefined ? {} : { 'if-none-match': cached.etag }),
    ...(cached?.lastModified === undefined ? {} : { 'if-modified-since': cached.lastModified }),
  };
  try {
    return await transport.download(
      { method: 'GET', path: pathname + search, headers, raw: true },
      { signal },
    );
  } catch (error) {
    // An image server has no words of its own; its pages are for browsers.
    if (!AppError.is(error, 'protocol') && !AppError.is(error, 'notFound')) throw error;
    throw new AppError('protocol', `${host} answers, but has no list of images`, { cause: error });
  }
}

async function follow(
  { status, headers }: Download,
  from: URL,
  trust: ServerTrust,
  cached: CachedFile | undefined,
  options: Fetching,
): Promise<CachedFile> {
  const location = headers['location'] ?? '';
  if (options.left === 0 || !location || !URL.canParse(location, from.href))
    throw new AppError('protocol', `${from.host} redirects without an end (HTTP ${String(status)})`);
  const to = new URL(location, from.href);
  if (to.protocol !== 'https:')
    throw new AppError('untrusted', `${from.host} redirects to an address without https. Nothing was sent.`);
  // A pin is one server's; another one must be vouched for.
  const next: ServerTrust = to.host === from.host ? trust : { kind: 'system' };
  return fetchFile(to, next, cached, { ...options, left: options.left - 1 });
}

async function readText(body: Readable, isPacked: boolean, maxBytes: number): Promise<string> {
  const unpacked = isPacked
    ? // What goes wrong reaches the reader below.
      pipeline(body, createGunzip(), () => undefined)
    : body;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxBytes)
        throw new AppError(
          'protocol',
          `The list of images is larger than ${String(maxBytes / 1024 ** 2)} MiB`,
        );
      chunks.push(chunk);
    }
  } catch (error) {
    if (AppError.is(error)) throw error;
    throw new AppError('unreachable', `The list of images was cut: ${messageOf(error)}`, { cause: error });
  }
  return Buffer.concat(chunks).toString('utf8');
}

function wrongPath(): AppError {
  return new AppError('protocol', 'The image server names a list of images that cannot be read');
}
