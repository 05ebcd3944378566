import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable';
import { AppError } from '../../base/errors';
import type { Log } from '../../base/log';
import type { Abortable } from '../../base/signal';
import { memoryCache } from '../../client/simplestreams/cache';
import type { listProducts } from '../../client/simplestreams/listProducts';
import { Connection } from '../../model/connection';
import type { Commands } from '../../shell/commands';
import type { TreeNode } from '../../shell/node';
import type { Presenter } from '../../shell/present';
import { listImages } from './api';
import { anyServerImage, imageCommands as specs, imageServerRow } from './contribution';
import { ImageGroupNode, type ServerImageRef, imageRows } from './node';
import { type ServerImage, byOs, debianArchitecture, fromImage, fromProduct } from './serverImage';

/** How many characters of lists are kept to ask only whether they have changed: Ubuntu's has 10 million. */
const cacheLength = 40_000_000;

interface ImageCommandsOptions {
  readonly commands: Commands;
  readonly present: Presenter;
  readonly refresh: (id: string) => void;
}

/** What stands below image servers: fetched when somebody looks, and again when they ask for it. */
export class ImageServersFeature {
  private readonly lists = new WeakMap<Connection, readonly ServerImage[]>();
  private readonly cache = memoryCache(cacheLength);
  private readonly ownArch: string;

  /** @param options `machine` is `process.arch` */
  constructor(
    private readonly options: {
      readonly log: Log;
      readonly machine: string;
      /** What nothing needs before an image server is asked. */
      readonly later: () => Promise<{ readonly listProducts: typeof listProducts }>;
    },
  ) {
    this.ownArch = debianArchitecture(options.machine);
  }

  /** Registers what a person can do with image servers and their images. */
  register(options: ImageCommandsOptions): Disposable {
    const { commands } = options;
    const store = new DisposableStore();
    const copy = (
      args: readonly unknown[],
      form: (ref: ServerImageRef) => string | undefined,
    ): Promise<void> => {
      const refs = (commands.targets(args, anyServerImage) ?? []) as readonly ServerImageRef[];
      return copyTexts(
        refs.map(form).filter((text) => text !== undefined),
        options.present,
      );
    };
    store.add(commands.register(specs.refresh, (args) => this.refresh(args, options)));
    store.add(commands.register(specs.copyAlias, (args) => copy(args, ({ alias }) => alias)));
    store.add(
      commands.register(specs.copyFingerprint, (args) => copy(args, ({ fingerprint }) => fingerprint)),
    );
    return store;
  }

  /** All images of a server, as they were when it was last asked. @throws AppError why there are none, AbortError */
  async images(connection: Connection, options: Abortable): Promise<readonly ServerImage[]> {
    const images = this.lists.get(connection) ?? (await this.fetch(connection, options));
    this.lists.set(connection, images);
    return images;
  }

  /** The rows of a server's images: those of a simplestreams server by their system. @throws AppError why there are none */
  async list(connection: Connection, parent: TreeNode, options: Abortable): Promise<readonly TreeNode[]> {
    const images = await this.images(connection, options);
    const { name, config } = connection;
    if (config.kind !== 'simplestreams') return imageRows(parent, name, images, this.ownArch);
    return byOs(images).map(([os, group]) => new ImageGroupNode(parent, name, os, group, this.ownArch));
  }

  /** Image servers tell nothing by themselves. */
  watch(): Disposable {
    return new DisposableStore();
  }

  /** Forgets the images; whoever looks next asks the server whether they have changed. */
  reload(connection: Connection): Promise<void> {
    this.lists.delete(connection);
    return Promise.resolve();
  }

  private async fetch(
    { config, transport }: Connection,
    { signal }: Abortable,
  ): Promise<readonly ServerImage[]> {
    const { address, location: url } = config;
    if (config.kind === 'public') {
      const images = await transport.value(listImages(), { signal });
      return images.map(fromImage);
    }
    if (address.kind !== 'tls')
      throw new AppError('unsupported', vscode.l10n.t('{0} is not an https address', url));
    const { log, later } = this.options;
    const { listProducts } = await later();
    const products = await listProducts({ url, trust: address.trust }, { log, cache: this.cache, signal });
    return products.map(fromProduct);
  }

  private async refresh(
    args: readonly unknown[],
    { commands, refresh }: Pick<ImageCommandsOptions, 'commands' | 'refresh'>,
  ): Promise<void> {
    for (const target of commands.targets(args, imageServerRow) ?? []) {
      if (!(target instanceof Connection)) continue;
      await this.reload(target);
      refresh(encodeURIComponent(target.name));
    }
  }
}

async function copyTexts(texts: readonly string[], present: Presenter): Promise<void> {
  if (!texts.length) return;
  await vscode.env.clipboard.writeText(texts.join('\n'));
  present.status(vscode.l10n.t('Copied {0}', texts[0] ?? ''));
}
