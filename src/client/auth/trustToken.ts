import { isObject, type JsonObject } from '../decode';
import { parseHost } from './hostPort';

/** What `lxc config trust add` and `incus config trust add` print for somebody who shall be let in. */
export interface TrustToken {
  /** Name that the server will give our certificate. */
  readonly clientName: string;
  /** Of the server's certificate: lower-case hex SHA-256. */
  readonly fingerprint: string;
  /** Where the server listens, each `host:port`. */
  readonly addresses: readonly string[];
  readonly secret: string;
  /** undefined where it never expires. */
  readonly expiresAt: Date | undefined;
  /** Kind of identity (LXD 5.21 and newer), '' for a plain client certificate. */
  readonly type: string;
  /** The whole token as it is sent: base64. A secret. */
  readonly text: string;
}

/** No server prints a longer one: a cluster of 50 members has 3 KB. In characters. */
const maxLength = 64 * 1024;

/** What a year-1 date means to Go: no date. */
const goZeroYear = 1;

/**
 * Reads a trust token: base64 of `{client_name, fingerprint, addresses, secret, expires_at, type}`. Blanks and line
 * breaks are dropped, as terminals add them.
 * @returns undefined where the text is no token
 */
export function parseTrustToken(text: string): TrustToken | undefined {
  if (text.length > maxLength) return undefined;
  const joined = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]{40,}={0,2}$/.test(joined)) return undefined;
  const object = parseObject(Buffer.from(joined, 'base64').toString('utf8'));
  if (!object) return undefined;
  const { client_name: clientName, fingerprint, addresses, secret, type = '' } = object;
  const expiresAt = parseExpiry(object['expires_at']);
  if (typeof clientName !== 'string' || typeof type !== 'string' || expiresAt === 'wrong') return undefined;
  if (typeof secret !== 'string' || secret === '') return undefined;
  if (typeof fingerprint !== 'string' || !/^[0-9a-f]{64}$/i.test(fingerprint)) return undefined;
  if (!Array.isArray(addresses) || !addresses.every(isAddress)) return undefined;
  return {
    clientName,
    fingerprint: fingerprint.toLowerCase(),
    addresses,
    secret,
    expiresAt,
    type,
    text: joined,
  };
}

/** True where the token's time is over by `now`. The server's clock decides in the end. */
export function isExpired({ expiresAt }: TrustToken, now: Date): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // not JSON: no token
  }
}

/** Older servers send no date at all. */
function parseExpiry(value: unknown): Date | undefined | 'wrong' {
  if (value === undefined || value === null) return undefined;
  const date = new Date(typeof value === 'string' ? value : NaN);
  if (Number.isNaN(date.getTime())) return 'wrong';
  return date.getUTCFullYear() <= goZeroYear ? undefined : date;
}

function isAddress(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const parsed = parseHost(value);
  return 'host' in parsed && parsed.port !== undefined;
}
