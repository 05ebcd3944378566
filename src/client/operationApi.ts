import { apiOperation, rawOperation } from './apiOperation';
import { asList, asObject, namesBelow } from './decode';
import { nothing } from './endpoint';
import { decodeOperation } from './operation';

/** Both lists come sorted into one list for each status, like `running`; a status without operations is missing. */
function everyStatus<T>(metadata: unknown, decode: (list: unknown) => T[]): T[] {
  return Object.values(asObject(metadata ?? {}, 'operations')).flatMap(decode);
}

/** `all-projects` needs the extension operations_get_query_all_projects. */
export const listOperationIds = apiOperation({
  method: 'GET',
  path: '/1.0/operations',
  title: 'List the ids of operations',
  query: ['project', 'all-projects'],
  decode: (metadata) => everyStatus(metadata, namesBelow('/1.0/operations')),
});

/** Each as the server has it; `all-projects` as above. */
export const listOperations = apiOperation({
  method: 'GET',
  path: '/1.0/operations?recursion=1',
  title: 'List operations',
  query: ['project', 'all-projects'],
  decode: (metadata) =>
    everyStatus(metadata, (list) => asList(list, 'operations', (item) => asObject(item, 'operation'))),
});

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
