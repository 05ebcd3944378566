import type { Address } from './dialer';

/** A remote as it was found, before anything was sent to it. */
export interface RemoteConfig {
  /** Unique among the remotes shown. */
  readonly name: string;
  /** Whose remote it is: the local socket, or the configuration of that client. */
  readonly source: 'local' | 'lxc' | 'incus';
  readonly kind: 'socket' | 'https' | 'images';
  /** Where it is, or the one line that says why it cannot be used. */
  readonly address: Address | { readonly kind: 'unusable'; readonly reason: string };
  /** URL or socket path, for a person. */
  readonly location: string;
  /** Project that the configuration prefers. */
  readonly project: string;
}
