import { AppError } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import type { Endpoint } from '../../client/endpoint';
import type { Connection } from '../../model/connection';
import { getAlias } from './aliasApi';
import { createImage } from './api';

/** The fingerprint of what an alias names: GET /1.0/images/aliases/{name}; undefined where it is free. @throws AppError, AbortError */
export async function aliased(
  { transport }: Connection,
  project: string,
  alias: string,
  options: Abortable,
): Promise<string | undefined> {
  try {
    return (await transport.value(getAlias({ project, name: alias }), options)).target ?? '';
  } catch (error) {
    if (AppError.is(error, 'notFound')) return undefined;
    throw error;
  }
}

/** POST /1.0/images from an instance or a snapshot of one. */
export function publishRequest(
  project: string,
  source: { readonly type: string; readonly name: string },
  {
    alias,
    description,
    isPublic,
    compression,
  }: {
    readonly alias: string;
    readonly description: string;
    readonly isPublic: boolean;
    readonly compression?: string | undefined;
  },
): Endpoint<unknown> {
  return createImage({
    project,
    body: {
      source,
      public: isPublic,
      ...(alias ? { aliases: [{ name: alias, description: '' }] } : {}),
      ...(description ? { properties: { description } } : {}),
      ...(compression === undefined ? {} : { compression_algorithm: compression }),
    },
  });
}
