import * as vscode from 'vscode';
import { AppError } from '../base/errors';
import type { Endpoint } from '../client/endpoint';
import type { Connection } from '../model/connection';
import { withProgress } from '../shell/commands';
import { remotesView } from '../shell/contributions';
import { type ApiRequest, pathOf } from './request';

/** The object that a PUT or PATCH changes, where it can be read. */
export async function currentOf(
  connection: Connection,
  { target }: ApiRequest,
): Promise<{ value: unknown; etag: string | undefined } | undefined> {
  const endpoint: Endpoint<unknown> = { method: 'GET', path: target, decode: (metadata) => metadata };
  const title = vscode.l10n.t('Reading {0}', pathOf({ target }));
  return withProgress(title, remotesView, async (options) => {
    try {
      const answer = await connection.transport.send(endpoint, options);
      return answer.kind === 'value' ? { value: answer.value, etag: answer.etag } : undefined;
    } catch (error) {
      // Some can be written and not read: the skeleton does then.
      if (AppError.is(error, 'notFound') || AppError.is(error, 'rejected')) return undefined;
      throw error;
    }
  });
}
