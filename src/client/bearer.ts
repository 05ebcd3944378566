import type { Abortable } from '../base/signal';

/** Where the access token of each request comes from, for servers that are signed in to with OpenID Connect. */
export interface Bearer {
  /**
   * The token to send now.
   * @param options `refused`: the token that the server has just answered with 401, so that another one is needed
   * @throws AppError 'untrusted' where only a new sign-in helps, 'unreachable' where the issuer does not answer, AbortError
   */
  token(options: Abortable & { readonly refused?: string }): Promise<string>;
}
