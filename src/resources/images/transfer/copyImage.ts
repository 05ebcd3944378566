import { Readable } from 'node:stream';
import { AppError, isCancelled } from '../../../base/errors';
import type { Abortable } from '../../../base/signal';
import { optionalText } from '../../../client/decode';
import { movedProgress } from '../../../client/disk/moved';
import { targetOf } from '../../../client/path';
import { begin } from '../../../model/begin';
import type { ActionOptions } from '../../../model/carryOut';
import type { Connection } from '../../../model/connection';
import { createImage, createImageSecret, exportImage, exportPublicImage } from '../api';
import type { ImagesPostSource } from '../wire';
import type { ImageOnServer } from './exportImage';
import { type ImagePlace, created, named, prefixOf } from './importImage';

export interface ImageCopyWishes {
  readonly aliases: readonly string[];
  readonly isPublic: boolean;
  /** Whether the copy looks for newer ones at the place it comes from; only where the servers reach each other. */
  readonly isKeptUpToDate: boolean;
}

/** How an image has come to another server. */
export type CopyMode = 'pull' | 'relay';

/**
 * Copies an image to another server: that one fetches it (POST /1.0/images with a secret of the first), and where it
 * cannot, it goes through this machine, without being written to its disk.
 * @param modes what is tried, in this order
 * @returns how it went
 * @throws AppError, AbortError, when nothing of it is left
 */
export async function copyImage(
  from: ImageOnServer,
  to: ImagePlace,
  wishes: ImageCopyWishes,
  modes: readonly CopyMode[],
  options: ActionOptions,
): Promise<CopyMode> {
  let problem: unknown = new AppError('unsupported', 'There is no way from one server to the other');
  for (const mode of modes) {
    try {
      await (mode === 'pull' ? pull(from, to, wishes, options) : relay(from, to, wishes, options));
      for (const alias of wishes.aliases) await named(to, from.fingerprint, alias);
      return mode;
    } catch (error) {
      if (isCancelled(error) || !isOfTheWay(error)) throw error;
      problem = error;
    }
  }
  throw problem;
}

/** Whether something else than the way between the servers would fail in the same manner on another way. */
function isOfTheWay(error: unknown): boolean {
  return AppError.is(error) && !/exists|already|no space|quota/i.test(error.message);
}

async function pull(
  from: ImageOnServer,
  to: ImagePlace,
  { isPublic, isKeptUpToDate }: ImageCopyWishes,
  options: ActionOptions,
): Promise<void> {
  const source = await sourceAt(from, to.connection, options);
  const body = { source, public: isPublic, auto_update: isKeptUpToDate };
  await created(to, createImage({ project: to.project, body }), options, options);
}

/** Where the other server finds the image, and what lets it in. @throws AppError 'unsupported' where it listens nowhere */
async function sourceAt(
  { connection, project, fingerprint }: ImageOnServer,
  other: Connection,
  options: Abortable,
): Promise<ImagesPostSource> {
  const [server, theirs] = await Promise.all([connection.ready(options), other.ready(options)]);
  const { address } = connection.transport;
  const where = address.kind === 'tls' ? `${address.host}:${address.port}` : server.addresses[0];
  if (where === undefined)
    throw new AppError('unsupported', `${connection.name} does not listen on the network`);
  const secret = await secretOf({ connection, project, fingerprint }, options);
  const isIncus = server.product === 'incus' && theirs.product === 'incus';
  return {
    type: 'image',
    mode: 'pull',
    server: `https://${where}`,
    protocol: isIncus ? 'incus' : 'lxd',
    fingerprint,
    secret,
    ...(server.certificate ? { certificate: server.certificate } : {}),
    ...(project && project !== 'default' ? { project } : {}),
  };
}

/** A secret with which anybody may download an image, once: POST /1.0/images/{fingerprint}/secret. @throws AppError, AbortError */
export async function secretOf(
  { connection, project, fingerprint }: ImageOnServer,
  options: Abortable,
): Promise<string> {
  const { metadata } = await begin(connection, createImageSecret({ fingerprint, project }), options);
  return optionalText(metadata, 'secret');
}

/** A link with which anybody who reaches the server may download an image, once. @throws AppError, AbortError */
export async function secretLink(image: ImageOnServer, options: Abortable): Promise<string> {
  const { connection, project, fingerprint } = image;
  const { addresses } = await connection.ready(options);
  const { address } = connection.transport;
  const where = address.kind === 'tls' ? `${address.host}:${address.port}` : addresses[0];
  if (where === undefined)
    throw new AppError(
      'unsupported',
      `${connection.name} does not listen on the network: set core.https_address`,
    );
  const secret = await secretOf(image, options);
  return `https://${where}${targetOf(exportPublicImage({ fingerprint, project, secret }))}`;
}

async function relay(
  { connection, project, fingerprint }: ImageOnServer,
  to: ImagePlace,
  { isPublic }: ImageCopyWishes,
  options: ActionOptions,
): Promise<void> {
  const prefix = await prefixOf(to.connection, options);
  await connection.ready(options);
  const { headers, body } = await connection.transport.download(
    exportImage({ fingerprint, project }),
    options,
  );
  const { 'content-type': type = '', 'content-length': length } = headers;
  const total = length === undefined ? undefined : Number(length);
  async function* counted(): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      yield chunk;
      bytes += chunk.length;
      options.onProgress?.(movedProgress(bytes, total));
    }
  }
  try {
    const upload = {
      data: Readable.from(counted(), { objectMode: false }),
      ...(type.startsWith('multipart/') ? { type } : {}),
    };
    const said = {
      [`${prefix}public`]: String(isPublic),
      [`${prefix}fingerprint`]: fingerprint,
      ...(length === undefined ? {} : { 'content-length': length }),
    };
    await created(to, createImage({ project: to.project, upload, headers: said }), options, options);
  } finally {
    body.destroy();
  }
}
