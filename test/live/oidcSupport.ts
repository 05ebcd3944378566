import assert from 'node:assert/strict';
import { AppError } from '../../src/base/errors';
import type { OidcTokens } from '../../src/client/auth/oidcTypes';
import type { TokenStore } from '../../src/client/auth/oidcBearer';
import type { Endpoint } from '../../src/client/endpoint';

export const fails = (kind: string, words: RegExp) => (error: unknown) => {
  assert.ok(AppError.is(error), String(error));
  assert.match(error.message, words);
  assert.equal(error.kind, kind);
  return true;
};

export const whoAmI: Endpoint<string> = {
  method: 'GET',
  path: '/1.0',
  decode: (metadata) => {
    const { auth, auth_user_method: method, auth_user_name: name } = metadata as Record<string, string>;
    return `${auth} ${method} ${name}`;
  },
};
export const instances: Endpoint<unknown> = {
  method: 'GET',
  path: '/1.0/instances',
  decode: (value) => value,
};

/** Keeps tokens in memory; `sets` counts the renewals. */
export function memoryStore(first?: OidcTokens): TokenStore & { held: OidcTokens | undefined; sets: number } {
  const store = {
    held: first,
    sets: 0,
    get: () => Promise.resolve(store.held),
    set: (tokens: OidcTokens) => {
      store.held = tokens;
      store.sets++;
      return Promise.resolve();
    },
  };
  return store;
}
