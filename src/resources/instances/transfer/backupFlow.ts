import * as vscode from 'vscode';
import { after, stampOf } from '../../../base/span';
import type { Kind } from '../../../kinds/kind';
import { nameProblem } from '../../../kinds/names';
import { expiry } from '../../../kinds/timeTexts';
import { type HubRow, hubStep } from '../../../shell/hub';
import { type Step, runSteps } from '../../../shell/steps';
import { endings } from './exportFlow';

/** What a person wants of a backup. */
export interface BackupDraft {
  name: string;
  /** A span of time, like `7d`; '' for ever. */
  keptFor: string;
  instanceOnly: boolean;
  /** As the storage driver has it: fast, and good for a pool of the same driver only. */
  optimized: boolean;
  /** As the server calls it; undefined for the one that it is set to. */
  compression?: string | undefined;
}

/** What can be asked. */
export interface BackupFacts {
  /** Of the instances. */
  readonly names: string;
  /** Whether the storage drivers of all have a format of their own. */
  readonly canOptimize: boolean;
  readonly canCompress: boolean;
}

/** Asks for a name and how it is made: Enter twice makes it. @returns undefined where the person left */
export async function askBackup(
  kind: Kind,
  facts: BackupFacts,
  isTaken: (name: string) => boolean,
): Promise<BackupDraft | undefined> {
  const draft: BackupDraft = {
    name: stampOf(new Date()),
    keptFor: '',
    instanceOnly: false,
    optimized: false,
  };
  const askName: Step = async (ui) => {
    draft.name = await ui.input({
      prompt: vscode.l10n.t('Name of the backup'),
      value: draft.name,
      check: (text) => nameProblem(kind, text, isTaken),
    });
    return hub;
  };
  const hub = hubStep(
    vscode.l10n.t('Everything of {0}, and its settings, kept on its server', facts.names),
    () => rowsOf(draft, facts),
    () => undefined,
  );
  return (await runSteps(vscode.l10n.t('Create Backup of {0}', facts.names), askName)) ? draft : undefined;
}

function rowsOf(draft: BackupDraft, { canOptimize, canCompress }: BackupFacts): HubRow[] {
  return [
    { label: vscode.l10n.t('$(archive) Create {0}', draft.name) },
    { label: vscode.l10n.t('Options'), kind: vscode.QuickPickItemKind.Separator },
    expiresRow(draft),
    {
      label: vscode.l10n.t('Snapshots'),
      description: draft.instanceOnly
        ? vscode.l10n.t('without')
        : vscode.l10n.t({ message: 'with all', args: [], comment: 'snapshots in a backup' }),
      change: () => {
        draft.instanceOnly = !draft.instanceOnly;
        return Promise.resolve();
      },
    },
    ...(canCompress ? [compressionRow(draft)] : []),
    ...(canOptimize ? [optimizedRow(draft)] : []),
  ];
}

const wordOf = (span: string): string => expiry(after(span, new Date())?.toISOString());

function expiresRow(draft: BackupDraft): HubRow {
  const ever = vscode.l10n.t({ message: 'never', args: [], comment: 'when a backup expires' });
  return {
    label: vscode.l10n.t('Expires'),
    description: draft.keptFor ? wordOf(draft.keptFor) : ever,
    change: async (ui) => {
      const offered = ['1d', '1w', '30d'];
      const row = await ui.pick<vscode.QuickPickItem & { value: string }>({
        placeholder: vscode.l10n.t('How long it is kept, like 12H, 7d or 2w'),
        items: (typed) => {
          const text = typed.trim();
          const isOwn = after(text, new Date()) !== undefined && !offered.includes(text);
          return [
            ...(isOwn ? [{ label: text, description: wordOf(text), value: text, alwaysShow: true }] : []),
            ...offered.map((value) => ({ label: value, description: wordOf(value), value })),
            { label: ever, value: '' },
          ];
        },
      });
      draft.keptFor = row.value;
    },
  };
}

function compressionRow(draft: BackupDraft): HubRow {
  const usual = vscode.l10n.t('as the server is set');
  return {
    label: vscode.l10n.t('Compression'),
    description: draft.compression ?? usual,
    change: async (ui) => {
      const row = await ui.pick<vscode.QuickPickItem & { value?: string }>({
        placeholder: vscode.l10n.t('How the file is packed'),
        items: () => [{ label: usual }, ...Object.keys(endings).map((value) => ({ label: value, value }))],
      });
      draft.compression = row.value;
    },
  };
}

function optimizedRow(draft: BackupDraft): HubRow {
  return {
    label: vscode.l10n.t('Optimized for the Storage Driver'),
    description: draft.optimized
      ? vscode.l10n.t('yes: faster, but only pools of the same driver can import it')
      : vscode.l10n.t({ message: 'no', args: [], comment: 'a backup for every storage driver' }),
    change: () => {
      draft.optimized = !draft.optimized;
      return Promise.resolve();
    },
  };
}
