import { apiOperation, body } from '../../client/apiOperation';
import { namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type {
  Replicator,
  ReplicatorPost,
  ReplicatorPut,
  ReplicatorsPost,
  ReplicatorState,
  ReplicatorStatePut,
} from './wire';

const decodeReplicator = shaped<Replicator>('replicator', { name: 'text', config: 'map' });
const decodeState = shaped<ReplicatorState>('state of a replicator', { status: 'text' });

export const listReplicatorNames = apiOperation({
  method: 'GET',
  path: '/1.0/replicators',
  title: 'List the names of replicators',
  needs: 'replicators',
  query: ['project', 'all-projects'],
  decode: namesBelow('/1.0/replicators'),
});

export const createReplicator = apiOperation({
  method: 'POST',
  path: '/1.0/replicators',
  title: 'Create a replicator',
  needs: 'replicators',
  query: ['project'],
  body: body<ReplicatorsPost>({ name: '', description: '', config: {} } satisfies ReplicatorsPost),
  decode: nothing,
});

export const getReplicator = apiOperation({
  method: 'GET',
  path: '/1.0/replicators/{name}',
  title: 'Show a replicator',
  needs: 'replicators',
  query: ['project'],
  decode: decodeReplicator,
});

/** What the body leaves out is emptied. */
export const putReplicator = apiOperation({
  method: 'PUT',
  path: '/1.0/replicators/{name}',
  title: 'Replace a replicator',
  needs: 'replicators',
  query: ['project'],
  body: body<ReplicatorPut>({ description: '', config: {} } satisfies ReplicatorPut),
  decode: nothing,
});

export const patchReplicator = apiOperation({
  method: 'PATCH',
  path: '/1.0/replicators/{name}',
  title: 'Change a replicator',
  needs: 'replicators',
  query: ['project'],
  body: body<ReplicatorPut>({ description: '', config: {} } satisfies ReplicatorPut),
  decode: nothing,
});

export const renameReplicator = apiOperation({
  method: 'POST',
  path: '/1.0/replicators/{name}',
  title: 'Rename a replicator',
  needs: 'replicators',
  query: ['project'],
  body: body<ReplicatorPost>({ name: '' } satisfies ReplicatorPost),
  decode: nothing,
});

export const deleteReplicator = apiOperation({
  method: 'DELETE',
  path: '/1.0/replicators/{name}',
  title: 'Delete a replicator',
  needs: 'replicators',
  query: ['project'],
  decode: nothing,
});

export const getReplicatorState = apiOperation({
  method: 'GET',
  path: '/1.0/replicators/{name}/state',
  title: 'Show the state of a replicator',
  needs: 'replicators',
  query: ['project'],
  decode: decodeState,
});

export const setReplicatorState = apiOperation({
  method: 'PUT',
  path: '/1.0/replicators/{name}/state',
  title: 'Run a replicator',
  needs: 'replicators',
  query: ['project'],
  body: body<ReplicatorStatePut>({ action: '' } satisfies ReplicatorStatePut),
  answer: 'operation',
  decode: nothing,
});
