import { compareNaturally } from '../../base/natural';
import type { ImageProduct, ImageVersion } from '../../client/simplestreams/products';
import type { Image } from './wire';

export type ImageType = 'container' | 'vm';

/** An image that an image server offers: one system, release, variant and architecture, in its newest version. */
export interface ServerImage {
  /** Unique on its server. */
  readonly id: string;
  /** As the server writes it, '' where it does not say. */
  readonly os: string;
  /** Release and variant for a person: "12 (bookworm) cloud". */
  readonly title: string;
  /** As Debian names architectures. */
  readonly arch: string;
  readonly types: readonly ImageType[];
  /** Of the newest version, like `2026-11-20`. */
  readonly date: string;
  /** Shortest first. */
  readonly aliases: readonly string[];
  /** Of the newest version; several where containers and virtual machines, or LXD and Incus, take different files. */
  readonly files: readonly ImageFile[];
  /** Newest first. */
  readonly versions: readonly string[];
}

/** What a server downloads to make one kind of instance. */
export interface ImageFile {
  readonly type: ImageType;
  /** Which of them can read it; undefined for both. */
  readonly server?: 'lxd' | 'incus';
  readonly fingerprint: string;
  /** Bytes, 0 where it is not known. */
  readonly size: number;
}

/** What the servers call architectures, as Debian names them. */
const architectures: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  armv7l: 'armhf',
  armv6l: 'armel',
  i686: 'i386',
  ppc64le: 'ppc64el',
};

/** What Node calls the machine's architecture, as Debian names them. */
const machines: Readonly<Record<string, string>> = {
  x64: 'amd64',
  arm: 'armhf',
  ia32: 'i386',
  ppc64: 'ppc64el',
};

/** An architecture as kernels name it, as Debian names it. */
export function debianName(architecture: string): string {
  return architectures[architecture] ?? architecture;
}

/** The architecture of a machine, `process.arch`, as Debian names it. */
export function debianArchitecture(machine: string): string {
  return machines[machine] ?? machine;
}

/** An image of a simplestreams server. */
export function fromProduct({ id, os, arch, aliases, versions, ...product }: ImageProduct): ServerImage {
  const [newest] = versions;
  const sorted = [...aliases].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return {
    id,
    os,
    title: titleOf(product, sorted),
    arch: debianName(arch),
    types: typesOf(newest),
    date: dateOf(newest?.serial ?? ''),
    aliases: sorted,
    files: newest?.images ?? [],
    versions: versions.map(({ serial }) => serial),
  };
}

/** An image of an LXD or Incus that shows its images to anybody. */
export function fromImage(image: Image): ServerImage {
  const { fingerprint, properties = {}, type, size = 0, architecture = '' } = image;
  const aliases = (image.aliases ?? []).map(({ name = '' }) => name).filter(Boolean);
  const serial = properties['serial'] ?? '';
  const arch = properties['architecture'] || architecture;
  const kind = type === 'virtual-machine' ? 'vm' : 'container';
  return {
    id: fingerprint,
    os: properties['os'] ?? '',
    title: aliases[0] ?? properties['description'] ?? fingerprint.slice(0, 12),
    arch: debianName(arch),
    types: [kind],
    date: dateOf(serial) || (image.uploaded_at ?? '').slice(0, 10),
    aliases,
    files: [{ type: kind, fingerprint, size }],
    versions: serial ? [serial] : [],
  };
}

/**
 * The order of images of one system: this machine's architecture first, then by architecture; newest release first,
 * its plain variant before the others.
 */
export function inOrder(images: readonly ServerImage[], ownArch: string): ServerImage[] {
  return [...images].sort(
    (a, b) =>
      Number(b.arch === ownArch) - Number(a.arch === ownArch) ||
      compareNaturally(a.arch, b.arch) ||
      compareNaturally(releaseOf(b), releaseOf(a)) ||
      compareNaturally(a.title, b.title),
  );
}

/** The images by their system, in natural order. */
export function byOs(images: readonly ServerImage[]): [string, ServerImage[]][] {
  const groups = new Map<string, ServerImage[]>();
  for (const image of images) groups.set(image.os, [...(groups.get(image.os) ?? []), image]);
  return [...groups].sort(([a], [b]) => compareNaturally(a, b));
}

/**
 * The alias by which a server finds this image; for an architecture that is not the server's own the clients take it
 * with the architecture behind it. Undefined where it has none.
 */
export function aliasFor({ aliases: [alias], arch }: ServerImage, ownArch: string): string | undefined {
  return alias === undefined || arch === ownArch || alias.endsWith(`/${arch}`) ? alias : `${alias}/${arch}`;
}

/** "12 (bookworm) cloud": a number says more about the order of releases than a name. */
function titleOf(
  { release, releaseTitle, variant }: Pick<ImageProduct, 'release' | 'releaseTitle' | 'variant'>,
  aliases: readonly string[],
): string {
  const number = aliases.map((alias) => /^[^/]+\/(\d[\w.]*)$/.exec(alias)?.[1]).find(Boolean);
  const title = /\d/.test(releaseTitle) ? releaseTitle : (number ?? releaseTitle);
  const codename = release === '' || title.includes(release) ? '' : ` (${release})`;
  return `${title}${codename}${variant === '' || variant === 'default' ? '' : ` ${variant}`}`;
}

/** Everything before the variant. */
function releaseOf({ title }: ServerImage): string {
  return /^[\d.]+/.exec(title)?.[0] ?? title;
}

function typesOf(version: ImageVersion | undefined): ImageType[] {
  const types = new Set(version?.images.map(({ type }) => type));
  return (['container', 'vm'] as const).filter((type) => types.has(type));
}

/** `20261120_0000` and `20261120` are days. */
function dateOf(serial: string): string {
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(serial) ?? [];
  return year && month && day ? `${year}-${month}-${day}` : serial;
}
