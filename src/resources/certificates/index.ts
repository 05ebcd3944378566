import { type Disposable, DisposableStore } from '../../base/disposable';
import type { Log } from '../../base/log';
import type { Clock } from '../../base/signal';
import type { Connection } from '../../model/connection';
import type { Remotes } from '../../model/remotes';
import type { Commands } from '../../shell/commands';
import type { TreeNode } from '../../shell/node';
import type { Presenter } from '../../shell/present';
import type { registerCertificateCommands } from './commands';
import { certificateCommands as specs } from './contribution';
import { AccessNode, type OtherAccess } from './node';
import { ownFingerprint } from './own';
import type { ProjectNames } from './scope';
import { AccessStore } from './store';

export interface CertificatesOptions {
  readonly remotes: Remotes;
  readonly commands: Commands;
  readonly present: Presenter;
  readonly log: Log;
  readonly clock: Clock;
  readonly projectNames: ProjectNames;
  /** Who may sign in without a certificate of this list. */
  readonly others: OtherAccess;
  /** What nothing needs before a command is called. */
  readonly later: () => Promise<{ readonly registerCertificateCommands: typeof registerCertificateCommands }>;
}

/** Who is trusted by a server: the row "Access" and its commands. */
export class CertificatesFeature implements Disposable {
  private readonly store: AccessStore;
  private readonly owned = new DisposableStore();

  constructor(private readonly options: CertificatesOptions) {
    this.store = new AccessStore(options);
    const { store } = this;
    const ownFingerprints = (): ReadonlySet<string> => this.ownFingerprints();
    this.owned.add(
      options.commands.registerLate(Object.values(specs), async () =>
        (await options.later()).registerCertificateCommands({ ...options, store, ownFingerprints }),
      ),
    );
  }

  /** The row "Access" of a server; none where the server does not trust us. */
  category(connection: Connection, parent: TreeNode): readonly TreeNode[] {
    if (connection.server?.trusted === false) return [];
    const { others } = this.options;
    const options = { others, ownFingerprints: () => this.ownFingerprints() };
    return [new AccessNode(parent, connection, this.store.of(connection), options)];
  }

  dispose(): void {
    this.owned.dispose();
  }

  private ownFingerprints(): ReadonlySet<string> {
    return new Set(
      this.options.remotes.all
        .map(({ config }) => ownFingerprint(config))
        .filter((fingerprint) => fingerprint !== undefined),
    );
  }
}
