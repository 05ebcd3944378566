import { apiOperation, body } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { ClusterGroup, ClusterGroupPost, ClusterGroupPut, ClusterGroupsPost } from './wire';

const decodeGroup = shaped<ClusterGroup>('cluster group', { name: 'text', members: 'list' });

export const listGroupNames = apiOperation({
  method: 'GET',
  path: '/1.0/cluster/groups',
  title: 'List the names of cluster groups',
  needs: 'clustering_groups',
  query: ['filter'],
  decode: namesBelow('/1.0/cluster/groups'),
});

export const listGroups = apiOperation({
  method: 'GET',
  path: '/1.0/cluster/groups?recursion=1',
  title: 'List cluster groups',
  needs: 'clustering_groups',
  query: ['filter'],
  decode: listOf('cluster groups', decodeGroup),
});

export const createGroup = apiOperation({
  method: 'POST',
  path: '/1.0/cluster/groups',
  title: 'Create a cluster group',
  needs: 'clustering_groups',
  body: body<ClusterGroupsPost>({ name: '', description: '', members: [] } satisfies ClusterGroupsPost),
  decode: nothing,
});

export const getGroup = apiOperation({
  method: 'GET',
  path: '/1.0/cluster/groups/{name}',
  title: 'Show a cluster group',
  needs: 'clustering_groups',
  decode: decodeGroup,
});

/** What the body leaves out is emptied. */
export const putGroup = apiOperation({
  method: 'PUT',
  path: '/1.0/cluster/groups/{name}',
  title: 'Replace a cluster group',
  needs: 'clustering_groups',
  body: body<ClusterGroupPut>({ description: '', members: [] } satisfies ClusterGroupPut),
  decode: nothing,
});

export const patchGroup = apiOperation({
  method: 'PATCH',
  path: '/1.0/cluster/groups/{name}',
  title: 'Change a cluster group',
  needs: 'clustering_groups',
  body: body<ClusterGroupPut>({ description: '', members: [] } satisfies ClusterGroupPut),
  decode: nothing,
});

export const renameGroup = apiOperation({
  method: 'POST',
  path: '/1.0/cluster/groups/{name}',
  title: 'Rename a cluster group',
  needs: 'clustering_groups',
  body: body<ClusterGroupPost>({ name: '' } satisfies ClusterGroupPost),
  decode: nothing,
});

export const deleteGroup = apiOperation({
  method: 'DELETE',
  path: '/1.0/cluster/groups/{name}',
  title: 'Delete a cluster group',
  needs: 'clustering_groups',
  decode: nothing,
});
