import { apiOperation, body, rawOperation } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { NetworkACL, NetworkACLPost, NetworkACLPut, NetworkACLsPost } from './wire';

const decodeAcl = shaped<NetworkACL>('network ACL', { name: 'text', ingress: 'list', egress: 'list' });

export const listAclNames = apiOperation({
  method: 'GET',
  path: '/1.0/network-acls',
  title: 'List the names of network ACLs',
  needs: 'network_acl',
  query: ['project', 'all-projects', 'filter'],
  decode: namesBelow('/1.0/network-acls'),
});

export const listAcls = apiOperation({
  method: 'GET',
  path: '/1.0/network-acls?recursion=1',
  title: 'List network ACLs',
  needs: 'network_acl',
  query: ['project', 'all-projects', 'filter'],
  decode: listOf('network ACLs', decodeAcl),
});

export const createAcl = apiOperation({
  method: 'POST',
  path: '/1.0/network-acls',
  title: 'Create a network ACL',
  needs: 'network_acl',
  query: ['project'],
  body: body<NetworkACLsPost>({
    name: '',
    description: '',
    config: {},
    ingress: [],
    egress: [],
  } satisfies NetworkACLsPost),
  decode: nothing,
});

export const getAcl = apiOperation({
  method: 'GET',
  path: '/1.0/network-acls/{name}',
  title: 'Show a network ACL',
  needs: 'network_acl',
  query: ['project'],
  decode: decodeAcl,
});

/** What the body leaves out is emptied. */
export const putAcl = apiOperation({
  method: 'PUT',
  path: '/1.0/network-acls/{name}',
  title: 'Replace a network ACL',
  needs: 'network_acl',
  query: ['project'],
  body: body<NetworkACLPut>({ description: '', config: {}, ingress: [], egress: [] } satisfies NetworkACLPut),
  decode: nothing,
});

export const patchAcl = apiOperation({
  method: 'PATCH',
  path: '/1.0/network-acls/{name}',
  title: 'Change a network ACL',
  needs: 'network_acl',
  query: ['project'],
  body: body<NetworkACLPut>({ description: '', config: {}, ingress: [], egress: [] } satisfies NetworkACLPut),
  decode: nothing,
});

export const renameAcl = apiOperation({
  method: 'POST',
  path: '/1.0/network-acls/{name}',
  title: 'Rename a network ACL',
  needs: 'network_acl',
  query: ['project'],
  body: body<NetworkACLPost>({ name: '' } satisfies NetworkACLPost),
  decode: nothing,
});

export const deleteAcl = apiOperation({
  method: 'DELETE',
  path: '/1.0/network-acls/{name}',
  title: 'Delete a network ACL',
  needs: 'network_acl',
  query: ['project'],
  decode: nothing,
});

/** Text, a line for each packet that a rule has logged. */
export const getAclLog = rawOperation({
  method: 'GET',
  path: '/1.0/network-acls/{name}/log',
  title: 'Show the log of a network ACL',
  needs: 'network_acl_log',
  query: ['project'],
  answer: 'raw',
});
