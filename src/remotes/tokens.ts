import { createCliBearer } from '../client/auth/cliTokens';
import { oidcProvider } from '../client/auth/oidc';
import type { OidcTokens } from '../client/auth/oidcTypes';
import { type TokenStore, createBearer } from '../client/auth/oidcBearer';
import type { Bearer } from '../client/bearer';
import type { RemoteConfig } from '../client/remoteConfig';
import type { Secrets } from '../shell/secrets';

/** Sign-ins with OpenID Connect, by the remote's name. */
export class SignIns {
  constructor(private readonly secrets: Secrets) {}

  /** What signs this remote's requests in, or undefined where nothing has to. */
  bearerOf({ name, auth, address, folder }: RemoteConfig): Bearer | undefined {
    if (auth !== 'oidc' || address.kind !== 'tls') return undefined;
    const store = this.storeOf(name);
    const now = (): number => Date.now();
    const own = createBearer({ store, provider: (options) => oidcProvider(address, options), now });
    if (folder === undefined) return own;
    // The client's own sign-in is used as it is; one that was made here, because that had ended, comes before it.
    const cli = createCliBearer(folder, name, now);
    return { token: async (options) => ((await store.get()) ? own : cli).token(options) };
  }

  async keep(name: string, tokens: OidcTokens): Promise<void> {
    await this.storeOf(name).set(tokens);
  }

  async rename(name: string, newName: string): Promise<void> {
    const tokens = await this.storeOf(name).get();
    if (tokens) await this.keep(newName, tokens);
    await this.forget(name);
  }

  async forget(name: string): Promise<void> {
    await this.secrets.delete(keyOf(name));
  }

  private storeOf(name: string): TokenStore {
    return {
      get: async () => tokensIn(await this.secrets.get(keyOf(name))),
      set: (tokens) => this.secrets.set(keyOf(name), tokens),
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
