import { type Disposable, DisposableStore, toDisposable } from '../base/disposable';
import { lazy } from '../base/lazy';

export type CommandHandler = (args: readonly unknown[]) => unknown;

/**
 * The handlers of commands whose code is loaded when one of them is first called. What is registered with VS Code stays
 * the same all the time: it waits for the code, which gives its handlers here.
 */
export class LateCommands {
  /** By id; undefined until the code has given it. */
  private readonly handlers = new Map<string, CommandHandler | undefined>();

  /**
   * @param load loads the code and lets it give its handlers; it is tried again where it fails
   * @returns what stands in for a command, and ends all of them with what was loaded
   */
  hold(
    ids: readonly string[],
    load: () => Promise<Disposable>,
  ): Disposable & { handlerOf(id: string): (args: readonly unknown[]) => Promise<unknown> } {
    const store = new DisposableStore();
    const loaded = lazy(async () => {
      try {
        store.add(await load());
      } catch (error) {
        for (const id of ids) if (this.handlers.has(id)) this.handlers.set(id, undefined);
        throw error;
      }
    });
    for (const id of ids) {
      this.handlers.set(id, undefined);
      store.add(toDisposable(() => this.handlers.delete(id)));
    }
    return {
      handlerOf: (id) => async (args) => {
        await loaded();
        if (!this.handlers.has(id)) return undefined; // the extension ended meanwhile
        const handler = this.handlers.get(id);
        if (!handler) throw new Error(`what was loaded for ${id} does not handle it`);
        return handler(args);
      },
      dispose: () => {
        store.dispose();
      },
    };
  }

  /** Takes the handler of a command that is held. @returns undefined for any other command */
  take(id: string, handler: CommandHandler): Disposable | undefined {
    if (!this.handlers.has(id)) return undefined;
    if (this.handlers.get(id)) throw new Error(`${id} has a handler already`);
    this.handlers.set(id, handler);
    return toDisposable(() => {
      if (this.handlers.get(id) === handler) this.handlers.set(id, undefined);
    });
  }
}
