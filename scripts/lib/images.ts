import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildBusyboxImage } from './busyboxImage';
import { cacheDir, cachedFolder } from './cache';
import { buildDebianImage } from './debianImage';
import type { TestServer } from './server';

export type ImageName = 'busybox' | 'debian';

/** Counted up when what the image holds changes. */
const images = {
  busybox: { folder: 'image-busybox-1', build: buildBusyboxImage },
  debian: { folder: 'image-debian-1', build: buildDebianImage },
};

export function isCached(name: ImageName): boolean {
  return existsSync(join(cacheDir(), images[name].folder));
}

/** The image's file, built on first use. */
export async function imageFile(name: ImageName): Promise<string> {
  return join(await cachedFolder(images[name].folder, images[name].build), 'image.tar.gz');
}

/** Gives the server the image, with its name as the alias. */
export async function importImage(server: TestServer, name: ImageName): Promise<void> {
  await server.cli(['image', 'import', await imageFile(name), '--alias', name]);
}
