// Groups of newer LXD: whom they hold, what they may do, and the groups of an identity provider that stand for them.
import { apiOperation, body } from '../../client/apiOperation';
import { namesBelow } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import { decodeGroup, decodeProviderGroup } from './identity';
import type {
  AuthGroupPost,
  AuthGroupPut,
  AuthGroupsPost,
  IdentityProviderGroupPost,
  IdentityProviderGroupPut,
  IdentityProviderGroupsPost,
  Permission,
} from './wire';

const management = 'access_management';

const permission: Permission = {
  entity_type: 'project',
  url: '/1.0/projects/default',
  entitlement: 'viewer',
};

export const listAuthGroupNames = apiOperation({
  method: 'GET',
  path: '/1.0/auth/groups',
  title: 'List the names of groups',
  needs: management,
  decode: namesBelow('/1.0/auth/groups'),
});

export const createAuthGroup = apiOperation({
  method: 'POST',
  path: '/1.0/auth/groups',
  title: 'Create a group',
  needs: management,
  body: body<AuthGroupsPost>({
    name: '',
    description: '',
    permissions: [permission],
  } satisfies AuthGroupsPost),
  decode: nothing,
});

export const getAuthGroup = apiOperation({
  method: 'GET',
  path: '/1.0/auth/groups/{groupName}',
  title: 'Get a group',
  needs: management,
  decode: decodeGroup,
});

export const putAuthGroup = apiOperation({
  method: 'PUT',
  path: '/1.0/auth/groups/{groupName}',
  title: 'Replace a group',
  needs: management,
  body: body<AuthGroupPut>({ description: '', permissions: [permission] } satisfies AuthGroupPut),
  decode: nothing,
});

export const patchAuthGroup = apiOperation({
  method: 'PATCH',
  path: '/1.0/auth/groups/{groupName}',
  title: 'Change a group',
  needs: management,
  body: body<AuthGroupPut>({ description: '' } satisfies AuthGroupPut),
  decode: nothing,
});

export const renameAuthGroup = apiOperation({
  method: 'POST',
  path: '/1.0/auth/groups/{groupName}',
  title: 'Rename a group',
  needs: management,
  body: body<AuthGroupPost>({ name: '' } satisfies AuthGroupPost),
  decode: nothing,
});

export const deleteAuthGroup = apiOperation({
  method: 'DELETE',
  path: '/1.0/auth/groups/{groupName}',
  title: 'Delete a group',
  needs: management,
  decode: nothing,
});

export const listProviderGroupNames = apiOperation({
  method: 'GET',
  path: '/1.0/auth/identity-provider-groups',
  title: 'List the names of groups of the identity provider',
  needs: management,
  decode: namesBelow('/1.0/auth/identity-provider-groups'),
});

export const createProviderGroup = apiOperation({
  method: 'POST',
  path: '/1.0/auth/identity-provider-groups',
  title: 'Map a group of the identity provider',
  needs: management,
  body: body<IdentityProviderGroupsPost>({ name: '', groups: [] } satisfies IdentityProviderGroupsPost),
  decode: nothing,
});

export const getProviderGroup = apiOperation({
  method: 'GET',
  path: '/1.0/auth/identity-provider-groups/{idpGroupName}',
  title: 'Get the mapping of a group of the identity provider',
  needs: management,
  decode: decodeProviderGroup,
});

export const putProviderGroup = apiOperation({
  method: 'PUT',
  path: '/1.0/auth/identity-provider-groups/{idpGroupName}',
  title: 'Replace the mapping of a group of the identity provider',
  needs: management,
  body: body<IdentityProviderGroupPut>({ groups: [] } satisfies IdentityProviderGroupPut),
  decode: nothing,
});

export const patchProviderGroup = apiOperation({
  method: 'PATCH',
  path: '/1.0/auth/identity-provider-groups/{idpGroupName}',
  title: 'Change the mapping of a group of the identity provider',
  needs: management,
  body: body<IdentityProviderGroupPut>({ groups: [] } satisfies IdentityProviderGroupPut),
  decode: nothing,
});

export const renameProviderGroup = apiOperation({
  method: 'POST',
  path: '/1.0/auth/identity-provider-groups/{idpGroupName}',
  title: 'Rename the mapping of a group of the identity provider',
  needs: management,
  body: body<IdentityProviderGroupPost>({ name: '' } satisfies IdentityProviderGroupPost),
  decode: nothing,
});

export const deleteProviderGroup = apiOperation({
  method: 'DELETE',
  path: '/1.0/auth/identity-provider-groups/{idpGroupName}',
  title: 'Delete the mapping of a group of the identity provider',
  needs: management,
  decode: nothing,
});
