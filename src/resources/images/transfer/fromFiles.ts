import { statSync } from 'node:fs';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { AppError } from '../../../base/errors';
import type { KindRef } from '../../../kinds/kind';
import { runBatch } from '../../../shell/batch';
import { pathText } from '../../../shell/localFiles';
import type { Step } from '../../../shell/steps';
import { aliased } from '../publishing';
import type { ImagePlace } from '../makeImage';
import { type ImageFiles, type ImageWishes, imageFromUrl, uploadImage } from './importImage';
import type { ImageFlowOptions } from './chosen';
import { askImage } from './questions';
import type { ActionOptions } from '../../../model/carryOut';

/** "Import from Files…": the file of an image, or both of its files. @returns the image, undefined where there is none */
export async function importImage(
  args: readonly unknown[],
  options: ImageFlowOptions,
): Promise<KindRef | undefined> {
  const place = await placeOf(args, options);
  if (!place) return undefined;
  const paths = await options.files.sources(vscode.l10n.t('The file of an image, or its two files'), {
    [vscode.l10n.t('Images')]: ['tar', 'gz', 'tgz', 'xz', 'zst', 'bz2', 'squashfs', 'img', 'qcow2'],
  });
  const files = paths && inOrder(paths);
  if (!files) return undefined;
  const names = files.map((path) => pathText(path)).join(' + ');
  const wishes = await askImage(
    vscode.l10n.t('Import {0}', names),
    basename(files[0]).replace(/(\.metadata)?(\.(tar|gz|tgz|xz|zst|bz2|squashfs|img|qcow2))+$/i, ''),
    vscode.l10n.t('$(cloud-upload) Import'),
    (alias, abort) => aliased(place.connection, place.project, alias, abort),
  );
  return wishes && make(place, names, options, (abort) => uploadImage(place, files, wishes, abort));
}

/** "Import from URL…": the server fetches it. @returns the image, undefined where there is none */
export async function importFromUrl(
  args: readonly unknown[],
  options: ImageFlowOptions,
): Promise<KindRef | undefined> {
  const place = await placeOf(args, options);
  if (!place) return undefined;
  let url = '';
  const askUrl =
    (next: Step): Step =>
    async (ui) => {
      url = await ui.input({
        prompt: vscode.l10n.t('Address that answers with LXD-Image-URL or Incus-Image-URL'),
        placeholder: 'https://',
        value: url,
        check: urlProblem,
      });
      return next;
    };
  const wishes: ImageWishes | undefined = await askImage(
    vscode.l10n.t('Import Image from URL'),
    '',
    vscode.l10n.t('$(cloud-download) Import'),
    (alias, abort) => aliased(place.connection, place.project, alias, abort),
    askUrl,
  );
  return wishes && make(place, url, options, (abort) => imageFromUrl(place, url, wishes, abort));
}

async function placeOf(
  args: readonly unknown[],
  { registry, targets }: ImageFlowOptions,
): Promise<ImagePlace | undefined> {
  const kind = registry.get('image');
  return kind && targets.place(kind, args);
}

async function make(
  { connection, project }: ImagePlace,
  name: string,
  { present, reveal, registry }: ImageFlowOptions,
  work: (options: ActionOptions) => Promise<string>,
): Promise<KindRef | undefined> {
  let fingerprint = '';
  const isDone = await runBatch(
    present,
    [{ name }],
    {
      title: () => vscode.l10n.t('Importing {0}', name),
      failed: () => vscode.l10n.t('Could not import {0}', name),
      part: () => '',
    },
    async (_item, abort) => {
      fingerprint = await work(abort);
    },
  );
  if (!isDone) return undefined;
  const image = {
    remote: connection.name,
    project,
    kind: 'image',
    parents: [],
    parts: [fingerprint],
    member: '',
  };
  await reveal(registry.pathTo(image));
  return image;
}

/** Which of the files is which: that of the metadata says so, or is the smaller one. */
function inOrder(paths: readonly string[]): ImageFiles | undefined {
  const [first, second, third] = paths;
  if (first === undefined) return undefined;
  if (second === undefined) return [first];
  if (third !== undefined)
    throw new AppError(
      'rejected',
      vscode.l10n.t('An image has one file or two: {0} were chosen', paths.length),
    );
  const isMetadata = (path: string): boolean => /meta|(^|\/)(lxd|incus)\.tar/i.test(path);
  if (isMetadata(basename(first)) !== isMetadata(basename(second)))
    return isMetadata(basename(first)) ? [first, second] : [second, first];
  return statSync(first).size <= statSync(second).size ? [first, second] : [second, first];
}

function urlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) && url.host
    ? undefined
    : vscode.l10n.t('An address begins with https:// or http://');
}
