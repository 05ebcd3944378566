// Who may sign in to newer LXD: identities, their sessions and permissions.
import { apiOperation, body } from '../../client/apiOperation';
import { asObject, listOf, namesBelow, textField } from '../../client/decode';
import { type Endpoint, nothing } from '../../client/endpoint';
import { decodeIdentity, decodeIdentityInfo, decodePermission, decodeSession } from './identity';
import type {
  IdentitiesBearerPost,
  IdentitiesTLSPost,
  Identity,
  IdentityBearerToken,
  IdentityBearerTokenPost,
  IdentityPut,
} from './wire';

const management = 'access_management';
const tls = 'access_management_tls';
const bearer = 'auth_bearer_devlxd';
const sessions = 'auth_oidc_sessions';

export const listIdentityNames = apiOperation({
  method: 'GET',
  path: '/1.0/auth/identities',
  title: 'List the names of identities',
  needs: management,
  decode: namesBelow('/1.0/auth/identities'),
});

export const getCurrentIdentity = apiOperation({
  method: 'GET',
  path: '/1.0/auth/identities/current',
  title: 'Get who we are',
  needs: management,
  decode: decodeIdentityInfo,
});

export const listBearerIdentityNames = apiOperation({
  method: 'GET',
  path: '/1.0/auth/identities/bearer',
  title: 'List the names of bearer identities',
  needs: bearer,
  decode: namesBelow('/1.0/auth/identities/bearer'),
});

export const createBearerIdentity = apiOperation({
  method: 'POST',
  path: '/1.0/auth/identities/bearer',
  title: 'Create a bearer identity',
  needs: bearer,
  body: body<IdentitiesBearerPost>({ name: '', type: '', groups: [] } satisfies IdentitiesBearerPost),
  decode: nothing,
});

export const getBearerIdentity = apiOperation({
  method: 'GET',
  path: '/1.0/auth/identities/bearer/{nameOrIdentifier}',
  title: 'Get a bearer identity',
  needs: bearer,
  decode: decodeIdentity,
});

export const putBearerIdentity = apiOperation({
  method: 'PUT',
  path: '/1.0/auth/identities/bearer/{nameOrIdentifier}',
  title: 'Replace a bearer identity',
  needs: bearer,
  body: body<IdentityPut>({ groups: [] } satisfies IdentityPut),
  decode: nothing,
});

export const patchBearerIdentity = apiOperation({
  method: 'PATCH',
  path: '/1.0/auth/identities/bearer/{nameOrIdentifier}',
  title: 'Change a bearer identity',
  needs: bearer,
  body: body<IdentityPut>({ groups: [] } satisfies IdentityPut),
  decode: nothing,
});

export const deleteBearerIdentity = apiOperation({
  method: 'DELETE',
  path: '/1.0/auth/identities/bearer/{nameOrIdentifier}',
  title: 'Delete a bearer identity',
  needs: bearer,
  decode: nothing,
});

export const listOidcIdentityNames = apiOperation({
  method: 'GET',
  path: '/1.0/auth/identities/oidc',
  title: 'List the names of OpenID Connect identities',
  needs: management,
  decode: namesBelow('/1.0/auth/identities/oidc'),
});

export const getOidcIdentity = apiOperation({
  method: 'GET',
  path: '/1.0/auth/identities/oidc/{nameOrIdentifier}',
  title: 'Get an OpenID Connect identity',
  needs: management,
  decode: decodeIdentity,
});

export const putOidcIdentity = apiOperation({
  method: 'PUT',
  path: '/1.0/auth/identities/oidc/{nameOrIdentifier}',
  title: 'Replace an OpenID Connect identity',
  needs: management,
  body: body<IdentityPut>({ groups: [] } satisfies IdentityPut),
  decode: nothing,
});

export const patchOidcIdentity = apiOperation({
  method: 'PATCH',
  path: '/1.0/auth/identities/oidc/{nameOrIdentifier}',
  title: 'Change an OpenID Connect identity',
  needs: management,
  body: body<IdentityPut>({ groups: [] } satisfies IdentityPut),
  decode: nothing,
});

