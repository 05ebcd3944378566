import { isIPv4 } from 'node:net';
import type * as OAuth from 'oauth4webapi';
import { AppError, cancelled, isCancelled, messageOf } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import type { OidcProvider, OidcTokens } from './oidcTypes';

/** An issuer of tokens whose endpoints are known. */
export interface Issuer {
  readonly oauth: typeof OAuth;
  readonly server: OAuth.AuthorizationServer;
  readonly client: OAuth.Client;
  /** Goes with every request. */
  readonly options: (signal: AbortSignal) => object;
}

/** How long one answer of the issuer may take, in milliseconds. */
const limitMs = 30_000;

/** How far our clock and the issuer's may be apart, in seconds. */
const clockToleranceS = 300;

/**
 * Reads the issuer's discovery document (OpenID Connect Discovery 1.0). Requests go the host's own way, through its
 * proxies and with its authorities: an issuer is an ordinary web server.
 * @throws AppError 'untrusted' where it or one of its endpoints is plain http on another machine, 'unreachable',
 * 'protocol'; AbortError
 */
export async function openIssuer(provider: OidcProvider, { signal }: Abortable): Promise<Issuer> {
  const { issuer, clientId } = provider;
  const url = safeUrl(issuer, issuer);
  // Loaded on first use: few servers are signed in to.
  const oauth = await import('oauth4webapi');
  const options = (within: AbortSignal): object => ({
    signal: AbortSignal.any([within, AbortSignal.timeout(limitMs)]),
    // Deprecated only to stand out. safeUrl has looked at each address: http is only ever used on this machine.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    ...(url.protocol === 'http:' ? { [oauth.allowInsecureRequests]: true } : {}),
  });
  const server = await asking(issuer, signal, async () =>
    oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, options(signal))),
  );
  for (const endpoint of [server.token_endpoint, server.device_authorization_endpoint])
    if (endpoint !== undefined) safeUrl(endpoint, issuer);
  const client: OAuth.Client = { client_id: clientId, [oauth.clockTolerance]: clockToleranceS };
  return { oauth, server, client, options };
}

/** The address, if it is https, or http on this machine. @throws AppError 'untrusted', 'protocol' */
export function safeUrl(text: string, issuer: string): URL {
  if (!URL.canParse(text))
    throw new AppError('protocol', `The issuer ${issuer} has an address that cannot be read`);
  const url = new URL(text);
  const isLoopback =
    url.hostname === 'localhost' ||
    url.hostname === '[::1]' ||
    (isIPv4(url.hostname) && url.hostname.startsWith('127.'));
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback)) return url;
  throw new AppError('untrusted', `The issuer ${issuer} does not use https. Nothing was sent.`);
}

/**
 * Asks the issuer, and says what went wrong in one line. An error that the issuer names itself (RFC 6749, 5.2) comes as
 * IssuerRefusal.
 */
export async function asking<T>(issuer: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) throw cancelled();
    if (AppError.is(error)) throw error;
    const code = textOf(error, 'error');
    if (code) throw new IssuerRefusal(code, textOf(error, 'error_description') || code, error);
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    if (error instanceof TypeError || isCancelled(error) || textOf(error, 'name') === 'TimeoutError')
      throw new AppError('unreachable', `The issuer ${issuer} cannot be reached: ${messageOf(cause)}`, {
        cause: error,
      });
    throw new AppError('protocol', `The issuer ${issuer} answers wrongly: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** The issuer says no, with its own code: `authorization_pending`, `access_denied`, `invalid_grant`… */
export class IssuerRefusal extends AppError {
  constructor(
    readonly code: string,
    words: string,
    cause: unknown,
  ) {
    super('untrusted', `The issuer refuses: ${words}`, { cause });
  }
}

function textOf(error: unknown, field: string): string {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, field) : undefined;
  return typeof value === 'string' ? value : '';
}

/** What the issuer answers, as it is kept. `now` is in milliseconds since 1970. */
export function tokensOf(answer: OAuth.TokenEndpointResponse, now: number): OidcTokens {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = answer;
  return {
    accessToken,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(seconds === undefined ? {} : { expiresAt: now + seconds * 1000 }),
  };
}
