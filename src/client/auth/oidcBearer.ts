import { AppError } from '../../base/errors';
import { type Abortable, raceAbort } from '../../base/signal';
import type { Bearer } from '../bearer';
import type { OidcProvider, OidcTokens } from './oidcTypes';
import { IssuerRefusal, asking, openIssuer, tokensOf } from './oidcIssuer';

/** Where the tokens of one remote are kept, encrypted: VS Code's SecretStorage. Other windows may use it as well. */
export interface TokenStore {
  get(): Promise<OidcTokens | undefined>;
  set(tokens: OidcTokens): Promise<void>;
}

export interface BearerOptions {
  readonly store: TokenStore;
  /** Asked when tokens are to be refreshed: what the server says, see oidcProvider. */
  readonly provider: (options: Abortable) => Promise<OidcProvider>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** An access token that ends this soon is renewed before it is used, in milliseconds. */
const marginMs = 30_000;

/**
 * The access token of a sign-in, renewed by its refresh token shortly before it ends and when the server refuses it.
 * One renewal at a time; the new refresh token is in the store before anything is sent with the new access token, as
 * issuers take the old one out at once.
 */
export function createBearer({ store, provider, now }: BearerOptions): Bearer {
  let renewal: Promise<string> | undefined;

  const renew = async (refused: string | undefined): Promise<string> => {
    // Nobody cancels this one: whoever waits may go, but a refresh token that was sent is used up.
    const { signal } = new AbortController();
    const { issuer, ...rest } = await provider({ signal });
    const held = await store.get();
    if (held && isFresh(held, refused, now())) return held.accessToken;
    if (held?.refreshToken === undefined) throw ended(issuer);
    const { refreshToken } = held;
    try {
      const tokens = await refresh({ issuer, ...rest }, refreshToken, now, { signal });
      await store.set({ refreshToken, ...tokens });
      return tokens.accessToken;
    } catch (error) {
      if (!(error instanceof IssuerRefusal)) throw error;
      // Another window may have been faster with the same refresh token.
      const newer = await store.get();
      if (newer && newer.accessToken !== held.accessToken && isFresh(newer, refused, now()))
        return newer.accessToken;
      throw ended(issuer, error);
    }
  };

  return {
    async token({ signal, refused }) {
      const held = await raceAbort(store.get(), signal);
      if (held && isFresh(held, refused, now())) return held.accessToken;
      renewal ??= renew(refused).finally(() => (renewal = undefined));
      try {
        return await raceAbort(renewal, signal);
      } catch (error) {
        // Still good for some seconds, while the issuer is out of reach.
        const isGood =
          held?.expiresAt !== undefined && held.expiresAt > now() && held.accessToken !== refused;
        if (isGood && AppError.is(error)) return held.accessToken;
        throw error;
      }
    },
  };
}

function isFresh({ accessToken, expiresAt }: OidcTokens, refused: string | undefined, now: number): boolean {
  return accessToken !== refused && (expiresAt === undefined || expiresAt - marginMs > now);
}

async function refresh(
  provider: OidcProvider,
  refreshToken: string,
  now: () => number,
  { signal }: Abortable,
): Promise<OidcTokens> {
  const { oauth, server, client, options } = await openIssuer(provider, { signal });
  return asking(provider.issuer, signal, async () => {
    const sent = await oauth.refreshTokenGrantRequest(
      server,
      client,
      oauth.None(),
      refreshToken,
      options(signal),
    );
    return tokensOf(await oauth.processRefreshTokenResponse(server, client, sent), now());
  });
}

function ended(issuer: string, cause?: unknown): AppError {
  return new AppError('untrusted', `The sign-in at ${issuer} has ended. Sign in again.`, { cause });
}
