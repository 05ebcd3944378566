import { lazy } from '../base/lazy';
import type { OidcTokens } from '../client/auth/oidcTypes';
import type { TokenStore } from '../client/auth/oidcBearer';
import type { Bearer } from '../client/bearer';
import type { RemoteConfig } from '../client/remoteConfig';
import type { Secrets } from '../shell/secrets';
import type { openBearer } from './bearer';
import { addressTexts } from './merge';

/**
 * Sign-ins with OpenID Connect, by the remote's name. Each is kept with the addresses that it was made for, and goes to
 * no others: the name may be another server's by now.
 */
export class SignIns {
  constructor(
    private readonly secrets: Secrets,
    /** What nothing needs before a request is signed in. */
    private readonly later: () => Promise<{ readonly openBearer: typeof openBearer }>,
  ) {}

  /** What signs this remote's requests in, or undefined where nothing has to. */
  bearerOf({ name, cliName = name, auth, address, folder }: RemoteConfig): Bearer | undefined {
    if (auth !== 'oidc' || address.kind !== 'tls') return undefined;
    const store = this.storeOf(name, addressTexts(address));
    const cli = folder === undefined ? undefined : { folder, name: cliName };
    const bearer = lazy(async () => (await this.later()).openBearer(address, store, cli));
    return { token: async (options) => (await bearer()).token(options) };
  }

  /** @param addresses `https://host:port` each: who may see the tokens */
  async keep(name: string, addresses: readonly string[], tokens: OidcTokens): Promise<void> {
    await this.storeOf(name, addresses).set(tokens);
  }

  async copy(name: string, newName: string): Promise<void> {
    const kept = await this.secrets.get(keyOf(name));
    if (kept) await this.secrets.set(keyOf(newName), kept);
  }

  async forget(name: string): Promise<void> {
    await this.secrets.delete(keyOf(name));
  }

  private storeOf(name: string, addresses: readonly string[]): TokenStore {
    return {
      get: async () => {
        const kept = await this.secrets.get(keyOf(name));
        const madeFor = kept?.['addresses'];
        const isMeant = Array.isArray(madeFor) && addresses.some((address) => madeFor.includes(address));
        return isMeant ? tokensIn(kept) : undefined;
      },
      set: (tokens) => this.secrets.set(keyOf(name), { ...tokens, addresses }),
    };
  }
}

function keyOf(name: string): string {
  return `signIn/${name}`;
}

function tokensIn(value: Readonly<Record<string, unknown>> | undefined): OidcTokens | undefined {
  const { accessToken, refreshToken, expiresAt } = value ?? {};
  if (typeof accessToken !== 'string') return undefined;
  return {
    accessToken,
    ...(typeof refreshToken === 'string' ? { refreshToken } : {}),
    ...(typeof expiresAt === 'number' ? { expiresAt } : {}),
  };
}
