import { apiOperation, rawOperation } from '../../client/apiOperation';
import { asList, asObject, namesBelow, shaped } from '../../client/decode';
import type { Operation } from './wire';

/** Both lists come sorted into one list for each status, like `running`; a status without operations is missing. */
function everyStatus<T>(metadata: unknown, decode: (list: unknown) => T[]): T[] {
  return Object.values(asObject(metadata ?? {}, 'operations')).flatMap(decode);
}

const decodeOperation = shaped<Operation>('operation', { id: 'text', status: 'text', status_code: 'number' });

/** `all-projects` needs the extension operations_get_query_all_projects. */
export const listOperationIds = apiOperation({
  method: 'GET',
  path: '/1.0/operations',
  title: 'List the ids of operations',
  query: ['project', 'all-projects'],
  decode: (metadata) => everyStatus(metadata, namesBelow('/1.0/operations')),
});

export const listOperations = apiOperation({
  method: 'GET',
  path: '/1.0/operations?recursion=1',
  title: 'List operations',
  query: ['project', 'all-projects'],
  decode: (metadata) => everyStatus(metadata, (list) => asList(list, 'operations', decodeOperation)),
});

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
