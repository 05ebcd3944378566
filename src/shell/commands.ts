import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { isCancelled } from '../base/errors';
import type { Abortable } from '../base/signal';
import { type CommandSpec, fits, type RowTest, selectionCommand } from './contributions';
import { type CommandHandler, LateCommands } from './lateCommands';
import type { TreeNode } from './node';
import type { Presenter } from './present';

/** After this time, in milliseconds, work that still runs gets a notification with Cancel. */
const patienceMs = 3_000;

/** The funnel that every command runs through. */
export class Commands {
  private isReady = false;
  private readonly late = new LateCommands();

  constructor(
    private readonly present: Presenter,
    private readonly view: { readonly selection: readonly TreeNode[] },
    /** Settles when commands have what they work on: the first one may be what starts the extension. */
    private readonly ready: () => Promise<void>,
  ) {}

  /**
   * Registers what a key in the tree does: the command of that key that fits the focused row. VS Code cannot test a
   * row's kind in a keybinding, so one command stands for all of them.
   * @param specs loads all commands, at the first key
   */
  registerKeys(specs: () => Promise<readonly CommandSpec[]>): Disposable {
    return vscode.commands.registerCommand(selectionCommand, async (pressed: { key: string }) => {
      // Before anything is waited for: what is selected now is meant, as a menu hands it over.
      const selected = [...this.view.selection];
      const context = selected[0]?.row().context;
      try {
        const spec = (await specs()).find(
          ({ keys }) =>
            keys?.key === pressed.key && context !== undefined && keys.rows.some((row) => fits(row, context)),
        );
        return await (spec && vscode.commands.executeCommand(spec.id, selected[0], selected));
      } catch (error) {
        this.present.error(pressed.key, error);
        return undefined;
      }
    });
  }

  /** Registers `spec` with its handler; what the handler throws is shown once, here. */
  register(spec: CommandSpec, handler: CommandHandler): Disposable {
    return this.late.take(spec.id, handler) ?? this.registerNow(spec, handler);
  }

  /**
   * Registers commands whose code is loaded when one of them is first called, and then registers their handlers.
   * @param load resolves to what owns them; a failure is shown as that of the command, and tried again at the next call
   */
  registerLate(specs: readonly CommandSpec[], load: () => Promise<Disposable>): Disposable {
    const store = new DisposableStore();
    const held = store.add(
      this.late.hold(
        specs.map(({ id }) => id),
        load,
      ),
    );
    for (const spec of specs) store.add(this.registerNow(spec, held.handlerOf(spec.id)));
    return store;
  }

  private registerNow(spec: CommandSpec, handler: CommandHandler): Disposable {
    return vscode.commands.registerCommand(spec.id, async (...args: unknown[]) => {
      try {
        if (!this.isReady) await this.ready();
        this.isReady = true;
        return await handler(args);
      } catch (error) {
        this.present.error(spec.title.replace('…', ''), error);
        return undefined;
      }
    });
  }

  /**
   * What a command was called on: a row and the selection it is part of, plain references, or nothing (then the caller
   * asks). Rows that fit none of `rows` are left out.
   * @returns undefined where nothing was named
   */
  targets(args: readonly unknown[], ...rows: readonly RowTest[]): readonly unknown[] | undefined {
    const [first, second] = args;
    if (first === undefined || first === null) return undefined;
    if (isNode(first))
      return refs(Array.isArray(second) && second.length > 0 ? second.filter(isNode) : [first], rows);
    return Array.isArray(first) ? (first as readonly unknown[]) : [first];
  }
}

/**
 * Runs `work` with the tree's progress bar, and, once it takes long, with a notification that can cancel it.
 * @returns undefined when it was cancelled
 */
export async function withProgress<T>(
  title: string,
  view: string,
  work: (options: Abortable & { report: (text: string, percent: number | undefined) => void }) => Promise<T>,
): Promise<T | undefined> {
  const stop = new AbortController();
  const line = { text: '', percent: 0, show: undefined as ((increment: number) => void) | undefined };
  const running = work({
    signal: stop.signal,
    report: (text, percent) => {
      const increment = Math.max(0, (percent ?? line.percent) - line.percent);
      line.text = text;
      line.percent += increment;
      line.show?.(increment);
    },
  });
  const settled = running.then(
    () => undefined,
    () => undefined, // the caller gets the failure from `running`; the indicators only need its end
  );
  const timer = setTimeout(() => {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => {
        stop.abort();
      });
      line.show = (increment) => {
        progress.report({ message: line.text, increment });
      };
      line.show(line.percent);
      return settled;
    });
  }, patienceMs);
  void vscode.window.withProgress({ location: { viewId: view } }, () => settled);
  try {
    return await running;
  } catch (error) {
    if (isCancelled(error)) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function isNode(value: unknown): value is TreeNode {
  return typeof value === 'object' && value !== null && 'row' in value && 'id' in value;
}

function refs(nodes: readonly TreeNode[], rows: readonly RowTest[]): readonly unknown[] {
  return nodes.filter((node) => rows.some((row) => fits(row, node.row().context))).map((node) => node.ref);
}
