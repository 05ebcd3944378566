import type { LxdApi, LxdExports } from '../../api/lxdExplorer.d.ts';
import { DisposableStore, toDisposable, type Disposable } from '../base/disposable';
import { lazy } from '../base/lazy';
import type { apiCalls } from './calls';
import { listen } from './events';
import { type PublicApiOptions, readyConnection, signalOf } from './options';
import { fileUri } from './place';
import { RemoteChanges, describeRemote } from './remotes';

/** What other extensions get from us; api/lxdExplorer.d.ts is its contract, which tsc compares with what is here. */
export class PublicApi implements LxdExports, Disposable {
  private readonly store = new DisposableStore();
  private readonly life = new AbortController();
  private made: LxdApi | undefined;

  constructor(
    private readonly options: PublicApiOptions,
    /** What nothing needs before another extension asks a server. */
    private readonly later: () => Promise<{ readonly apiCalls: typeof apiCalls }>,
  ) {
    this.store.add(
      toDisposable(() => {
        this.life.abort();
      }),
    );
  }

  /** Not bound to `this`: callers may take it out of the exports. */
  readonly getApi = (version: 1): LxdApi => {
    // Other extensions are not compiled with ours: the type promises nothing.
    if ((version as unknown) !== 1) {
      throw new Error(
        `LXD & Incus Explorer has version 1 of its API, but not version ${String(version)}: a newer release may`,
      );
    }
    return (this.made ??= this.make());
  };

  dispose(): void {
    this.store.dispose();
  }

  private make(): LxdApi {
    const { options, later } = this;
    const calls = lazy(async () => (await later()).apiCalls(options));
    const changes = this.store.add(new RemoteChanges(options.remotes, options.log));
    return {
      version: 1,
      remotes: async () => {
        await options.discovered();
        return options.remotes.all.map(describeRemote);
      },
      onDidChangeRemotes: changes.event,
      connect: async (remote, { signal } = {}) =>
        describeRemote(await readyConnection(options, remote, signalOf(signal))),
      request: async (asked) => (await calls()).request(asked),
      requestRaw: async (asked) => (await calls()).requestRaw(asked),
      run: async (command) => (await calls()).run(command),
      readFile: async (file) => (await calls()).readFile(file),
      writeFile: async (file, data, how) => (await calls()).writeFile(file, data, how),
      listFiles: async (folder) => (await calls()).listFiles(folder),
      fileUri: (file) => fileUri(options, file),
      listen: (where, listener) => listen(options, where, listener, this.life.signal),
    };
  }
}
