import { Readable } from 'node:stream';
import type { LxdAnswer, LxdOperation, LxdRawAnswer, LxdRequest } from '../../api/lxdExplorer.d.ts';
import { AppError } from '../base/errors';
import type { Endpoint } from '../client/endpoint';
import type { Operation } from '../client/operation';
import { settle } from '../client/settle';
import { type PublicApiOptions, readyConnection, signalOf } from './options';

/** Sends a request and waits for the end of what it starts. */
export async function request(options: PublicApiOptions, asked: LxdRequest): Promise<LxdAnswer> {
  const signal = signalOf(asked.signal);
  const endpoint = { ...requestOf(asked), decode: (metadata: unknown) => metadata };
  const connection = await readyConnection(options, asked.remote, signal);
  const answer = await connection.transport.send(endpoint, { signal });
  if (answer.kind === 'value') return { value: answer.value, etag: answer.etag, operation: undefined };
  const { operation } = answer;
  // Token operations never end, and websocket ones wait for whoever connects to them.
  const ended =
    operation.class === 'task'
      ? await settle(connection.transport, operation, {
          signal,
          updates: connection,
          onProgress: (progress) => asked.onProgress?.(progress),
        })
      : operation;
  return { value: ended.metadata, etag: undefined, operation: describe(ended) };
}

/** Sends a request whose answer is bytes. */
export async function requestRaw(options: PublicApiOptions, asked: LxdRequest): Promise<LxdRawAnswer> {
  const signal = signalOf(asked.signal);
  const endpoint = { ...requestOf(asked), raw: true } as const;
  const connection = await readyConnection(options, asked.remote, signal);
  return connection.transport.download(endpoint, { signal });
}

function describe({ id, description, class: kind, statusCode }: Operation): LxdOperation {
  return { id, description, class: kind, statusCode };
}

function requestOf(asked: LxdRequest): Omit<Endpoint<unknown>, 'decode'> {
  const { method, path, project, query, body, upload, headers, ifMatch } = asked;
  if (!/^\/[!-~]*$/.test(path) || path.includes('#')) {
    throw new AppError(
      'rejected',
      `${JSON.stringify(path)} is no path: it begins with / and is percent-encoded`,
    );
  }
  return {
    method,
    path,
    query: { ...(project === undefined ? {} : { project }), ...query },
    ...(body === undefined ? {} : { body }),
    ...(upload === undefined ? {} : { upload: { data: dataOf(upload) } }),
    ...(headers === undefined ? {} : { headers }),
    ...(ifMatch === undefined ? {} : { ifMatch }),
  };
}

function dataOf(upload: NonNullable<LxdRequest['upload']>): string | Buffer | Readable {
  if (typeof upload === 'string') return upload;
  if (upload instanceof Uint8Array) return Buffer.from(upload.buffer, upload.byteOffset, upload.byteLength);
  return Readable.from(upload, { objectMode: false });
}