export const deleteOidcIdentity = apiOperation({
  method: 'DELETE',
  path: '/1.0/auth/identities/oidc/{nameOrIdentifier}',
  title: 'Delete an OpenID Connect identity',
  needs: tls,
  decode: nothing,
});

export const listTlsIdentityNames = apiOperation({
  method: 'GET',
  path: '/1.0/auth/identities/tls',
  title: 'List the names of TLS identities',
  needs: management,
  decode: namesBelow('/1.0/auth/identities/tls'),
});

/** With `token: true` the answer is a CertificateAddToken, else null. `certificate` is PEM. */
export const createTlsIdentity = apiOperation({
  method: 'POST',
  path: '/1.0/auth/identities/tls',
  title: 'Create a TLS identity, or ask for a token for one',
  needs: tls,
  body: body<IdentitiesTLSPost>({ name: '', groups: [], token: true } satisfies IdentitiesTLSPost),
  decode: (metadata) => metadata,
});

export const getTlsIdentity = apiOperation({
  method: 'GET',
  path: '/1.0/auth/identities/tls/{nameOrIdentifier}',
  title: 'Get a TLS identity',
  needs: management,
  decode: decodeIdentity,
});

export const putTlsIdentity = apiOperation({
  method: 'PUT',
  path: '/1.0/auth/identities/tls/{nameOrIdentifier}',
  title: 'Replace a TLS identity',
  needs: management,
  body: body<IdentityPut>({ groups: [], tls_certificate: '' } satisfies IdentityPut),
  decode: nothing,
});

export const patchTlsIdentity = apiOperation({
  method: 'PATCH',
  path: '/1.0/auth/identities/tls/{nameOrIdentifier}',
  title: 'Change a TLS identity',
  needs: management,
  body: body<IdentityPut>({ groups: [] } satisfies IdentityPut),
  decode: nothing,
});

export const deleteTlsIdentity = apiOperation({
  method: 'DELETE',
  path: '/1.0/auth/identities/tls/{nameOrIdentifier}',
  title: 'Delete a TLS identity',
  needs: tls,
  decode: nothing,
});

/** The token is a secret, told once. `expiry` is like `1d 3H`; the identity's older token stops working. */
export const issueBearerToken = apiOperation({
  method: 'POST',
  path: '/1.0/auth/identities/bearer/{nameOrID}/token',
  title: 'Issue a token for a bearer identity',
  needs: bearer,
  body: body<IdentityBearerTokenPost>({ expiry: '' } satisfies IdentityBearerTokenPost),
  decode: (metadata): IdentityBearerToken => ({ token: textField(asObject(metadata, 'token'), 'token') }),
});

export const revokeBearerToken = apiOperation({
  method: 'DELETE',
  path: '/1.0/auth/identities/bearer/{nameOrID}/token',
  title: 'Revoke the token of a bearer identity',
  needs: bearer,
  decode: nothing,
});

export const listOidcSessionNames = apiOperation({
  method: 'GET',
  path: '/1.0/auth/oidc-sessions',
  title: 'List the names of OpenID Connect sessions',
  needs: sessions,
  decode: namesBelow('/1.0/auth/oidc-sessions'),
});

export const getOidcSession = apiOperation({
  method: 'GET',
  path: '/1.0/auth/oidc-sessions/{id}',
  title: 'Get an OpenID Connect session',
  needs: sessions,
  decode: decodeSession,
});

export const deleteOidcSession = apiOperation({
  method: 'DELETE',
  path: '/1.0/auth/oidc-sessions/{id}',
  title: 'End an OpenID Connect session',
  needs: sessions,
  decode: nothing,
});

export const listPermissions = apiOperation({
  method: 'GET',
  path: '/1.0/auth/permissions',
  title: 'List permissions',
  needs: management,
  query: ['project'],
  decode: listOf('permissions', decodePermission),
});

/** GET /1.0/auth/identities?recursion=1: all identities, however they sign in. */
export function listIdentities(): Endpoint<Identity[]> {
  return {
    ...listIdentityNames(),
    query: { recursion: 1 },
    decode: listOf('identities', decodeIdentity),
  };
}
