import { apiOperation, rawOperation } from '../../client/apiOperation';
import { shaped } from '../../client/decode';
import type { Operation } from './wire';

const decodeOperation = shaped<Operation>('operation', { id: 'text', status: 'text', status_code: 'number' });

/** For who is not trusted but was given the secret, as another server is in a copy between servers. */
export const waitWithSecret = apiOperation({
  method: 'GET',
  path: '/1.0/operations/{id}/wait?public',
  title: 'Wait for the end of an operation, by its secret',
  query: ['secret', 'timeout'],
  decode: decodeOperation,
});

export const connectWithSecret = rawOperation({
  method: 'GET',
  path: '/1.0/operations/{id}/websocket?public',
  title: 'Open a websocket of an operation, by its secret',
  query: ['secret'],
  answer: 'stream',
});
