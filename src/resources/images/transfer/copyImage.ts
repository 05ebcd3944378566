import { Readable } from 'node:stream';
import { AppError, messageOf } from '../../../base/errors';
import type { Abortable } from '../../../base/signal';
import { describeAddress } from '../../../client/address';
import { textField } from '../../../client/decode';
import { movedProgress } from '../../../client/disk/moved';
import { targetOf } from '../../../client/path';
import { cancelOperation } from '../../../client/operationApi';
import type { ServerInfo } from '../../../client/server';
import { begin } from '../../../model/begin';
import type { ActionOptions } from '../../../model/carryOut';
import type { Connection } from '../../../model/connection';
import { createImage, createImageSecret, exportImage, exportPublicImage, getImage } from '../api';
import type { ImagesPostSource } from '../wire';
import type { ImageOnServer } from './exportImage';
import { type ImagePlace, makeImage } from '../makeImage';
import { named, prefixOf } from './importImage';

export interface ImageCopyWishes {
  readonly aliases: readonly string[];
  readonly isPublic: boolean;
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
  const mode = await copied(from, to, wishes, modes, options);
  for (const alias of wishes.aliases) await named(to, from.fingerprint, alias);
  return mode;
}

async function copied(
  from: ImageOnServer,
  to: ImagePlace,
  wishes: ImageCopyWishes,
  modes: readonly CopyMode[],
  options: ActionOptions,
): Promise<CopyMode> {
  // A server that is asked for what it has says that it is done.
  if (await isThere(from.fingerprint, to, options))
    throw new AppError('conflict', `${to.connection.name} has this image already`);
  let problem: unknown = new AppError('unsupported', 'There is no way from one server to the other');
  for (const mode of modes) {
    try {
      await (mode === 'pull' ? pull(from, to, wishes, options) : relay(from, to, wishes, options));
      return mode;
    } catch (error) {
      // Another way is of use only where this one did not lead there.
      if (!AppError.is(error, 'operationFailed') && !AppError.is(error, 'unsupported')) throw error;
      problem = error;
    }
  }
  throw problem;
}

async function isThere(fingerprint: string, to: ImagePlace, options: Abortable): Promise<boolean> {
  await to.connection.ready(options);
  try {
    await to.connection.transport.value(getImage({ fingerprint, project: to.project }), options);
    return true;
  } catch (error) {
    if (AppError.is(error, 'notFound')) return false;
    throw error;
  }
}

async function pull(
  from: ImageOnServer,
  to: ImagePlace,
  { isPublic }: ImageCopyWishes,
  options: ActionOptions,
): Promise<void> {
  const secret = await secretOf(from, options);
  try {
    const source = await sourceAt(from, to.connection, secret.text, options);
    const request = createImage({ project: to.project, body: { source, public: isPublic } });
    await makeImage(to, request, options, options);
  } finally {
    await takeBack(from.connection, secret.operation);
  }
}

/** A secret that nobody used would let anybody in until the server is restarted. */
async function takeBack({ transport }: Connection, id: string): Promise<void> {
  try {
    await transport.send(cancelOperation({ id }), { signal: AbortSignal.timeout(10_000) });
  } catch (error) {
    if (!AppError.is(error, 'notFound'))
      transport.log.warn(`A secret could not be taken back: ${messageOf(error)}`);
  }
}

/** Where the other server finds the image, and what lets it in. @throws AppError 'unsupported' where it listens nowhere */
async function sourceAt(
  { connection, project, fingerprint }: ImageOnServer,
  other: Connection,
  secret: string,
  options: Abortable,
): Promise<ImagesPostSource> {
  const [server, theirs] = await Promise.all([connection.ready(options), other.ready(options)]);
  const where = hostOf(connection, server);
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

/** Where a server is found by others. @throws AppError 'unsupported' where it listens nowhere */
function hostOf({ name, transport: { address } }: Connection, { addresses }: ServerInfo): string {
  const where = address.kind === 'tls' ? describeAddress(address) : addresses[0];
  if (where !== undefined) return where;
  throw new AppError('unsupported', `${name} does not listen on the network: set core.https_address`);
}

/** A secret with which anybody may download an image, once: POST /1.0/images/{fingerprint}/secret. @throws AppError, AbortError */
async function secretOf(
  { connection, project, fingerprint }: ImageOnServer,
  options: Abortable,
): Promise<{ readonly text: string; readonly operation: string }> {
  const { id, metadata } = await begin(connection, createImageSecret({ fingerprint, project }), options);
  return { text: textField(metadata, 'secret'), operation: id };
}

/** A link with which anybody who reaches the server may download an image, once. @throws AppError, AbortError */
export async function secretLink(image: ImageOnServer, options: Abortable): Promise<string> {
  const { connection, project, fingerprint } = image;
  const where = hostOf(connection, await connection.ready(options));
  const { text } = await secretOf(image, options);
  return `https://${where}${targetOf(exportPublicImage({ fingerprint, project, secret: text }))}`;
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
  // When all has been sent the server answers, whatever a person does.
  const sending = new AbortController();
  let isSent = false;
  const stop = (): void => {
    if (!isSent) sending.abort(options.signal.reason);
  };
  options.signal.addEventListener('abort', stop, { once: true });
  async function* counted(): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      yield chunk;
      bytes += chunk.length;
      options.onProgress?.(movedProgress(bytes, total));
    }
    isSent = true;
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
    const request = createImage({ project: to.project, upload, headers: said });
    await makeImage(to, request, { signal: sending.signal }, options);
  } finally {
    options.signal.removeEventListener('abort', stop);
    body.destroy();
  }
}
