import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable';
import { isCancelled, messageOf } from '../base/errors';
import type { Log } from '../base/log';
import type { Kind, KindRef } from '../kinds/kind';
import { type KindRegistry, nameOf } from '../kinds/registry';
import type { KindTargets } from '../kinds/targets';
import type { Commands } from '../shell/commands';
import { goToCommand } from './contribution';
import { RecentResources } from './recent';

export interface GoToOptions {
  readonly registry: KindRegistry;
  readonly targets: KindTargets;
  readonly commands: Commands;
  readonly state: vscode.Memento;
  readonly log: Log;
  readonly reveal: (ids: readonly string[]) => Promise<void>;
}

interface Item extends vscode.QuickPickItem {
  readonly ref?: KindRef;
}

/** What is found by going down from what holds it: one request for each of those is too much for a list of everything. */
const shallow = (kind: Kind): boolean => kind.parent === undefined || kind.data.id === 'volume';

/** "Go to Resource…": everything on all connected servers in one list, the last ones first. */
export class GoTo implements Disposable {
  private readonly recent: RecentResources;
  private readonly registered: Disposable;

  constructor(private readonly options: GoToOptions) {
    this.recent = new RecentResources(options.state);
    this.registered = options.commands.register(goToCommand, () => this.ask());
  }

  dispose(): void {
    this.registered.dispose();
  }

  private async ask(): Promise<void> {
    const ref = await this.pick();
    if (!ref) return;
    await this.options.reveal(this.options.registry.pathTo(ref));
    await this.recent.add(ref);
  }

  /** The list opens at once and fills as the servers answer; leaving it ends the asking. */
  private async pick(): Promise<KindRef | undefined> {
    const stop = new AbortController();
    const pick = vscode.window.createQuickPick<Item>();
    pick.placeholder = vscode.l10n.t('Name of an instance, profile, network, volume, image…');
    pick.matchOnDescription = true;
    pick.busy = true;
    const kinds = this.options.registry.all.filter((kind) => kind.operations.list && shallow(kind));
    const found = new Map<Kind, readonly Item[]>();
    const recent = this.recent.all.map((ref) => this.itemOf(ref, undefined));
    const show = (): void => {
      pick.items = [
        ...(recent.length ? [separator(vscode.l10n.t('Recent')), ...recent] : []),
        // In the order in which they came: nothing moves under the pointer.
        ...[...found].flatMap(([kind, items]) => [separator(vscode.l10n.t(kind.data.many)), ...items]),
      ];
    };
    const chosen = new Promise<KindRef | undefined>((resolve) => {
      pick.onDidAccept(() => {
        const ref = pick.selectedItems[0]?.ref;
        if (ref) resolve(ref);
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
    });
    show();
    pick.show();
    const filling = kinds.map(async (kind) => {
      try {
        const items = await this.options.targets.everywhere(kind, { signal: stop.signal });
        if (!items.length || stop.signal.aborted) return;
        found.set(
          kind,
          items.map(({ ref, label }) => this.itemOf(ref, label)),
        );
        show();
      } catch (error) {
        if (!isCancelled(error)) this.options.log.warn(`${kind.data.many}: ${messageOf(error)}`);
      }
    });
    void Promise.all(filling).then(() => {
      if (!stop.signal.aborted) pick.busy = false;
    });
    try {
      return await chosen;
    } finally {
      stop.abort();
      pick.dispose();
    }
  }

  private itemOf(ref: KindRef, label: string | undefined): Item {
    const data = this.options.registry.get(ref.kind)?.data;
    const where = [ref.remote, ref.project, ...ref.parents].filter(Boolean).join('/');
    return {
      label: label ?? nameOf(ref),
      description: [data ? vscode.l10n.t(data.one) : '', where].filter(Boolean).join(' · '),
      iconPath: new vscode.ThemeIcon(data?.icon ?? 'circle-outline'),
      ref,
    };
  }
}

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
