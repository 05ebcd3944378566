import { apiOperation, body } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type {
  InstanceSnapshot,
  InstanceSnapshotPost,
  InstanceSnapshotPut,
  InstanceSnapshotsPost,
} from './wire';

const decodeSnapshot = shaped<InstanceSnapshot>('snapshot', {
  name: 'text',
  config: 'map',
  devices: 'map',
  profiles: 'list',
});

export const listSnapshotNames = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/snapshots',
  title: 'List the names of snapshots of an instance',
  query: ['project'],
  decode: namesBelow('/1.0/instances/{name}/snapshots'),
});

export const listSnapshots = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/snapshots?recursion=1',
  title: 'List snapshots of an instance',
  query: ['project'],
  decode: listOf('snapshots', decodeSnapshot),
});

/** Without `name` the server chooses one, like `snap0`. */
export const createSnapshot = apiOperation({
  method: 'POST',
  path: '/1.0/instances/{name}/snapshots',
  title: 'Create a snapshot of an instance',
  query: ['project'],
  body: body<InstanceSnapshotsPost>({ name: '', stateful: false } satisfies InstanceSnapshotsPost),
  answer: 'operation',
  decode: nothing,
});

export const getSnapshot = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/snapshots/{snapshot}',
  title: 'Show a snapshot of an instance',
  query: ['project'],
  decode: decodeSnapshot,
});

/** Only when it expires can be changed; the year 1 means never. */
export const putSnapshot = apiOperation({
  method: 'PUT',
  path: '/1.0/instances/{name}/snapshots/{snapshot}',
  title: 'Set when a snapshot of an instance expires',
  query: ['project'],
  body: body<InstanceSnapshotPut>({ expires_at: '0001-01-01T00:00:00Z' } satisfies InstanceSnapshotPut),
  answer: 'operation',
  decode: nothing,
});

export const patchSnapshot = apiOperation({
  method: 'PATCH',
  path: '/1.0/instances/{name}/snapshots/{snapshot}',
  title: 'Change a snapshot of an instance',
  query: ['project'],
  body: body<InstanceSnapshotPut>({ expires_at: '0001-01-01T00:00:00Z' } satisfies InstanceSnapshotPut),
  answer: 'operation',
  decode: nothing,
});

/** With `migration`, hands it over to another server. */
export const postSnapshot = apiOperation({
  method: 'POST',
  path: '/1.0/instances/{name}/snapshots/{snapshot}',
  title: 'Rename or move a snapshot of an instance',
  query: ['project'],
  body: body<InstanceSnapshotPost>({ name: '' } satisfies InstanceSnapshotPost),
  answer: 'operation',
  decode: nothing,
});

export const deleteSnapshot = apiOperation({
  method: 'DELETE',
  path: '/1.0/instances/{name}/snapshots/{snapshot}',
  title: 'Delete a snapshot of an instance',
  query: ['project', 'disk-volumes'],
  answer: 'operation',
  decode: nothing,
});
