import { isIP } from 'node:net';
import * as vscode from 'vscode';
import { messageOf } from '../base/errors';
import type { Abortable } from '../base/signal';
import type { ServerObject } from '../documents/editable';
import type { KindRef } from '../kinds/kind';
import { type Step, runSteps } from '../shell/steps';
import type { QuickEditOptions } from './edit';
import {
  type EntryText,
  type Ports,
  addEntry,
  portsHint,
  portsIn,
  removeEntries,
  targetOf,
  textAt,
} from './entries';

/** Lets what comes in at a port of a network forward go on to an instance, or to an address. */
export async function addPort(args: readonly unknown[], options: QuickEditOptions): Promise<void> {
  const ref = await targetOf('forward', args, options);
  if (!ref) return;
  const address = ref.parts[0] ?? '';
  const leaving = new AbortController();
  let port: ServerObject = {};
  const askPorts: Step = async (ui) => {
    const text = await ui.input({
      prompt: vscode.l10n.t('Ports of {0} that are passed on, like 443, 80,443 or 53/udp', address),
      check: (value) => (portsIn(value) ? undefined : portsHint()),
    });
    const ports = portsIn(text);
    return ports && askTarget(ports);
  };
  const askTarget =
    (ports: Ports): Step =>
    async (ui) => {
      let leases: readonly TargetRow[] = [];
      const row = await ui.pick<TargetRow>({
        placeholder: vscode.l10n.t('Where to: an instance, or an address like 10.0.0.5'),
        items: (value) => [...typed(value), ...leases],
        later: [
          leasesOf(ref, options, leaving).then(
            (rows) => {
              leases = rows;
            },
            // An address can be typed all the same.
            (error: unknown) => {
              leases = [{ label: `$(warning) ${messageOf(error)}`, address: '', alwaysShow: true }];
            },
          ),
        ],
        accepts: ({ address: target }) => target !== '',
      });
      return askPort(ports, row.address);
    };
  const askPort =
    ({ protocol, ports }: Ports, target: string): Step =>
    async (ui) => {
      const there = await ui.input({
        prompt: vscode.l10n.t('Ports there; empty: the same'),
        check: (value) => (value === '' || portsIn(value) ? undefined : portsHint()),
      });
      port = {
        description: '',
        protocol,
        listen_port: ports,
        target_address: target,
        ...(there === '' ? {} : { target_port: portsIn(there)?.ports ?? '' }),
      };
      return undefined;
    };
  const isGiven = await runSteps(vscode.l10n.t('Add Port to {0}', address), askPorts);
  leaving.abort();
  if (!isGiven) return;
  const isDone = await addEntry(ref, 'ports', port, options);
  if (isDone) options.present.status(vscode.l10n.t('{0} passes on {1}', address, textOf(port).label));
}

/** Takes ports from a network forward. */
export async function removePorts(args: readonly unknown[], options: QuickEditOptions): Promise<void> {
  const ref = await targetOf('forward', args, options);
  if (!ref) return;
  const address = ref.parts[0] ?? '';
  const texts = {
    placeholder: vscode.l10n.t('Ports that {0} does not pass on any more', address),
    nothing: vscode.l10n.t('{0} passes on no port of its own', address),
  };
  await removeEntries(ref, ['ports'], textOf, texts, options);
}

function textOf(port: ServerObject): EntryText {
  const text = (key: string): string => textAt(port, key);
  const where = [text('target_address'), text('target_port')].filter(Boolean).join(' ');
  return {
    label: `${text('listen_port')}/${text('protocol')} → ${where}`,
    ...(text('description') ? { description: text('description') } : {}),
  };
}

type TargetRow = vscode.QuickPickItem & { readonly address: string };

/** What was typed, where it is an address. */
function typed(value: string): readonly TargetRow[] {
  const text = value.trim();
  return isIP(text) ? [{ label: text, address: text, alwaysShow: true }] : [];
}

/** Who has an address on the network of the forward, as the server's DHCP knows it. */
async function leasesOf(
  { remote, project, parents }: KindRef,
  { registry, targets, store }: QuickEditOptions,
  options: Abortable,
): Promise<readonly TargetRow[]> {
  const kind = registry.get('lease');
  const connection = targets.connection(remote);
  if (!kind || !connection.server?.extensions.has('network_leases')) return [];
  const items = await store.of(kind, { connection, project, parents }).loaded(options);
  return (items as readonly { hostname?: unknown; address?: unknown }[])
    .map(({ hostname, address }) => ({ label: String(hostname), address: String(address) }))
    .filter(({ address }) => isIP(address))
    .map((row) => ({ ...row, description: row.address }));
}
