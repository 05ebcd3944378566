import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { addressesOf } from '../../client/address';
import type { Address } from '../../client/address';
import { certificateProblem } from '../../client/auth/clientCertificate';
import { firstAnswering, inspect } from '../../client/auth/probe';
import type { Connection } from '../../model/connection';
import { type Step, runSteps } from '../../shell/steps';
import type { RemoteEntry } from '../entries';
import type { ChosenIdentity } from '../identities';
import type { RemoteParts } from '../parts';
import { changedStep } from './changed';
import { certificateStep } from './certificate';
import type { FlowContext, SavedSecrets } from './context';
import { type FoundServer, addressOf } from './find';
import { signInStep } from './signIn';
import { waysStep } from './ways';

type TlsAddress = Address & { readonly kind: 'tls' };

/**
 * Trust…: the flow of Add Remote… from the certificate on, for a remote that is there.
 * @throws AppError why it is still not trusted
 */
export async function trustRemote(parts: RemoteParts, connection: Connection): Promise<void> {
  const { config } = connection;
  const { address } = config;
  if (address.kind !== 'tls') throw new AppError('unsupported', `${config.location} needs no trust`);
  const context: FlowContext = {
    log: parts.log,
    identityFor: (product) => identityFor(parts, connection, product),
    taken: () => [],
    save: (_name, entry, secrets) => saveTrust(parts, connection, entry, secrets),
    startAgain: (problem) => {
      throw problem;
    },
    draft: {},
    name: config.name,
    fingerprint: address.trust.kind === 'pin' ? address.trust.fingerprint : undefined,
  };
  await runSteps(vscode.l10n.t('Trust {0}', config.name), firstStep(context, connection, address));
}

function firstStep(context: FlowContext, { config }: Connection, address: TlsAddress): Step {
  return async (ui) => {
    const where = vscode.l10n.t('Connecting to {0}…', config.location);
    const server = await ui.work(where, (options) => look(address, context, options));
    const next: Step =
      config.auth === 'oidc'
        ? signInStep(context, server, undefined)
        : waysStep(context, { ...server, product: server.product === 'incus' ? 'incus' : 'lxd' }, {});
    const { certificate, product } = server;
    const { trust } = address;
    if (trust.kind === 'pin' && trust.fingerprint !== certificate.fingerprint)
      return changedStep({ name: config.name, trusted: trust.fingerprint, certificate, product }, next);
    if (trust.kind !== 'system' || certificate.vouched) return next;
    return certificateStep({ certificate, product }, next);
  };
}

/** Who listens there. One that an authority of the client's vouches for counts as known. */
async function look(
  address: TlsAddress,
  { log }: FlowContext,
  options: { signal: AbortSignal },
): Promise<FoundServer> {
  const hosts = addressesOf(address).flatMap((each) => (each.kind === 'tls' ? [each] : []));
  const shown = await firstAnswering(hosts, options);
  const { trust } = address;
  // A pin stays a pin, whoever vouches for the certificate today.
  const certificate = { ...shown, vouched: shown.vouched && trust.kind === 'system' };
  const server = { hosts: [{ host: shown.host, port: shown.port }] as const, certificate };
  const { host, port } = shown;
  const asked: Address = trust.kind === 'authority' ? { kind: 'tls', host, port, trust } : addressOf(server);
  return { ...(await inspect(asked, log, options)), ...server };
}

/** A client's remote goes on with the client's certificate, where that is still good. */
async function identityFor(
  { identities }: RemoteParts,
  { config }: Connection,
  product: 'lxd' | 'incus',
): Promise<ChosenIdentity> {
  const used = config.address.kind === 'tls' ? config.address.identity : undefined;
  const isGood = used && certificateProblem(used.cert, new Date()) === undefined;
  if (isGood && (config.source === 'lxc' || config.source === 'incus'))
    return { choice: config.source, identity: used };
  return identities.choose(product);
}

/** Changes what is different now; a client's own files stay as they are. */
async function saveTrust(
  { store, identities, signIns, remotes }: RemoteParts,
  connection: Connection,
  entry: RemoteEntry,
  { identity, tokens }: SavedSecrets,
): Promise<void> {
  const { config } = connection;
  const { name } = config;
  if (identity) await identities.keep(identity);
  if (tokens) await signIns.keep(name, entry.addresses, tokens);
  const { trust } = config.address.kind === 'tls' ? config.address : { trust: undefined };
  const samePin =
    trust?.kind === 'pin'
      ? trust.fingerprint === entry.fingerprint
      : trust?.kind === 'authority' || entry.fingerprint === undefined;
  if (config.source === 'settings') {
    const { fingerprint, auth, identity: choice, public: isPublic } = entry;
    await store.change(name, { fingerprint, auth, identity: choice, public: isPublic });
  } else if (!samePin || entry.public || (identity && identity.choice !== config.source)) {
    const { project } = config;
    await store.change(name, { ...entry, ...(project === 'default' ? {} : { project }) });
  }
  await remotes.discover();
  remotes.get(name)?.reconnect();
}
