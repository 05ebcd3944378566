import { AppError } from '../../base/errors';
import { type JsonObject, isObject, numberField, optionalText } from '../decode';

/** An image of an image server in all its versions: one system, release, variant and architecture. */
export interface ImageProduct {
  /** Like `debian:bookworm:amd64:default`. */
  readonly id: string;
  /** Names by which the servers find it, like `debian/12`. */
  readonly aliases: readonly string[];
  /** As Debian names architectures: `amd64`, `arm64`. */
  readonly arch: string;
  readonly os: string;
  readonly release: string;
  /** The release for a person, as `12` for `bookworm`. */
  readonly releaseTitle: string;
  /** `default`, `cloud`…; '' where the server has none. */
  readonly variant: string;
  /** Newest first; none is empty. */
  readonly versions: readonly ImageVersion[];
}

export interface ImageVersion {
  /** Like `20261120_0000`. */
  readonly serial: string;
  readonly images: readonly VersionImage[];
}

/** One way to use a version. */
export interface VersionImage {
  readonly type: 'container' | 'vm';
  /** Which server reads this metadata. */
  readonly server: 'lxd' | 'incus';
  /** SHA-256, lower-case hex: how the servers know the image. */
  readonly fingerprint: string;
  /** Bytes to download; 0 where the server does not say. */
  readonly size: number;
}

/** Whose metadata file is whose. */
const metadata: Readonly<Record<string, 'lxd' | 'incus'>> = { 'lxd.tar.xz': 'lxd', 'incus.tar.xz': 'incus' };
const unified: Readonly<Record<string, 'lxd' | 'incus'>> = {
  'lxd_combined.tar.gz': 'lxd',
  'incus_combined.tar.gz': 'incus',
};

/** The file that goes with the metadata, and the field that has the fingerprint of both; the servers' order. */
const roots = [
  { ftype: 'squashfs', field: 'combined_squashfs_sha256', type: 'container' },
  { ftype: 'root.tar.xz', field: 'combined_rootxz_sha256', type: 'container' },
  { ftype: 'root.tar.xz', field: 'combined_sha256', type: 'container' },
  { ftype: 'disk-kvm.img', field: 'combined_disk-kvm-img_sha256', type: 'vm' },
  { ftype: 'disk1.img', field: 'combined_disk1-img_sha256', type: 'vm' },
  { ftype: 'uefi1.img', field: 'combined_uefi1-img_sha256', type: 'vm' },
] as const;

/** No version has more files. */
const maxItems = 100;

/**
 * Reads `streams/v1/index.json`.
 * @returns the paths of the files that list images, as they stand there
 * @throws AppError 'protocol' where it is no index
 */
export function decodeIndex(text: string): string[] {
  const object = parse(text);
  if (optionalText(object, 'format') !== 'index:1.0' || !isObject(object['index'])) throw notUnderstood();
  return Object.values(object['index'])
    .filter(isObject)
    .filter((entry) => optionalText(entry, 'datatype') === 'image-downloads')
    .map((entry) => optionalText(entry, 'path'))
    .filter(Boolean);
}

/**
 * Reads a file of products. What has no image that LXD or Incus can use is left out.
 * @throws AppError 'protocol' where it is no such file
 */
export function decodeProducts(text: string): ImageProduct[] {
  const object = parse(text);
  if (optionalText(object, 'format') !== 'products:1.0' || !isObject(object['products']))
    throw notUnderstood();
  return Object.entries(object['products']).flatMap(([id, entry]) =>
    isObject(entry) ? decodeProduct(id, entry) : [],
  );
}

function decodeProduct(id: string, entry: JsonObject): ImageProduct[] {
  const versions = Object.entries(isObject(entry['versions']) ? entry['versions'] : {})
    .map(([serial, version]) => ({ serial, images: isObject(version) ? imagesOf(version['items']) : [] }))
    .filter(({ images }) => images.length)
    .sort((a, b) => (a.serial < b.serial ? 1 : -1));
  if (!versions.length) return [];
  const aliases = optionalText(entry, 'aliases').split(',');
  return [
    {
      id,
      aliases: aliases.map((alias) => alias.trim()).filter(Boolean),
      arch: optionalText(entry, 'arch'),
      os: optionalText(entry, 'os'),
      release: optionalText(entry, 'release'),
      releaseTitle: optionalText(entry, 'release_title') || optionalText(entry, 'release'),
      variant: optionalText(entry, 'variant'),
      versions,
    },
  ];
}

/** For each server and type the file that the server itself would take. */
function imagesOf(items: unknown): VersionImage[] {
  const files = isObject(items) ? Object.values(items).slice(0, maxItems).filter(isObject) : [];
  const found = files.flatMap((file) => [...splitImages(file, files), ...unifiedImages(file)]);
  const isFirst = ({ server, type }: VersionImage, at: number): boolean =>
    found.findIndex((other) => other.server === server && other.type === type) === at;
  return found.filter(isFirst);
}

function splitImages(meta: JsonObject, files: readonly JsonObject[]): VersionImage[] {
  const server = ofOwn(metadata, optionalText(meta, 'ftype'));
  if (!server) return [];
  return roots.flatMap(({ ftype, field, type }) => {
    const fingerprint = hash(meta, field);
    const root = files.find((file) => optionalText(file, 'ftype') === ftype);
    return fingerprint && root ? [{ type, server, fingerprint, size: sizeOf(meta) + sizeOf(root) }] : [];
  });
}

function unifiedImages(file: JsonObject): VersionImage[] {
  const server = ofOwn(unified, optionalText(file, 'ftype'));
  const fingerprint = hash(file, 'sha256');
  return server && fingerprint ? [{ type: 'container', server, fingerprint, size: sizeOf(file) }] : [];
}

function ofOwn<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function hash(file: JsonObject, field: string): string | undefined {
  const value = optionalText(file, field).toLowerCase();
  return /^[0-9a-f]{64}$/.test(value) ? value : undefined;
}

function sizeOf(file: JsonObject): number {
  const size = numberField(file, 'size');
  return Number.isSafeInteger(size) && size > 0 ? size : 0;
}

function parse(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Not JSON: not understood, as below.
  }
  throw notUnderstood();
}

function notUnderstood(): AppError {
  return new AppError('protocol', 'The answer is not that of an image server');
}
