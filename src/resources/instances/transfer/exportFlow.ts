import * as vscode from 'vscode';
import { type HubRow, hubStep } from '../../../shell/hub';
import { runSteps } from '../../../shell/steps';
import type { ExportWishes } from './exportInstance';

/** What both servers can pack with, and how a file of it ends. */
export const endings = {
  none: '.tar',
  gzip: '.tar.gz',
  zstd: '.tar.zst',
  xz: '.tar.xz',
  bzip2: '.tar.bz2',
} as const;

/** How the file of an export ends; both servers pack with gzip unless they are told otherwise. */
export function endingOf({ compression = 'gzip' }: ExportWishes): string {
  return Object.entries(endings).find(([name]) => name === compression)?.[1] ?? '.tar';
}

/** Asks how an instance is to be exported: Enter does it. @returns undefined where the person left */
export async function askExport(name: string): Promise<ExportWishes | undefined> {
  let wishes: ExportWishes = { instanceOnly: false, optimized: false };
  const hub = hubStep(
    vscode.l10n.t('Everything of {0}, and its settings, in one file', name),
    () =>
      rowsOf(wishes, (change) => {
        wishes = { ...wishes, ...change };
      }),
    () => undefined,
  );
  return (await runSteps(vscode.l10n.t('Export {0}', name), hub)) ? wishes : undefined;
}

function rowsOf(wishes: ExportWishes, change: (change: Partial<ExportWishes>) => void): HubRow[] {
  const { instanceOnly, optimized, compression } = wishes;
  const usual = vscode.l10n.t('as the server is set');
  return [
    { label: vscode.l10n.t('$(save-as) Choose the File and Export') },
    { label: vscode.l10n.t('Options'), kind: vscode.QuickPickItemKind.Separator },
    {
      label: vscode.l10n.t('Snapshots'),
      description: instanceOnly
        ? vscode.l10n.t('without')
        : vscode.l10n.t({ message: 'with all', args: [], comment: 'snapshots in an export' }),
      change: () => {
        change({ instanceOnly: !instanceOnly });
        return Promise.resolve();
      },
    },
    {
      label: vscode.l10n.t('Compression'),
      description: compression ?? usual,
      change: async (ui) => {
        const row = await ui.pick<vscode.QuickPickItem & { value?: string }>({
          placeholder: vscode.l10n.t('How the file is packed'),
          items: () => [{ label: usual }, ...Object.keys(endings).map((value) => ({ label: value, value }))],
        });
        change({ compression: row.value });
      },
    },
    {
      label: vscode.l10n.t('Optimized for the Storage Driver'),
      description: optimized
        ? vscode.l10n.t('yes: faster, but only pools of the same driver can import it')
        : vscode.l10n.t({ message: 'no', args: [], comment: 'an export for every storage driver' }),
      change: () => {
        change({ optimized: !optimized });
        return Promise.resolve();
      },
    },
  ];
}
