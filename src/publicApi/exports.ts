import type { LxdApi, LxdExports } from '../../api/lxdExplorer.d.ts';
import { DisposableStore, toDisposable, type Disposable } from '../base/disposable';
import { listen } from './events';
import { fileUri, listFiles, readFile, run, writeFile } from './instance';
import { type PublicApiOptions, readyConnection, signalOf } from './options';
import { RemoteChanges, describeRemote } from './remotes';
import { request, requestRaw } from './request';

/** What other extensions get from us; api/lxdExplorer.d.ts is its contract, which tsc compares with what is here. */
export class PublicApi implements LxdExports, Disposable {
  private readonly store = new DisposableStore();
  private readonly life = new AbortController();
  private made: LxdApi | undefined;

  constructor(private readonly options: PublicApiOptions) {
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
    const { options } = this;
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
      request: (asked) => request(options, asked),
      requestRaw: (asked) => requestRaw(options, asked),
      run: (command) => run(options, command),
      readFile: (file) => readFile(options, file),
      writeFile: (file, data, how) => writeFile(options, file, data, how),
      listFiles: (folder) => listFiles(options, folder),
      fileUri: (file) => fileUri(options, file),
      listen: (where, listener) => listen(options, where, listener, this.life.signal),
    };
  }
}
