import type { Address } from './address';

/** A remote as it was found, before anything was sent to it. */
export interface RemoteConfig {
  /** Unique among the remotes shown. */
  readonly name: string;
  /** Whose remote it is: the local socket, our own settings, or the configuration of that client. */
  readonly source: 'local' | 'settings' | 'lxc' | 'incus';
  /** `public`: a server that is used for its public images only; `simplestreams`: static files with images. */
  readonly kind: 'socket' | 'https' | 'public' | 'simplestreams';
  /** How we prove who we are; 'none' on sockets and where anybody may look. */
  readonly auth: 'none' | 'tls' | 'oidc';
  /** Where it is, or the one line that says why it cannot be used. */
  readonly address: Address | { readonly kind: 'unusable'; readonly reason: string };
  /** URL or socket path, for a person. */
  readonly location: string;
  /** Project that the configuration prefers. */
  readonly project: string;
  /** The client's configuration folder that it comes from, which holds its keys and tokens. */
  readonly folder?: string;
  /** What the client itself calls it, where that is another name here. */
  readonly cliName?: string;
  /** True where a person wants it to be left alone: it is shown, but not connected to. */
  readonly disabled?: boolean;
}

/** True where the remote offers images and nothing else. */
export function isImageServer({ kind }: RemoteConfig): boolean {
  return kind === 'public' || kind === 'simplestreams';
}
