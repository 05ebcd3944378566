import { AppError } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import type { ActionOptions } from '../../model/carryOut';
import type { Connection } from '../../model/connection';
import { getAlias } from './aliasApi';
import { createImage } from './api';
import { type ImagePlace, makeImage } from './makeImage';

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

/** What a person says of an image that is made of an instance. */
interface PublishWishes {
  /** '' for none. */
  readonly alias: string;
  readonly description: string;
  readonly isPublic: boolean;
  readonly compression?: string | undefined;
}

/**
 * Makes an image of an instance or of a snapshot of one: POST /1.0/images.
 * @param source its type, `instance` or `snapshot`, and its name, `web1` or `web1/snap0`
 * @returns its fingerprint
 * @throws as makeImage
 */
export function publishImage(
  place: ImagePlace,
  source: { readonly type: string; readonly name: string },
  { alias, description, isPublic, compression }: PublishWishes,
  options: ActionOptions,
): Promise<string> {
  const request = createImage({
    project: place.project,
    body: {
      source,
      public: isPublic,
      ...(alias ? { aliases: [{ name: alias, description: '' }] } : {}),
      ...(description ? { properties: { description } } : {}),
      ...(compression === undefined ? {} : { compression_algorithm: compression }),
    },
  });
  return makeImage(place, request, options, options);
}
