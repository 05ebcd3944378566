import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { exec } from '../../scripts/lib/exec';

/** An image server on loopback, with a self-signed certificate. */
export interface TestImageServer {
  /** With a folder: `https://127.0.0.1:port/images`. */
  readonly url: string;
  readonly pem: string;
  /** What it has, by path below the folder. */
  readonly files: Map<string, Buffer>;
  /** `path status` of each request so far. */
  readonly requests: string[];
  /** Bytes a second that images are sent with; Infinity at first. */
  pace: number;
  readonly stop: () => Promise<void>;
}

export async function startImageServer(): Promise<TestImageServer> {
  const folder = mkdtempSync(join(tmpdir(), 'lxd-explorer-images-'));
  // A server's certificate for the servers, which read it with Go: it names its address.
  await exec(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-keyout', 'key', '-out', 'crt', '-subj', '/CN=images', '-addext', 'subjectAltName=IP:127.0.0.1'],
    ],
    { cwd: folder },
  );
  const pem = readFileSync(join(folder, 'crt'), 'utf8');
  const key = readFileSync(join(folder, 'key'), 'utf8');
  rmSync(folder, { recursive: true });
  const files = new Map<string, Buffer>();
  const requests: string[] = [];
  const self = { pem, files, requests, pace: Infinity } as TestImageServer;
  const server = createServer({ cert: pem, key }, (request, response) => {
    const path = (request.url ?? '').replace(/^\/images\//, '');
    const finish = (status: number, headers: Record<string, string> = {}, body?: Buffer): void => {
      requests.push(`${path} ${status}`);
      response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
    };
    const file = files.get(path);
    if (!file) {
      finish(404, {}, Buffer.from('<h1>Not found</h1>'));
      return;
    }
    const etag = `"${createHash('sha256').update(file).digest('hex')}"`;
    const packs = path.endsWith('.json') && request.headers['accept-encoding'] === 'gzip';
    const body = packs ? gzipSync(file) : file;
    if (request.headers['if-none-match'] === etag) finish(304);
    else if (Number.isFinite(self.pace) && !path.endsWith('.json') && request.method !== 'HEAD') {
      requests.push(`${path} 200`);
      response.writeHead(200, { 'content-length': String(body.length) });
      trickle(body, self.pace).pipe(response);
    } else {
      const headers = { etag, 'content-length': String(body.length) };
      finish(200, packs ? { ...headers, 'content-encoding': 'gzip' } : headers, body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(self, {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/images`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  return self;
}

/** So many bytes a second, in ten pieces. */
function trickle(body: Buffer, pace: number): Readable {
  const piece = Math.ceil(pace / 10);
  return Readable.from(
    (async function* () {
      for (let at = 0; at < body.length; at += piece) {
        yield body.subarray(at, at + piece);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })(),
  );
}

/** The two files that list `products`. */
export function listFiles(products: object): [string, Buffer][] {
  const list = { content_id: 'images', datatype: 'image-downloads', format: 'products:1.0', products };
  const entry = { datatype: list.datatype, path: 'streams/v1/images.json', format: list.format };
  const index = {
    format: 'index:1.0',
    index: { images: { ...entry, products: Object.keys(products) } },
  };
  return [
    ['streams/v1/index.json', Buffer.from(JSON.stringify(index))],
    ['streams/v1/images.json', Buffer.from(JSON.stringify(list))],
  ];
}

/** A product with one container image in one version; its fingerprint has only this digit. */
export function testProduct(
  os: string,
  number: string,
  release: string,
  arch: string,
  digit: string,
): object {
  const sha256 = digit.repeat(64);
  const item = { ftype: 'incus_combined.tar.gz', path: `images/${digit}`, sha256, size: 2048 };
  return {
    aliases: `${os.toLowerCase()}/${number},${os.toLowerCase()}/${release}`,
    arch,
    os,
    release,
    release_title: release,
    variant: 'default',
    versions: { '20261120_0000': { items: { image: item } } },
  };
}

/** A product with this image, a file that has both metadata and root, for LXD and Incus; `path` is where it is served. */
export function productOf(file: Buffer, alias: string, os: string, arch: string, path: string): object {
  const sha256 = createHash('sha256').update(file).digest('hex');
  const item = { path, sha256, size: file.length };
  return {
    aliases: alias,
    arch,
    os,
    release: alias.split('/').at(-1) ?? '',
    release_title: alias.split('/').at(-1) ?? '',
    variant: 'default',
    versions: {
      '20261120_0000': {
        items: {
          'lxd_combined.tar.gz': { ftype: 'lxd_combined.tar.gz', ...item },
          'incus_combined.tar.gz': { ftype: 'incus_combined.tar.gz', ...item },
        },
      },
    },
  };
}
