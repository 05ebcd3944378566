import * as vscode from 'vscode';
import { stat } from 'node:fs/promises';
import { discoverRemotes } from '../../client/auth/discover';
import { offeredClipboard } from '../../shell/clipboard';
import { runSteps } from '../../shell/steps';
import { settings } from '../../shell/settings';
import type { RemoteEntry } from '../entries';
import type { RemoteParts } from '../parts';
import type { FlowContext, SavedSecrets } from './context';
import { findStep } from './findStep';
import { type PasteOffers, pasteStep } from './paste';
import type { PasteRow } from './rows';

/** What a caller may know already. */
export interface AddArguments {
  /** What a person would paste. */
  readonly text?: string;
  readonly name?: string;
  /** Fingerprint of the server's certificate: then nobody is asked about it. */
  readonly fingerprint?: string;
}

/**
 * Add Remote…: one flow of questions. Nothing is kept, here or on the server, until the server has said yes.
 * @returns the name of the new remote, or undefined where the person left
 */
export async function addRemote(parts: RemoteParts, args: AddArguments): Promise<string | undefined> {
  let added: string | undefined;
  const { log, identities } = parts;
  const context: FlowContext = {
    log,
    identityFor: (product) => identities.choose(product),
    taken: () => parts.remotes.all.map(({ name }) => name),
    save: async (name, entry, secrets) => {
      await saveRemote(parts, name, entry, secrets);
      added = name;
    },
    startAgain: (problem) => paste.startAgain(problem),
    draft: {},
    name: args.name,
    fingerprint: args.fingerprint?.replaceAll(':', '').toLowerCase(),
  };
  const paste = pasteStep(context, offers(parts, args.text ?? ''), (input) => findStep(context, input));
  await runSteps(vscode.l10n.t('Add Remote'), paste.step);
  return added;
}

/** Keeps a remote: its secrets first, as nothing can be done with one that lacks them. */
export async function saveRemote(
  { store, identities, signIns, remotes }: RemoteParts,
  name: string,
  entry: RemoteEntry,
  { identity, tokens }: SavedSecrets,
): Promise<void> {
  if (identity) await identities.keep(identity);
  if (tokens) await signIns.keep(name, entry.addresses, tokens);
  await store.add(name, entry);
  await remotes.discover();
}

function offers(parts: RemoteParts, text: string): PasteOffers {
  return {
    text,
    clipboard: offeredClipboard(),
    sockets: unusedSockets(parts),
    cli: hiddenCliRemotes(parts),
  };
}

/** Sockets of servers on this machine that no remote stands for. */
async function unusedSockets({ remotes }: RemoteParts): Promise<readonly string[]> {
  const shown = remotes.all.map(({ config: { address } }) => (address.kind === 'unix' ? address.path : ''));
  const places = [
    '/var/snap/lxd/common/lxd/unix.socket',
    '/var/lib/lxd/unix.socket',
    '/run/incus/unix.socket',
    '/run/incus/unix.socket.user',
    '/var/lib/incus/unix.socket',
  ].filter((path) => !shown.includes(path));
  const found = await Promise.all(
    places.map((path) =>
      stat(path).then(
        (stats) => stats.isSocket(),
        () => false, // whatever hides it, there is no socket to offer
      ),
    ),
  );
  return places.filter((_path, place) => found[place]);
}

/** A row that shows the clients' remotes, where a setting hides them. */
async function hiddenCliRemotes({ machine }: RemoteParts): Promise<readonly PasteRow[]> {
  if (settings.useCliRemotes()) return [];
  const { remotes } = await discoverRemotes(machine, true);
  const names = remotes.filter(({ source }) => source !== 'local').map(({ name }) => name);
  if (!names.length) return [];
  const show = async (): Promise<void> => {
    const configuration = vscode.workspace.getConfiguration('lxd');
    await configuration.update('useCliRemotes', true, vscode.ConfigurationTarget.Global);
  };
  const label = `$(terminal) ${vscode.l10n.t('Show the remotes of the lxc and incus clients')}`;
  return [{ label, description: names.join(', '), run: show }];
}
