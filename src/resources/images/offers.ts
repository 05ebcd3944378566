import { sizeText } from '../../base/sizeText';
import type { ServerInfo } from '../../client/server';
import {
  type ImageFile,
  type ImageType,
  type ServerImage,
  aliasFor,
  byOs,
  debianName,
  inOrder,
} from './serverImage';

/** An image of an image server that a certain server can use. */
export interface ImageOffer {
  /** "Debian 12 (bookworm) cloud" */
  readonly label: string;
  /** Alias, architecture, size and date. */
  readonly description: string;
  readonly type: ImageType;
  readonly fingerprint: string;
  /** By which the image server gives this image to the server that asks; undefined where it would give another. */
  readonly alias: string | undefined;
  /** The fingerprint that stands for the image in the tree, whatever the type. */
  readonly group: string;
}

/** What of these a server can use: of its architectures, its own first, and in files that it can read. */
export function offersOf(
  images: readonly ServerImage[],
  { product, architectures, runsMachines }: ServerInfo,
): ImageOffer[] {
  const names = architectures.map(debianName);
  const [own = ''] = names;
  const isUsable = ({ type, server }: ImageFile): boolean =>
    (type === 'container' || runsMachines) && (server ?? product) === product;
  return byOs(images)
    .flatMap(([, group]) => inOrder(group, own))
    .filter(({ arch }) => names.includes(arch))
    .flatMap((image) =>
      image.files.filter(isUsable).map(({ type, fingerprint, size }) => ({
        label: [image.os, image.title].filter(Boolean).join(' '),
        description: [
          ...image.aliases.slice(0, 1),
          image.arch,
          ...(type === 'vm' ? ['VM'] : []),
          ...(size ? [sizeText(size)] : []),
          image.date,
        ]
          .filter(Boolean)
          .join(' · '),
        type,
        fingerprint,
        alias: image.arch === own ? aliasFor(image, own) : undefined,
        group: image.files[0]?.fingerprint ?? '',
      })),
    );
}
