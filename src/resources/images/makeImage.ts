import { AppError, Unanswered, isCancelled, messageOf } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import { unhurried } from '../../base/unhurried';
import type { Endpoint } from '../../client/endpoint';
import { settle } from '../../client/settle';
import { begin } from '../../model/begin';
import { type ActionOptions, carryOut } from '../../model/carryOut';
import type { Connection } from '../../model/connection';
import { LeftBehind } from '../../model/leftBehind';
import { deleteImage } from './api';

/** Where an image is to be. */
export interface ImagePlace {
  readonly connection: Connection;
  readonly project: string;
}

/**
 * Sends a request that makes an image, and waits for it: POST /1.0/images. No server has a part of an image.
 * @param sending ends the request
 * @param before the images that were there
 * @returns the fingerprint; an image that comes to be after it was cancelled is deleted
 * @throws AppError, an Unanswered where nobody knows whether the image is there; AbortError, when nothing is left
 */
export async function makeImage(
  { connection, project }: ImagePlace,
  request: Endpoint<unknown>,
  sending: Abortable,
  options: ActionOptions,
  before: readonly string[] = [],
): Promise<string> {
  const { transport } = connection;
  const { signal, onProgress } = options;
  const progress = onProgress ? { onProgress } : {};
  const sent = { isInDoubt: false };
  const onLeft = (): void => {
    sent.isInDoubt = true;
  };
  try {
    const operation = await begin(connection, request, { signal: sending.signal, onLeft });
    sent.isInDoubt = false;
    try {
      const ended = await settle(transport, operation, { signal, ...progress, updates: connection });
      const { fingerprint } = ended.metadata;
      if (typeof fingerprint === 'string') return fingerprint;
    } catch (error) {
      if (!isCancelled(error)) throw error;
      const ended = await settle(transport, operation, unhurried()).catch((reason: unknown) => {
        // It has ended without an image; else nobody knows, and the person is told so.
        if (isCancelled(reason) || AppError.is(reason, 'operationFailed')) throw error;
        const text = `It was cancelled; whether the image is there cannot be said: ${messageOf(reason)}`;
        throw new AppError('unreachable', text, { cause: reason });
      });
      const { fingerprint } = ended.metadata;
      if (typeof fingerprint === 'string' && !before.includes(fingerprint))
        await removeUnwanted({ connection, project }, fingerprint);
      throw error;
    }
  } catch (error) {
    if (isCancelled(error) && sent.isInDoubt)
      throw new Unanswered('It was cancelled; whether the image is there cannot be said', { cause: error });
    // Of a part of an upload no image is made.
    if (!(error instanceof Unanswered) || request.upload) throw error;
    const text = `${error.message}; whether the image is there cannot be said`;
    throw new Unanswered(text, { cause: error });
  }
  throw new AppError('protocol', 'The server does not say what image it has made');
}

/** Deletes an image that is not wanted any more. @throws LeftBehind where it stays */
async function removeUnwanted({ connection, project }: ImagePlace, fingerprint: string): Promise<void> {
  const remove = async (): Promise<void> => {
    try {
      await carryOut(connection, deleteImage({ fingerprint, project }), unhurried());
    } catch (error) {
      if (!AppError.is(error, 'notFound')) throw error;
    }
  };
  try {
    await remove();
  } catch (error) {
    const text = `It was cancelled, but the image ${fingerprint.slice(0, 12)} is there and stays: ${messageOf(error)}`;
    throw new LeftBehind(text, remove, { cause: error });
  }
}
