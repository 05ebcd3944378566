/** How a TLS server is recognised. There is no way to say "not at all". */
export type ServerTrust =
  /** Exactly this certificate, by the lower-case hex SHA-256 of its DER form; names and dates do not matter. */
  | { readonly kind: 'pin'; readonly fingerprint: string }
  /** A certificate that this authority signed, PEM (the CLI's client.ca). */
  | { readonly kind: 'authority'; readonly ca: string }
  /** A certificate that the system's authorities vouch for. */
  | { readonly kind: 'system' };

/** Our certificate and key, PEM. */
export interface ClientIdentity {
  readonly cert: string;
  readonly key: string;
}

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** Where a server listens and how both sides prove who they are. */
export type Address =
  | { readonly kind: 'unix'; readonly path: string }
  | {
      readonly kind: 'tls';
      readonly host: string;
      readonly port: number;
      /** Further addresses of the same server or cluster, tried in this order where one does not answer. */
      readonly others?: readonly HostPort[];
      readonly trust: ServerTrust;
      readonly identity?: ClientIdentity;
    };

/** Each address of the server by itself, in the order in which they stand. */
export function addressesOf(address: Address): readonly Address[] {
  if (address.kind === 'unix') return [address];
  const { others = [], ...first } = address;
  return [first, ...others.map((place) => ({ ...first, ...place }))];
}

/** The address as a person writes it. */
export function describeAddress(address: Address): string {
  if (address.kind === 'unix') return address.path;
  return `${address.host.includes(':') ? `[${address.host}]` : address.host}:${String(address.port)}`;
}
