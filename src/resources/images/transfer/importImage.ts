import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { AppError } from '../../../base/errors';
import { unhurried } from '../../../base/unhurried';
import { movedProgress } from '../../../client/disk/moved';
import { type FileUpload, uploadFile } from '../../../client/disk/upload';
import { type ActionOptions, carryOut } from '../../../model/carryOut';
import type { Connection } from '../../../model/connection';
import { createAlias } from '../aliasApi';
import { createImage, listImageFingerprints } from '../api';
import { type ImagePlace, makeImage } from '../makeImage';

/** The files of an image: one, or that of its metadata and that of its root file system. */
export type ImageFiles = readonly [path: string] | readonly [metadata: string, rootfs: string];

export interface ImageWishes {
  /** '' for none. */
  readonly alias: string;
  readonly isPublic: boolean;
}

/**
 * Makes an image of files of this machine: POST /1.0/images with the file as its body, or both as multipart/form-data,
 * and of its alias POST /1.0/images/aliases.
 * @returns its fingerprint
 * @throws AppError; AbortError, when nothing of it is left
 */
export async function uploadImage(
  to: ImagePlace,
  files: ImageFiles,
  { alias, isPublic }: ImageWishes,
  options: ActionOptions,
): Promise<string> {
  const { connection, project } = to;
  const prefix = await prefixOf(connection, options);
  const [first, rootfs] = files;
  const said = {
    [`${prefix}public`]: String(isPublic),
    ...(rootfs === undefined ? { [`${prefix}filename`]: asciiName(first) } : {}),
  };
  const send = ({ upload, headers, signal }: FileUpload): Promise<string> =>
    makeImage(
      to,
      createImage({ project, upload, headers: { ...headers, ...said } }),
      { ...options, signal },
      options,
    );
  const progress = (bytes: number, total: number): void => options.onProgress?.(movedProgress(bytes, total));
  const fingerprint =
    rootfs === undefined
      ? await uploadFile(first, options, progress, send)
      : await uploadFile(
          first,
          options,
          () => undefined,
          (metadata) =>
            uploadFile(rootfs, options, progress, (root) => send(together(metadata, root, files, rootfs))),
        );
  await named(to, fingerprint, alias);
  return fingerprint;
}

/** Makes an image of what a server finds at an address: POST /1.0/images. @returns its fingerprint @throws as uploadImage */
export async function imageFromUrl(
  to: ImagePlace,
  url: string,
  { alias, isPublic }: ImageWishes,
  options: ActionOptions,
): Promise<string> {
  const body = { source: { type: 'url', mode: 'pull', url }, public: isPublic };
  const { connection, project } = to;
  await connection.ready(options);
  // A server that has it already says that it is done: it is not ours to delete then.
  const before = await connection.transport.value(listImageFingerprints({ project }), options);
  const request = createImage({ project, body });
  const fingerprint = await makeImage(to, request, options, options, before);
  await named(to, fingerprint, alias);
  return fingerprint;
}

/** What the names of header fields of a server begin with. @throws AppError, AbortError */
export async function prefixOf(connection: Connection, options: ActionOptions): Promise<string> {
  return (await connection.ready(options)).product === 'incus' ? 'X-Incus-' : 'X-LXD-';
}

/** Gives an image an alias, where one is wished for. @throws AppError that says that the image is there */
export async function named(
  { connection, project }: ImagePlace,
  fingerprint: string,
  alias: string,
): Promise<void> {
  if (!alias) return;
  try {
    const body = { name: alias, description: '', target: fingerprint };
    await carryOut(connection, createAlias({ project, body }), unhurried());
  } catch (error) {
    if (!AppError.is(error)) throw error;
    const text = `The image ${fingerprint.slice(0, 12)} is there, but not its alias ${alias}: ${error.message}`;
    throw new AppError(error.kind, text, { cause: error });
  }
}

/** Both files as one body: the servers want the metadata first. */
function together(metadata: FileUpload, root: FileUpload, [first]: ImageFiles, rootfs: string): FileUpload {
  const boundary = `image-${randomUUID()}`;
  const head = (field: string, path: string): string =>
    [
      `--${boundary}`,
      `Content-Disposition: form-data; name="${field}"; filename="${asciiName(path)}"`,
      'Content-Type: application/octet-stream',
      '',
      '',
    ].join('\r\n');
  const isDisk = /\.(img|qcow2)$/i.test(rootfs);
  const heads = [head('metadata', first), `\r\n${head(isDisk ? 'rootfs.img' : 'rootfs', rootfs)}`];
  const tail = `\r\n--${boundary}--\r\n`;
  const [one = '', two = ''] = heads;
  const lengths = [metadata, root].map(({ headers }) => Number(headers['content-length']));
  const length = Buffer.byteLength(one + two + tail) + lengths.reduce((sum, each) => sum + each, 0);
  async function* body(): AsyncGenerator<Buffer> {
    yield Buffer.from(one);
    yield* metadata.upload.data as AsyncIterable<Buffer>;
    yield Buffer.from(two);
    yield* root.upload.data as AsyncIterable<Buffer>;
    yield Buffer.from(tail);
  }
  return {
    upload: {
      data: Readable.from(body(), { objectMode: false }),
      type: `multipart/form-data; boundary=${boundary}`,
    },
    headers: { 'content-length': String(length) },
    signal: root.signal,
  };
}

/** A file's name as a header field can hold it. */
function asciiName(path: string): string {
  return basename(path).replace(/[^\w.-]+/g, '_');
}
