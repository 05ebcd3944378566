import { asObject, isObject, optionalText, type JsonObject } from '../../client/decode';
import type { Endpoint } from '../../client/endpoint';
import { type Operation, decodeOperation } from '../../client/operation';
import type { CertificateAddToken } from './wire';

/** A trust token that was handed out and not used yet. The server keeps it as an operation that never ends. */
export interface TrustToken {
  /** The operation's. */
  readonly id: string;
  /** Name that the certificate will get. */
  readonly name: string;
  readonly restricted: boolean;
  readonly projects: readonly string[];
  /** Undefined where it stays good until it is used. */
  readonly expires: Date | undefined;
  /** What is pasted on the other computer: a secret. */
  readonly text: string;
}

/** GET /1.0/operations?recursion=1, reduced to the trust tokens that are still good. */
export const listTrustTokens: Endpoint<TrustToken[]> = {
  method: 'GET',
  path: '/1.0/operations',
  query: { recursion: 1 },
  decode: (metadata) => {
    // A list for each status; null where there is no operation at all.
    const byStatus = isObject(metadata) ? Object.values(metadata) : [];
    return byStatus
      .flatMap((list): unknown[] => (Array.isArray(list) ? list : []))
      .map((item) => trustTokenOf(decodeOperation(asObject(item, 'operation'))))
      .filter((token) => token !== undefined);
  },
};

/** The trust token that an operation stands for; undefined for every other operation, and for one that is used. */
export function trustTokenOf({ id, class: kind, statusCode, metadata }: Operation): TrustToken | undefined {
  const { request, addresses } = metadata;
  // Images and joining a cluster have tokens too: theirs carry no request of ours.
  if (kind !== 'token' || statusCode >= 200 || !isObject(request) || !Array.isArray(addresses))
    return undefined;
  const name = optionalText(request, 'name');
  const expires = expiryOf(metadata);
  const content = {
    client_name: name,
    fingerprint: optionalText(metadata, 'fingerprint'),
    addresses: addresses.filter((address) => typeof address === 'string'),
    secret: optionalText(metadata, 'secret'),
    expires_at: expires?.toISOString() ?? '0001-01-01T00:00:00Z',
  } satisfies CertificateAddToken;
  return {
    id,
    name,
    restricted: request['restricted'] === true,
    projects: Array.isArray(request['projects'])
      ? request['projects'].filter((project) => typeof project === 'string')
      : [],
    expires,
    text: Buffer.from(JSON.stringify(content)).toString('base64'),
  };
}

function expiryOf(metadata: JsonObject): Date | undefined {
  const expires = new Date(optionalText(metadata, 'expiresAt'));
  return Number.isNaN(expires.getTime()) || expires.getFullYear() < 1971 ? undefined : expires;
}
