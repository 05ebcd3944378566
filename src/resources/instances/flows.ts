import type * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable';
import type { Abortable } from '../../base/signal';
import { isImageServer } from '../../client/remoteConfig';
import type { ServerInfo } from '../../client/server';
import type { KindContext } from '../../kinds/common';
import type { KindRef } from '../../kinds/kind';
import type { Connection } from '../../model/connection';
import type { InstanceRef } from '../../model/key';
import type { Remotes } from '../../model/remotes';
import type { LocalFiles } from '../../shell/localFiles';
import { registerInstanceCopies } from './copy/copy';
import { type CreateOptions, registerInstanceCreation } from './create/create';
import type { ImageOffer, ImageServers } from './create/images';
import { registerSnapshotFiles } from './inside/flow';
import type { Inside } from './inside/options';
import { type ImagePublishing, registerPublishing } from './publish/publish';
import { registerRebuilding } from './rebuild/rebuild';
import { registerSnapshots } from './snapshot/snapshot';
import type { InstanceStore } from './store';
import { registerBackups } from './transfer/backup';
import { registerExports } from './transfer/export';
import { registerImports } from './transfer/import';

/** What is asked of images, by the functions of the feature that has them. `T` are all images of an image server. */
export interface FlowOptions<T> extends KindContext {
  readonly remotes: Remotes;
  readonly state: vscode.Memento;
  readonly files: LocalFiles;
  readonly instances: { readonly store: InstanceStore; openShell(ref: InstanceRef): Promise<void> };
  readonly images: { images(server: Connection, options: Abortable): Promise<T> };
  readonly inside: Inside;
  readonly tools: ImagePublishing & {
    readonly offersOf: (images: T, target: ServerInfo) => readonly ImageOffer[];
    readonly sourceOf: ImageServers['source'];
    readonly importImage: (
      args: readonly unknown[],
      options: KindContext & { readonly remotes: Remotes; readonly files: LocalFiles },
    ) => Promise<KindRef | undefined>;
  };
}

/** Registers what makes one more of something by asking for a few things: instances, copies, images and files of them. */
export function registerInstanceFlows<T>({
  remotes,
  state,
  files,
  instances,
  images,
  tools,
  inside,
  ...context
}: FlowOptions<T>): Disposable {
  const store = new DisposableStore();
  const creation: CreateOptions = {
    ...context,
    state,
    instances: instances.store,
    images: {
      all: () => remotes.all.filter(({ config }) => isImageServer(config) && !config.disabled),
      offers: async (from, target, options) => tools.offersOf(await images.images(from, options), target),
      source: tools.sourceOf,
    },
    openShell: (ref) => instances.openShell(ref),
    importImage: (at) => tools.importImage([at], { ...context, remotes, files }),
  };
  store.add(registerInstanceCreation(creation));
  store.add(registerRebuilding(creation));
  store.add(registerInstanceCopies({ ...context, instances: instances.store }));
  store.add(registerPublishing({ ...context, publishing: tools }));
  store.add(registerSnapshots({ ...context, instances: instances.store }));
  store.add(registerSnapshotFiles({ ...context, inside }));
  store.add(registerBackups(context));
  store.add(registerExports({ ...context, files }));
  store.add(registerImports({ ...context, files, instances: instances.store }));
  return store;
}
