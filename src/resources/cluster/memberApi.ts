import { apiOperation, body } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type {
  ClusterMember,
  ClusterMemberPost,
  ClusterMemberPut,
  ClusterMembersPost,
  ClusterMemberState,
  ClusterMemberStatePost,
} from './wire';

const decodeMember = shaped<ClusterMember>('cluster member', {
  server_name: 'text',
  status: 'text',
  roles: 'list',
  groups: 'list',
});
const decodeState = shaped<ClusterMemberState>('state of a cluster member', {
  sysinfo: 'map',
  storage_pools: 'map',
});

export const listMemberNames = apiOperation({
  method: 'GET',
  path: '/1.0/cluster/members',
  title: 'List the names of cluster members',
  needs: 'clustering',
  query: ['filter'],
  decode: namesBelow('/1.0/cluster/members'),
});

export const listMembers = apiOperation({
  method: 'GET',
  path: '/1.0/cluster/members?recursion=1',
  title: 'List cluster members',
  needs: 'clustering',
  query: ['filter'],
  decode: listOf('cluster members', decodeMember),
});

/** The operation stays until the token is used or cancelled; its metadata has the secret. */
export const createMemberToken = apiOperation({
  method: 'POST',
  path: '/1.0/cluster/members',
  title: 'Hand out a token to join the cluster',
  needs: 'clustering_join_token',
  body: body<ClusterMembersPost>({ server_name: '' } satisfies ClusterMembersPost),
  answer: 'operation',
  decode: nothing,
});

export const getMember = apiOperation({
  method: 'GET',
  path: '/1.0/cluster/members/{name}',
  title: 'Show a cluster member',
  needs: 'clustering',
  decode: decodeMember,
});

/** What the body leaves out is emptied. */
export const putMember = apiOperation({
  method: 'PUT',
  path: '/1.0/cluster/members/{name}',
  title: 'Replace the settings of a cluster member',
  needs: 'clustering_edit_roles',
  body: body<ClusterMemberPut>({
    description: '',
    config: {},
    failure_domain: 'default',
    groups: ['default'],
    roles: [],
  } satisfies ClusterMemberPut),
  decode: nothing,
});

export const patchMember = apiOperation({
  method: 'PATCH',
  path: '/1.0/cluster/members/{name}',
  title: 'Change the settings of a cluster member',
  needs: 'clustering_edit_roles',
  body: body<ClusterMemberPut>({
    description: '',
    config: {},
    failure_domain: 'default',
    groups: ['default'],
    roles: [],
  } satisfies ClusterMemberPut),
  decode: nothing,
});

export const renameMember = apiOperation({
  method: 'POST',
  path: '/1.0/cluster/members/{name}',
  title: 'Rename a cluster member',
  needs: 'clustering',
  body: body<ClusterMemberPost>({ server_name: '' } satisfies ClusterMemberPost),
  decode: nothing,
});

/** With `force` also one that does not answer; what is on it is lost to the cluster. */
export const deleteMember = apiOperation({
  method: 'DELETE',
  path: '/1.0/cluster/members/{name}',
  title: 'Remove a cluster member',
  needs: 'clustering',
  query: ['force'],
  decode: nothing,
});

export const getMemberState = apiOperation({
  method: 'GET',
  path: '/1.0/cluster/members/{name}/state',
  title: 'Show the state of a cluster member',
  needs: 'cluster_member_state',
  decode: decodeState,
});

export const setMemberState = apiOperation({
  method: 'POST',
  path: '/1.0/cluster/members/{name}/state',
  title: 'Evacuate or restore a cluster member',
  needs: 'clustering_evacuation',
  body: body<ClusterMemberStatePost>({ action: 'evacuate' } satisfies ClusterMemberStatePost),
  answer: 'operation',
  decode: nothing,
});
