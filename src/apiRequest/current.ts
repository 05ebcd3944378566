import * as vscode from 'vscode';
import { AppError } from '../base/errors';
import { isObject } from '../client/decode';
import type { Endpoint } from '../client/endpoint';
import type { Connection } from '../model/connection';
import { withProgress } from '../shell/commands';
import { remotesView } from '../shell/contributions';
import { type ApiRequest, pathOf } from './request';

/** What a PUT or PATCH changes, as it is on the server; nothing where it cannot be read. */
export interface Current {
  readonly value?: unknown;
  readonly etag?: string | undefined;
}

/**
 * Reads what a PUT or PATCH changes. What is read from the same address and has nothing of the body's skeleton is
 * something else: the state of an instance is read as numbers and written as an action.
 * @returns undefined when the person cancelled
 */
export async function currentOf(
  connection: Connection,
  { target }: ApiRequest,
  skeleton: unknown,
): Promise<Current | undefined> {
  const endpoint: Endpoint<unknown> = { method: 'GET', path: target, decode: (metadata) => metadata };
  const title = vscode.l10n.t('Reading {0}', pathOf({ target }));
  return withProgress(title, remotesView, async (options) => {
    try {
      const answer = await connection.transport.send(endpoint, options);
      return answer.kind === 'value' && isLike(answer.value, skeleton) ? answer : {};
    } catch (error) {
      // Some can be written and not read: the skeleton does then.
      if (AppError.is(error, 'notFound') || AppError.is(error, 'rejected')) return {};
      throw error;
    }
  });
}

function isLike(value: unknown, skeleton: unknown): boolean {
  const fields = isObject(skeleton) ? Object.keys(skeleton) : [];
  return isObject(value) && (fields.length === 0 || fields.some((field) => Object.hasOwn(value, field)));
}
