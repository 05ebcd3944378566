import * as vscode from 'vscode';
import { describeChain, messageOf } from '../../base/errors';
import { type RemoteInput, parseRemoteInput } from '../../client/auth/remoteInput';
import { isExpired } from '../../client/auth/trustToken';
import type { Step } from '../../shell/steps';
import type { FlowContext } from './context';
import { howToButton } from './howTo';
import { type PasteRow, inputRow, isMeant, messageRow } from './rows';

/** What the first question offers besides what is typed. */
export interface PasteOffers {
  /** What is typed already, by whoever called. */
  readonly text: string;
  readonly clipboard: Promise<string>;
  /** Sockets of this machine that are not in the tree. */
  readonly sockets: Promise<readonly string[]>;
  /** Rows about the remotes of the clients. */
  readonly cli: Promise<readonly PasteRow[]>;
}

/** The first question, and the place where a person begins anew. */
export interface PasteStep {
  readonly step: Step;
  startAgain(problem: unknown): Step;
}

/** Asks what to add. `next` gets what was understood. */
export function pasteStep(
  { log }: Pick<FlowContext, 'log'>,
  offers: PasteOffers,
  next: (input: RemoteInput) => Step | undefined,
): PasteStep {
  let value = offers.text;
  let problem: string | undefined;
  let isPrefilled = value !== '';
  const others = { text: '', sockets: [] as readonly string[], cli: [] as readonly PasteRow[] };
  const later = Promise.all([offers.clipboard, offers.sockets, offers.cli]).then(([text, sockets, cli]) =>
    Object.assign(others, { text, sockets, cli }),
  );

  const items = (typed: string): readonly PasteRow[] => {
    if (typed !== value) problem = undefined;
    value = typed;
    const row = inputRow(parseRemoteInput(typed), 'typed', new Date());
    const failed = problem === undefined ? [] : [{ ...messageRow('error', problem), ...tryAgain(typed) }];
    if (failed.length) return failed;
    return row ? [row] : offered(others);
  };

  const step: Step = async (ui) => {
    if (isPrefilled) {
      isPrefilled = false;
      const input = parseRemoteInput(value);
      if (isUsable(input)) return next(input);
    }
    const chosen = await ui.pick<PasteRow>({
      placeholder: vscode.l10n.t('Paste a token, an address, unix:/path or an "lxc remote add" line'),
      value,
      items,
      later: [later],
      buttons: [howToButton()],
      accepts: ({ input, run }) => input !== undefined || run !== undefined,
    });
    if (chosen.run) {
      await chosen.run();
      return undefined;
    }
    problem = undefined;
    return chosen.input && next(chosen.input);
  };

  return {
    step,
    startAgain: (error) => {
      log.warn(`Add Remote: ${describeChain(error)}`);
      problem = messageOf(error);
      return step;
    },
  };
}

/** Enter on what went wrong tries it once more. */
function tryAgain(typed: string): Partial<PasteRow> {
  const input = parseRemoteInput(typed);
  return isUsable(input)
    ? { input, detail: vscode.l10n.t('Enter tries again; or change what you typed.') }
    : {};
}

function isUsable(input: RemoteInput): boolean {
  if (input.kind === 'nothing' || input.kind === 'invalid') return false;
  return !(input.kind === 'token' && isExpired(input.token, new Date()));
}

function offered(others: { text: string; sockets: readonly string[]; cli: readonly PasteRow[] }): PasteRow[] {
  const copied = parseRemoteInput(others.text);
  const clipboard = isMeant(others.text, copied) ? inputRow(copied, 'clipboard', new Date()) : undefined;
  const here = others.sockets.flatMap((path) => {
    const row = inputRow({ kind: 'unix', path }, 'typed', new Date());
    return row ? [row] : [];
  });
  return [
    ...section(vscode.l10n.t('Clipboard'), clipboard ? [clipboard] : []),
    ...section(vscode.l10n.t('Found Here'), here),
    ...section(vscode.l10n.t('CLI'), others.cli),
  ];
}

function section(label: string, rows: readonly PasteRow[]): PasteRow[] {
  return rows.length ? [{ label, kind: vscode.QuickPickItemKind.Separator }, ...rows] : [];
}
