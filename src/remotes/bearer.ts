import type { Address } from '../client/address';
import { AppError } from '../base/errors';
import { createCliBearer } from '../client/auth/cliTokens';
import { oidcProvider } from '../client/auth/oidc';
import { type TokenStore, createBearer } from '../client/auth/oidcBearer';
import type { Bearer } from '../client/bearer';

/** What signs in to this address: the sign-in in `store`, else that of a client's folder, where one is given. */
export function openBearer(
  address: Address,
  store: TokenStore,
  cli: { readonly folder: string; readonly name: string } | undefined,
): Bearer {
  const now = (): number => Date.now();
  const own = createBearer({ store, provider: (options) => oidcProvider(address, options), now });
  if (!cli) return own;
  // The client's own sign-in is used as it is; one that was made here, because that had ended, comes before it.
  const ofClient = createCliBearer(cli.folder, cli.name, now);
  return {
    async token(options) {
      try {
        if (await store.get()) return await own.token(options);
      } catch (error) {
        if (!AppError.is(error, 'untrusted')) throw error;
      }
      return ofClient.token(options);
    },
  };
}
