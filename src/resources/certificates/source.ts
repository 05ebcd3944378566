import { AppError } from '../../base/errors';
import type { CollectionSource } from '../../model/collectionSource';
import type { Connection } from '../../model/connection';
import { getCertificate, listCertificates } from './api';
import { type TrustToken, listTrustTokens } from './token';
import type { Certificate } from './wire';

/** How the certificates that a server trusts are listed, fetched and recognised in events. */
export function certificateSource(connection: Connection): CollectionSource<Certificate> {
  return {
    nameOf: ({ fingerprint }) => fingerprint,
    list: (options) => connection.transport.value(listCertificates(), options),
    get: async (fingerprint, options) => {
      try {
        return await connection.transport.value(getCertificate({ fingerprint }), options);
      } catch (error) {
        if (AppError.is(error, 'notFound')) return undefined;
        throw error;
      }
    },
    touches: ({ action, source }) => {
      if (!action.startsWith('certificate-')) return [];
      const fingerprint = decodeURIComponent(source.split('/')[3] ?? '');
      return fingerprint ? [fingerprint] : [];
    },
  };
}

/** Trust tokens come with no lifecycle event but with those of operations, on which their list is asked for again. */
export function tokenSource(connection: Connection): CollectionSource<TrustToken> {
  const list: CollectionSource<TrustToken>['list'] = async (options) => {
    try {
      return await connection.transport.value(listTrustTokens, options);
    } catch (error) {
      if (AppError.is(error, 'forbidden')) return []; // who may not see operations may see certificates all the same
      throw error;
    }
  };
  return {
    nameOf: ({ id }) => id,
    list,
    get: async (id, options) => (await list(options)).find((token) => token.id === id),
    touches: () => [],
  };
}
