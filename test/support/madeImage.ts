import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exec } from '../../scripts/lib/exec';
import { uniqueName } from './targets';

const metadata = (): string =>
  `architecture: x86_64\ncreation_date: 1700000000\nproperties:\n  os: Made\n  description: Made ${uniqueName()}\n`;

/** An image in one file that no other test has: next to nothing is in it. @returns the file, in the folder */
export async function unifiedImage(folder: string): Promise<string> {
  const work = join(folder, uniqueName('unified'));
  const script =
    'mkdir -p "$1/rootfs/bin" && printf %s "$2" > "$1/metadata.yaml" && tar -C "$1" -czf "$1.tar.gz" .';
  await exec('sh', ['-c', script, 'sh', work, metadata()]);
  return `${work}.tar.gz`;
}

/** The same in two files: that of the metadata, and that of the root file system. */
export async function splitImage(folder: string): Promise<[string, string]> {
  const work = join(folder, uniqueName('split'));
  const script =
    'mkdir -p "$1/m" "$1/rootfs/bin" && printf %s "$2" > "$1/m/metadata.yaml" && ' +
    'tar -C "$1/m" -czf "$1.meta.tar.gz" . && tar -C "$1/rootfs" -czf "$1.root.tar.gz" .';
  await exec('sh', ['-c', script, 'sh', work, metadata()]);
  return [`${work}.meta.tar.gz`, `${work}.root.tar.gz`];
}

/** The fingerprint of an image in these files. */
export function fingerprintOf(...paths: readonly string[]): string {
  return createHash('sha256')
    .update(Buffer.concat(paths.map((path) => readFileSync(path))))
    .digest('hex');
}
