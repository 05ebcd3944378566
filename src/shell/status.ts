import type * as vscode from 'vscode';
import { l10n } from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { isImageServer } from '../client/remoteConfig';
import type { Connection } from '../model/connection';
import { followRemotes } from '../model/followRemotes';
import type { Jobs } from '../model/jobs';
import type { Remotes } from '../model/remotes';
import type { ContextKeys } from './contextKeys';

/** Keeps the context keys, the view's badge and the followed jobs in step with the remotes, until disposed. */
export function trackRemotes(
  remotes: Remotes,
  jobs: Jobs,
  view: vscode.TreeView<unknown>,
  contextKeys: ContextKeys,
): Disposable {
  const store = new DisposableStore();
  const show = (): void => {
    void contextKeys.set('lxd.welcome', remotes.all.length ? '' : 'noServer');
    void contextKeys.set(
      'lxd.ready',
      remotes.all.some(({ state }) => state.kind === 'ready'),
    );
    const needy = remotes.all.filter(needsPerson).map(({ name }) => name);
    const badge = needy.length
      ? { value: needy.length, tooltip: l10n.t('Not connected: {0}', needy.join(', ')) }
      : undefined;
    if (view.badge?.tooltip !== badge?.tooltip) view.badge = badge;
  };
  store.add(
    followRemotes(remotes, (connection) => {
      const following = new DisposableStore();
      following.add(jobs.follow(connection));
      following.add(connection.onDidChangeState(show));
      return following;
    }),
  );
  store.add(remotes.onDidChange(show));
  return store;
}

function needsPerson({ state, config }: Connection): boolean {
  return state.kind === 'lost' && state.error.kind !== 'unsupported' && !isImageServer(config);
}
