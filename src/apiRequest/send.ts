import type { ParseError } from 'jsonc-parser';
import * as vscode from 'vscode';
import { AppError } from '../base/errors';
import type { Abortable } from '../base/signal';
import type { Endpoint } from '../client/endpoint';
import type { Operation } from '../client/operation';
import { settle } from '../client/settle';
import type { Connection } from '../model/connection';
import { type ApiRequest, shortName } from './request';

/** What came back. */
export type Answer =
  | {
      readonly kind: 'value';
      readonly value: unknown;
      readonly etag: string | undefined;
      readonly ms: number;
    }
  | { readonly kind: 'operation'; readonly operation: Operation; readonly ms: number }
  | {
      readonly kind: 'bytes';
      readonly bytes: Buffer;
      readonly headers: Readonly<Record<string, string>>;
      readonly ms: number;
    };

/** So much of an answer that is bytes is taken into memory. */
const maxBytes = 512 * 2 ** 20;

/** Reads the body of a request. @throws AppError 'rejected' with the place of what is no JSON */
export async function parseBody(text: string): Promise<unknown> {
  try {
    return text.trim() === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    // The message of JSON.parse quotes the text, and there may be secrets in it.
    const { parse } = await import('jsonc-parser');
    const errors: ParseError[] = [];
    parse(text, errors, { disallowComments: true });
    const lines = text.slice(0, errors[0]?.offset ?? 0).split('\n');
    const column = (lines.at(-1)?.length ?? 0) + 1;
    throw new AppError(
      'rejected',
      vscode.l10n.t('The body is no JSON: see line {0}, column {1}', lines.length, column),
    );
  }
}

/** Sends a request, and waits for the end of what it starts. @throws AppError, AbortError */
export async function send(
  connection: Connection,
  request: ApiRequest,
  body: unknown,
  { signal, report }: Abortable & { report: (text: string, percent: number | undefined) => void },
): Promise<Answer> {
  const started = performance.now();
  const took = (): number => Math.round(performance.now() - started);
  if (request.answer === 'stream') {
    throw new AppError(
      'unsupported',
      vscode.l10n.t(
        '{0} becomes a stream: use Open Shell, Show Event Stream or the files instead',
        shortName(request),
      ),
    );
  }
  const { method, target: path, ifMatch } = request;
  const common = {
    method,
    path,
    ...(body === undefined ? {} : { body }),
    ...(ifMatch === undefined ? {} : { ifMatch }),
  };
  if (request.answer === 'raw') {
    const { headers, body: stream } = await connection.transport.download(
      { ...common, raw: true },
      { signal },
    );
    const bytes = await collected(stream);
    return { kind: 'bytes', bytes, headers, ms: took() };
  }
  const endpoint: Endpoint<unknown> = { ...common, decode: (metadata) => metadata };
  const answer = await connection.transport.send(endpoint, { signal });
  if (answer.kind === 'value') return { kind: 'value', value: answer.value, etag: answer.etag, ms: took() };
  // Token operations never end, and websocket ones wait for whoever connects to them.
  const operation =
    answer.operation.class === 'task'
      ? await settle(connection.transport, answer.operation, {
          signal,
          updates: connection,
          onProgress: ({ text, percent }) => {
            report(text, percent);
          },
        })
      : answer.operation;
  return { kind: 'operation', operation, ms: took() };
}

async function collected(stream: AsyncIterable<unknown> & { destroy(): unknown }): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) {
      stream.destroy();
      throw new AppError(
        'unsupported',
        vscode.l10n.t('The answer is larger than 512 MiB: fetch it with curl or with the client'),
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
