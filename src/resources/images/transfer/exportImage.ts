import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type DownloadedParts, downloadParts } from '../../../client/disk/downloadParts';
import { onDisk } from '../../../client/disk/onDisk';
import { movedProgress } from '../../../client/disk/moved';
import type { ActionOptions } from '../../../model/carryOut';
import type { Connection } from '../../../model/connection';
import { exportImage } from '../api';

/** An image on a server. */
export interface ImageOnServer {
  readonly connection: Connection;
  readonly project: string;
  readonly fingerprint: string;
}

/**
 * Downloads an image to files in a folder of this machine, whole or not at all: GET /1.0/images/{fingerprint}/export.
 * It is one file, or two: `<stem>.metadata.tar.xz` and `<stem>.rootfs.squashfs`. No file that is there is replaced.
 * @returns the files; their checksum is the fingerprint
 * @throws AppError, 'protocol' where what came has another fingerprint; AbortError
 */
export async function downloadImage(
  { connection, project, fingerprint }: ImageOnServer,
  folder: string,
  stem: string,
  { signal, onProgress }: ActionOptions,
): Promise<DownloadedParts> {
  await connection.ready({ signal });
  const free = await freeStem(folder, stem);
  const pathOf = (part: string, name: string): string =>
    join(folder, [free, part.replace(/\W+/g, '-'), endingOf(name)].filter(Boolean).join('.'));
  const request = exportImage({ fingerprint, project });
  return downloadParts(connection.transport, request, pathOf, fingerprint, {
    signal,
    onMoved: (bytes, total) => onProgress?.(movedProgress(bytes, total)),
  });
}

/** The ending of a file's name, two where the first is that of an archive: `tar.xz`, `squashfs`. */
function endingOf(name: string): string {
  return /(?:tar\.)?[a-z0-9]+$/i.exec(/\.(.+)$/.exec(name)?.[1] ?? '')?.[0] ?? '';
}

/** This beginning of file names, or with a number where files begin so already. */
async function freeStem(folder: string, stem: string): Promise<string> {
  const there = await onDisk(folder, () => readdir(folder));
  const isFree = (name: string): boolean =>
    there.every((file) => file !== name && !file.startsWith(`${name}.`));
  for (let number = 1; ; number++) {
    const name = number === 1 ? stem : `${stem}-${number}`;
    if (isFree(name)) return name;
  }
}
