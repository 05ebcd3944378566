import * as vscode from 'vscode';
import { type Disposable, DisposableStore, toDisposable } from '../base/disposable';
import { CertificateChanged } from '../client/dialError';
import type { Connection } from '../model/connection';
import type { Remotes } from '../model/remotes';
import type { Presenter } from '../shell/present';

/** Says once when a server presents another certificate than the trusted one, until disposed. */
export function watchCertificates(
  remotes: Remotes,
  present: Presenter,
  compare: (connection: Connection) => unknown,
): Disposable {
  const store = new DisposableStore();
  const followed = new Map<Connection, Disposable>();
  const told = new Set<string>();
  const tell = (connection: Connection, { trusted, presented }: CertificateChanged): void => {
    const key = [connection.name, trusted, presented].join(' ');
    if (told.has(key)) return;
    told.add(key);
    const { name } = connection;
    const text = vscode.l10n.t(
      '{0} presents another certificate than the one you trusted. Nothing was sent. Trusted: {1} Presented: {2}',
      name,
      trusted,
      presented,
    );
    present.warning(text, [{ title: vscode.l10n.t('Compare…'), run: () => compare(connection) }]);
  };
  const update = (): void => {
    for (const [connection, following] of followed) {
      if (remotes.all.includes(connection)) continue;
      following.dispose();
      followed.delete(connection);
    }
    for (const connection of remotes.all) {
      if (followed.has(connection)) continue;
      const listening = connection.onDidChangeState((state) => {
        if (state.kind === 'lost' && state.error instanceof CertificateChanged) tell(connection, state.error);
      });
      followed.set(connection, listening);
    }
  };
  store.add(remotes.onDidChange(update));
  store.add(
    toDisposable(() => {
      for (const following of followed.values()) following.dispose();
    }),
  );
  update();
  return store;
}
