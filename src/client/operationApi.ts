import { apiOperation, rawOperation } from './apiOperation';
import { asObject } from './decode';
import { nothing } from './endpoint';
import { decodeOperation } from './operation';

/** Found for 5 s after its end. */
export const getOperation = apiOperation({
  method: 'GET',
  path: '/1.0/operations/{id}',
  title: 'Show an operation',
  decode: (metadata) => decodeOperation(asObject(metadata, 'operation')),
});

/** Answers when the operation has ended, or after `timeout`. Some servers say nothing about it then. */
export const waitForOperation = apiOperation({
  method: 'GET',
  path: '/1.0/operations/{id}/wait',
  title: 'Wait for the end of an operation',
  query: ['timeout'],
  decode: (metadata) => metadata,
});

/** Only where the operation says that it may be cancelled. */
export const cancelOperation = apiOperation({
  method: 'DELETE',
  path: '/1.0/operations/{id}',
  title: 'Cancel an operation',
  decode: nothing,
});

/** One of the websockets of an operation, by its secret. */
export const connectOperation = rawOperation({
  method: 'GET',
  path: '/1.0/operations/{id}/websocket',
  title: 'Open a websocket of an operation',
  query: ['secret'],
  answer: 'stream',
});
