import type { Log } from '../../base/log';
import type { OidcTokens } from '../../client/auth/oidcTypes';
import type { Step } from '../../shell/steps';
import type { RemoteEntry } from '../entries';
import type { ChosenIdentity } from '../identities';

/** What the steps of the flow share. */
export interface FlowContext {
  readonly log: Log;
  /** The certificate to introduce ourselves with. */
  identityFor(product: 'lxd' | 'incus'): Promise<ChosenIdentity>;
  /** Names of all remotes that there are. */
  taken(): readonly string[];
  /** Keeps the remote, in the end. */
  save(name: string, entry: RemoteEntry, secrets: SavedSecrets): Promise<void>;
  /** Where the person can begin anew when a server refuses; says what was wrong. */
  startAgain(problem: unknown): Step;
  /** The name of the remote, where it is decided. */
  readonly name: string | undefined;
  /** What the person has typed as its name so far. */
  readonly draft: { name?: string };
  /** A fingerprint that is known to be the server's. */
  readonly fingerprint: string | undefined;
}

/** What is kept elsewhere than the remote itself. */
export interface SavedSecrets {
  readonly identity?: ChosenIdentity;
  readonly tokens?: OidcTokens;
}
