import { type Disposable, toDisposable } from '../base/disposable';
import type { Connection } from './connection';
import type { Remotes } from './remotes';

/**
 * Calls `follow` for each remote, those that come later too; what it returns is disposed when the remote goes.
 * @returns ends all of them
 */
export function followRemotes(remotes: Remotes, follow: (connection: Connection) => Disposable): Disposable {
  const followed = new Map<Connection, Disposable>();
  const update = (): void => {
    // Who goes is left first: a remote that was configured anew comes with the same name.
    for (const [connection, following] of followed) {
      if (remotes.all.includes(connection)) continue;
      followed.delete(connection);
      following.dispose();
    }
    for (const connection of remotes.all)
      if (!followed.has(connection)) followed.set(connection, follow(connection));
  };
  const listening = remotes.onDidChange(update);
  update();
  return toDisposable(() => {
    listening.dispose();
    for (const following of followed.values()) following.dispose();
    followed.clear();
  });
}
