import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../../base/disposable';
import { limit } from '../../../base/gate';
import { sizeText } from '../../../base/sizeText';
import { runBatch } from '../../../shell/batch';
import { withProgress } from '../../../shell/commands';
import { remotesView } from '../../../shell/contributions';
import { pathText } from '../../../shell/localFiles';
import { imageFlowCommands } from '../flowContribution';
import { copyImages } from './toServer';
import { secretLink } from './copyImage';
import { downloadImage } from './exportImage';
import { type ImageFlowOptions, imagesOf } from './chosen';
import { importFromUrl, importImage } from './fromFiles';
import { deleteUnused } from './unused';

/** Registers what is done with images by asking for a few things: to and from files, to other servers, unused ones. */
export function registerImageFlows(options: ImageFlowOptions): Disposable {
  const store = new DisposableStore();
  const handlers = {
    exportImage: exportImages,
    importImage,
    importUrl: importFromUrl,
    copyImage: copyImages,
    secretLink: copySecretLink,
    deleteUnused,
  } satisfies Record<keyof typeof imageFlowCommands, unknown>;
  for (const [name, spec] of Object.entries(imageFlowCommands)) {
    const handler = handlers[name as keyof typeof handlers];
    store.add(options.commands.register(spec, (args) => handler(args, options)));
  }
  return store;
}

/** "Export to Files…": each into one file or two of a folder. @returns the paths of what was written */
async function exportImages(args: readonly unknown[], options: ImageFlowOptions): Promise<string[]> {
  const { present, files } = options;
  const items = await imagesOf(args, options);
  const folder = items.length ? await files.folder(vscode.l10n.t('Folder to export to')) : undefined;
  if (folder === undefined) return [];
  const written: string[] = [];
  const texts = {
    title: (names: readonly string[]) => vscode.l10n.t('Exporting {0}', names.join(', ')),
    failed: (name: string) => vscode.l10n.t('Could not export {0}', name),
    part: (done: number, all: number) => vscode.l10n.t('Exported {0} of {1}.', done, all),
  };
  // One after the other: two of the same name would take each other's files.
  const gate = limit(1);
  await runBatch(present, items, texts, async (item, abort) => {
    const { paths, bytes, sha256 } = await gate(() => downloadImage(item, folder, stemOf(item.name), abort));
    written.push(...paths);
    if (items.length > 1) return;
    const where = paths.map(pathText).join(' + ');
    const text = vscode.l10n.t(
      'Exported {0} to {1} · {2} · its fingerprint is right',
      item.name,
      where,
      sizeText(bytes),
    );
    present.done(text, [
      { title: vscode.l10n.t('Copy SHA-256'), run: () => vscode.env.clipboard.writeText(sha256) },
    ]);
  });
  if (items.length > 1 && written.length > 0)
    present.status(vscode.l10n.t('{0} files are in {1}', written.length, pathText(folder)));
  return written;
}

/** "Copy Secret Link". */
async function copySecretLink(args: readonly unknown[], options: ImageFlowOptions): Promise<void> {
  const [image] = await imagesOf(args, options);
  if (!image) return;
  const asking = vscode.l10n.t('Asking for a secret of {0}', image.name);
  const link = await withProgress(asking, remotesView, (abort) => secretLink(image, abort));
  if (link === undefined) return;
  await vscode.env.clipboard.writeText(link);
  options.present.status(vscode.l10n.t('Copied a link with which {0} can be downloaded once', image.name));
}

/** A name as a file may have it. */
function stemOf(name: string): string {
  return name.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') || 'image';
}
