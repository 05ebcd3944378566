import { hostname, userInfo } from 'node:os';
import type { ClientIdentity } from '../client/address';
import { type CliFlavour, readIdentity } from '../client/auth/cliConfig';
import { certificateProblem, makeIdentity } from '../client/auth/clientCertificate';
import { type Machine, configFolders } from '../client/auth/discover';
import type { Secrets } from '../shell/secrets';
import type { IdentityChoice } from './entries';
import type { IdentityOf } from './merge';

/** A certificate of ours and whose it is. */
export interface ChosenIdentity {
  readonly choice: IdentityChoice;
  readonly identity: ClientIdentity;
}

const secretKey = 'clientCertificate';

/** Our client certificates: those of the clients, used where they are, and one of our own, made on the first need. */
export class Identities {
  private making: Promise<ClientIdentity> | undefined;

  constructor(
    private readonly secrets: Secrets,
    private readonly machine: Machine,
  ) {}

  /** All that there are now. */
  async load(): Promise<IdentityOf> {
    const [own, lxc, incus] = await Promise.all([this.own(), this.ofClient('lxc'), this.ofClient('incus')]);
    const all = { own, lxc, incus };
    return (choice) => all[choice];
  }

  /**
   * The certificate to introduce ourselves with to a server of this kind: a client's own where there is one that is
   * still good, else one of ours. A new one is kept only by keep(), once a server has taken it.
   */
  async choose(product: 'lxd' | 'incus'): Promise<ChosenIdentity> {
    const flavours: readonly CliFlavour[] = product === 'incus' ? ['incus', 'lxc'] : ['lxc', 'incus'];
    for (const choice of flavours) {
      const identity = await this.ofClient(choice);
      if (identity && isGood(identity)) return { choice, identity };
    }
    const own = await this.own();
    if (own && isGood(own)) return { choice: 'own', identity: own };
    const { username } = userInfo();
    this.making ??= makeIdentity({ user: username, host: hostname(), now: new Date() });
    return { choice: 'own', identity: await this.making };
  }

  /** Keeps what choose() has made. */
  async keep({ choice, identity }: ChosenIdentity): Promise<void> {
    if (choice !== 'own') return;
    await this.secrets.set(secretKey, identity);
    this.making = undefined;
  }

  private async own(): Promise<ClientIdentity | undefined> {
    const { cert, key } = (await this.secrets.get(secretKey)) ?? {};
    return typeof cert === 'string' && typeof key === 'string' ? { cert, key } : undefined;
  }

  private async ofClient(flavour: CliFlavour): Promise<ClientIdentity | undefined> {
    for (const folder of configFolders(this.machine, flavour)) {
      // What is wrong with these files is reported with the client's remotes.
      const identity = await readIdentity(folder, []);
      if (identity) return identity;
    }
    return undefined;
  }
}

function isGood({ cert }: ClientIdentity): boolean {
  try {
    return certificateProblem(cert, new Date()) === undefined;
  } catch {
    return false; // it is no certificate at all
  }
}
