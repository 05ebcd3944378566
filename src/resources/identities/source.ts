import { AppError } from '../../base/errors';
import type { Endpoint } from '../../client/endpoint';
import type { Lifecycle } from '../../client/events';
import type { CollectionSource } from '../../model/collectionSource';
import type { Connection } from '../../model/connection';
import {
  deleteBearerIdentity,
  deleteOidcIdentity,
  deleteTlsIdentity,
  getBearerIdentity,
  getOidcIdentity,
  getTlsIdentity,
  listIdentities,
} from './api';
import type { Identity } from './wire';

/** How one way of signing in is looked at and ended. */
const ways = {
  tls: { get: getTlsIdentity, remove: deleteTlsIdentity },
  oidc: { get: getOidcIdentity, remove: deleteOidcIdentity },
  bearer: { get: getBearerIdentity, remove: deleteBearerIdentity },
} as const;

type Way = keyof typeof ways;

/** `tls/<fingerprint>`, `oidc/<address>`: unique among the identities of a server, as in their addresses. */
export function identityName({ authentication_method: method = '', id }: Identity): string {
  return `${method}/${id}`;
}

/** DELETE of the identity with this name; undefined for a way of signing in that is not known here. */
export function removeIdentity(name: string): Endpoint<void> | undefined {
  const found = split(name);
  return found && ways[found.way].remove({ nameOrIdentifier: found.id });
}

/** How the identities of a server are listed, fetched and recognised in events; none where it has no such thing. */
export function identitySource(connection: Connection): CollectionSource<Identity> {
  return {
    nameOf: identityName,
    list: async (options) => {
      if (!hasIdentities(connection)) return [];
      try {
        return await connection.transport.value(listIdentities(), options);
      } catch (error) {
        if (AppError.is(error, 'forbidden')) return []; // who may not see identities may see certificates all the same
        throw error;
      }
    },
    get: async (name, options) => {
      const found = split(name);
      if (!found) return undefined;
      try {
        const endpoint = ways[found.way].get({ nameOrIdentifier: found.id });
        return await connection.transport.value(endpoint, options);
      } catch (error) {
        if (AppError.is(error, 'notFound')) return undefined;
        throw error;
      }
    },
    touches: ({ action, source }) => {
      // A trusted certificate is an identity too, and its removal is told as that of a certificate only.
      if (action.startsWith('certificate-') && hasIdentities(connection)) {
        const fingerprint = source.split('/')[3];
        return fingerprint ? [`tls/${fingerprint}`] : [];
      }
      if (!action.startsWith('identity-')) return [];
      const [, , , kind, method, id] = source.split('/');
      return kind === 'identities' && method && id ? [`${method}/${decodeURIComponent(id)}`] : [];
    },
  };
}

/** Whether this event is of somebody who used a token: their identity has another name from then on, which it does not say. */
export function isActivation({ action, source }: Lifecycle): boolean {
  const [, , , kind, method, id = ''] = source.split('/');
  return (
    action === 'identity-updated' && kind === 'identities' && method === 'tls' && !/^[0-9a-f]{64}$/.test(id)
  );
}

function hasIdentities({ server }: Connection): boolean {
  return server?.extensions.has('access_management') === true;
}

function split(name: string): { way: Way; id: string } | undefined {
  const [method = '', ...rest] = name.split('/');
  return Object.hasOwn(ways, method) ? { way: method as Way, id: rest.join('/') } : undefined;
}
