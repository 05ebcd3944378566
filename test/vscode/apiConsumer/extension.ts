// Another extension: it knows api/lxdExplorer.d.ts and nothing else of ours.
import * as vscode from 'vscode';
import type {
  LxdApi,
  LxdDisposable,
  LxdExports,
  LxdFile,
  LxdServerEvent,
} from '../../../api/lxdExplorer.d.ts';

/** What the tests ask this extension to do. */
export interface Consumer {
  readonly api: LxdApi;
  getApi(version: number): unknown;
  /** Names of the instances of a remote, by the REST API. */
  instances(remote: string): Promise<string[]>;
  /** Makes an instance and waits for it. */
  create(
    remote: string,
    instance: string,
    signal?: AbortSignal,
  ): Promise<{ status: number; texts: string[] }>;
  /** Output of a shell command. */
  shell(remote: string, instance: string, script: string, stdin?: string): Promise<string>;
  /** Replaces the content of a file and reads it back. */
  rewrite(file: LxdFile, text: string): Promise<string>;
  /** Collects the actions of lifecycle events until `until` comes. */
  actions(remote: string, until: string, work: () => Promise<unknown>): Promise<string[]>;
}

export async function activate(): Promise<Consumer> {
  const extension = vscode.extensions.getExtension<LxdExports>('lxd-explorer.lxd-explorer');
  if (!extension) throw new Error('LXD & Incus Explorer is not installed');
  const exports = await extension.activate();
  const api = exports.getApi(1);
  return {
    api,
    getApi: (version) => (exports.getApi as (wanted: number) => unknown)(version),

    async instances(remote) {
      const { value } = await api.request({
        remote,
        method: 'GET',
        path: '/1.0/instances',
        project: 'default',
      });
      return (value as string[]).map((url) => decodeURIComponent(url.split('/').at(-1) ?? ''));
    },

    async create(remote, instance, signal) {
      const texts: string[] = [];
      const { operation } = await api.request({
        remote,
        method: 'POST',
        path: '/1.0/instances',
        query: { project: 'default' },
        body: { name: instance, source: { type: 'image', alias: 'busybox' } },
        signal,
        onProgress: ({ text }) => texts.push(text),
      });
      return { status: operation?.statusCode ?? 0, texts };
    },

    async shell(remote, instance, script, stdin) {
      const command = ['sh', '-c', script];
      const { exitCode, stdout, stderr } = await api.run({ remote, instance, command, stdin });
      return `${exitCode} ${Buffer.from(stdout).toString()}${Buffer.from(stderr).toString()}`;
    },

    async rewrite(file, text) {
      await api.writeFile(file, text);
      return Buffer.from(await api.readFile(file)).toString();
    },

    async actions(remote, until, work) {
      const seen: string[] = [];
      let listening: LxdDisposable | undefined;
      let done: Promise<unknown> | undefined;
      try {
        await new Promise<void>((resolve, reject) => {
          const take = ({ metadata }: LxdServerEvent): void => {
            seen.push(String(metadata['action']));
            if (seen.at(-1) === until) resolve();
          };
          const onOpen = (): void => {
            done = work();
            done.catch(reject);
          };
          listening = api.listen({ remote, onOpen, onError: reject }, take);
          setTimeout(() => {
            reject(new Error(`no ${until}; seen: ${seen.join(', ')}`));
          }, 30_000).unref();
        });
        await done;
      } finally {
        listening?.dispose();
      }
      return seen;
    },
  };
}
