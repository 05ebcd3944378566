import * as vscode from 'vscode';
import type { ServerObject } from '../documents/editable';
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

const directions = ['ingress', 'egress'] as const;
type Direction = (typeof directions)[number];

/** The words for what a rule does. */
const words = {
  ingress: { allow: 'Allow what comes in', reject: 'Reject what comes in', drop: 'Drop what comes in' },
  egress: { allow: 'Allow what goes out', reject: 'Reject what goes out', drop: 'Drop what goes out' },
} as const;
type Action = keyof (typeof words)[Direction];

/** Adds a rule to a network ACL. */
export async function addRule(args: readonly unknown[], options: QuickEditOptions): Promise<void> {
  const ref = await targetOf('networkAcl', args, options);
  if (!ref) return;
  const name = ref.parts[0] ?? '';
  let made: { direction: Direction; rule: ServerObject } | undefined;
  const askWhat: Step = async (ui) => {
    const rows = directions.flatMap((direction) =>
      Object.entries(words[direction]).map(([action, label]) => ({
        label: vscode.l10n.t(label),
        direction,
        action: action as Action,
      })),
    );
    const row = await ui.pick({ placeholder: vscode.l10n.t('What the rule does'), items: () => rows });
    return askPorts(row);
  };
  const askPorts =
    (what: { direction: Direction; action: Action }): Step =>
    async (ui) => {
      const text = await ui.input({
        prompt: vscode.l10n.t('Ports, like 22,443 or 53/udp; empty: everything'),
        check: (value) => (value === '' || portsIn(value) ? undefined : portsHint()),
      });
      return askPeer(what, portsIn(text));
    };
  const askPeer =
    ({ direction, action }: { direction: Direction; action: Action }, ports: Ports | undefined): Step =>
    async (ui) => {
      const isIn = direction === 'ingress';
      const peer = await ui.input({
        prompt: isIn
          ? vscode.l10n.t('From where, like 10.0.0.0/24; empty: from anywhere')
          : vscode.l10n.t('To where, like 10.0.0.0/24; empty: to anywhere'),
      });
      const rule = {
        action,
        ...(ports ? { protocol: ports.protocol, destination_port: ports.ports } : {}),
        ...(peer.trim() ? { [isIn ? 'source' : 'destination']: peer.trim() } : {}),
        state: 'enabled',
      };
      made = { direction, rule };
      return undefined;
    };
  if (!(await runSteps(vscode.l10n.t('Add Rule to {0}', name), askWhat)) || !made) return;
  const { direction, rule } = made;
  const isDone = await addEntry(ref, direction, rule, options);
  if (isDone) options.present.status(`${name}: ${textOf(rule, direction).label}`);
}

/** Takes rules from a network ACL. */
export async function removeRules(args: readonly unknown[], options: QuickEditOptions): Promise<void> {
  const ref = await targetOf('networkAcl', args, options);
  if (!ref) return;
  const name = ref.parts[0] ?? '';
  const texts = {
    placeholder: vscode.l10n.t('Rules to remove from {0}', name),
    nothing: vscode.l10n.t('{0} has no rule', name),
  };
  await removeEntries(ref, directions, (rule, field) => textOf(rule, field as Direction), texts, options);
}

function textOf(rule: ServerObject, direction: Direction): EntryText {
  const text = (key: string): string => textAt(rule, key);
  const action = text('action');
  const does = Object.hasOwn(words[direction], action)
    ? vscode.l10n.t(words[direction][action as Action])
    : `${direction}: ${action}`;
  const ports = [text('protocol'), text('destination_port')].filter(Boolean).join(' ');
  const from = text('source') && vscode.l10n.t('from {0}', text('source'));
  const to = text('destination') && vscode.l10n.t('to {0}', text('destination'));
  const off = text('state') === 'disabled' ? vscode.l10n.t('disabled') : '';
  return {
    label: [does, ports, from, to, off].filter(Boolean).join(', '),
    ...(text('description') ? { description: text('description') } : {}),
  };
}
