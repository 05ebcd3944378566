import { join } from 'node:path';
import { AppError } from '../../base/errors';
import { raceAbort } from '../../base/signal';
import type { Bearer } from '../bearer';
import { isObject, optionalText } from '../decode';
import type { OidcTokens } from './oidcTypes';
import { readText } from './wholeFile';

/**
 * The tokens of a remote that `lxc` or `incus` has signed in to: `oidctokens/<remote>.json` in its folder.
 * @returns undefined where there are none. The refresh token is left out: using it would sign the client out, as
 * issuers take an old one out at once.
 */
export async function readCliTokens(folder: string, remote: string): Promise<OidcTokens | undefined> {
  const text = await readText(join(folder, 'oidctokens', `${remote}.json`));
  const value = text === undefined ? undefined : parse(text);
  const accessToken = isObject(value) ? optionalText(value, 'access_token') : '';
  if (!isObject(value) || accessToken === '') return undefined;
  const expiresAt = new Date(optionalText(value, 'expiry')).getTime();
  // Go writes the year 1 where there is no date.
  return { accessToken, ...(expiresAt > 0 ? { expiresAt } : {}) };
}

/**
 * Uses a client's own sign-in for as long as it is good; it is read again for each request, as the client renews it.
 * @param now milliseconds since 1970
 */
export function createCliBearer(folder: string, remote: string, now: () => number): Bearer {
  return {
    async token({ signal, refused }) {
      const tokens = await raceAbort(readCliTokens(folder, remote), signal);
      const { accessToken, expiresAt = Infinity } = tokens ?? { accessToken: '' };
      if (accessToken !== '' && accessToken !== refused && expiresAt > now()) return accessToken;
      throw new AppError('untrusted', `The client's sign-in to ${remote} has ended. Sign in again.`);
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the client is writing it just now, or it is broken: no sign-in either way
  }
}
