import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable';
import { operationsView } from '../../shell/contributions';
import { syncIcon } from '../../shell/icons';
import type { Activities } from './activities';
import { type Activity, type Summary, summaryOf } from './activity';
import { shortText, titleOf } from './look';

/** Behind the items of others, which would move whenever ours comes and goes. */
const priority = -1_000;

/** The item in the status bar: there while something runs, and after a failure until somebody has looked. */
export class OperationsStatusItem implements Disposable {
  readonly item: vscode.StatusBarItem;
  /** Ids of operations whose failure was seen. */
  private seen: ReadonlySet<string> = new Set();
  private visible = false;

  constructor(
    private readonly activities: Activities,
    private readonly view: { readonly visible: boolean },
  ) {
    this.item = vscode.window.createStatusBarItem(operationsView, vscode.StatusBarAlignment.Left, priority);
    this.item.name = vscode.l10n.t('LXD & Incus Operations');
    this.item.command = `${operationsView}.focus`;
  }

  /** Whether it is shown now. */
  get isShown(): boolean {
    return this.visible;
  }

  /** Shows what is true now. What failed counts as seen while the view is in sight. */
  update(): void {
    const { running, failed } = summaryOf(this.activities.all);
    const isSeen = ({ operation: { id } }: Activity): boolean => this.view.visible || this.seen.has(id);
    this.seen = new Set(failed.filter(isSeen).map(({ operation }) => operation.id));
    const unseen = failed.filter((activity) => !isSeen(activity));
    this.visible = running.length > 0 || unseen.length > 0;
    if (!this.visible) {
      this.item.hide();
      return;
    }
    this.item.text = textOf({ running, failed: unseen });
    this.item.tooltip = [...unseen, ...running].map(lineOf).join('\n');
    this.item.backgroundColor = unseen.length
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }
}

function textOf({ running, failed }: Summary): string {
  const [first] = running;
  if (running.length > 1) return `$(${syncIcon()}) ${vscode.l10n.t('{0} operations', running.length)}`;
  if (first) {
    const what = first.subjects.length ? shortText(first) : `${titleOf(first)} ${shortText(first)}`.trim();
    return `$(${syncIcon()}) ${what}`;
  }
  const [lost] = failed;
  if (failed.length > 1) return `$(error) ${vscode.l10n.t('{0} operations failed', failed.length)}`;
  return `$(error) ${vscode.l10n.t('{0} failed', (lost && (lost.subjects[0] ?? titleOf(lost))) ?? '')}`;
}

/** "Creating instance · web2 42% · local" */
function lineOf(activity: Activity): string {
  const { remote, operation } = activity;
  return [titleOf(activity), shortText(activity), operation.error, remote].filter(Boolean).join(' · ');
}
