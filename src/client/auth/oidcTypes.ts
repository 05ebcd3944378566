/** Who signs people in to a server, as the server says it. */
export interface OidcProvider {
  /** URL. */
  readonly issuer: string;
  readonly clientId: string;
  /** What the access token must be made out for, '' where nothing is demanded. */
  readonly audience: string;
  readonly scopes: readonly string[];
}

/** What a sign-in brought. Secrets; plain data, so that it can be kept as JSON. */
export interface OidcTokens {
  readonly accessToken: string;
  /** Missing where the issuer gives none: then the sign-in ends with the access token. */
  readonly refreshToken?: string;
  /** Milliseconds since 1970; missing where the issuer does not say. */
  readonly expiresAt?: number;
}
