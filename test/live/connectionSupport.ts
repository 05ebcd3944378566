import assert from 'node:assert/strict';
import { AppError, type ErrorKind } from '../../src/base/errors';
import type { Address } from '../../src/client/address';
import { connectionTo, unhurried } from '../support/connect';

export async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  assert.ok(AppError.is(error), `expected an AppError, got ${String(error)}`);
  return error;
}

export async function expectFailure(address: Address, kind: ErrorKind, words: RegExp): Promise<AppError> {
  const connection = connectionTo(address);
  try {
    const error = await failureOf(connection.ready(unhurried()));
    assert.equal(error.kind, kind, error.message);
    assert.match(error.message, words);
    assert.ok(!error.message.includes('\n'));
    return error;
  } finally {
    connection.dispose();
  }
}
