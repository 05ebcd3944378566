import * as vscode from 'vscode';
import { sizeText } from '../../base/sizeText';
import { formatKey } from '../../model/key';
import { contextValue } from '../../shell/contributions';
import type { Row, TreeNode } from '../../shell/node';
import { imageGroupKind, serverImageKind } from './contribution';
import { type ImageFile, type ImageType, type ServerImage, aliasFor, inOrder } from './serverImage';

/** Names an image on an image server: what commands take. */
export interface ServerImageRef {
  readonly remote: string;
  readonly fingerprint: string;
  readonly alias?: string;
}

/** The rows of the images of one server, in their order. */
export function imageRows(
  parent: TreeNode,
  remote: string,
  images: readonly ServerImage[],
  ownArch: string,
): TreeNode[] {
  return inOrder(images, ownArch).map((image) => new ServerImageNode(parent, remote, image, ownArch));
}

/** The row of one operating system. */
export class ImageGroupNode implements TreeNode {
  readonly id: string;

  constructor(
    readonly parent: TreeNode,
    private readonly remote: string,
    private readonly os: string,
    private images: readonly ServerImage[],
    private readonly ownArch: string,
  ) {
    this.id = formatKey({ remote, project: '', kind: imageGroupKind, name: os });
  }

  row(): Row {
    const label = this.os || vscode.l10n.t('Other');
    return {
      label,
      description: String(this.images.length),
      icon: { id: 'folder' },
      context: contextValue(imageGroupKind),
      expand: 'collapsed',
      spoken: vscode.l10n.t('{0}, {1} images', label, this.images.length),
    };
  }

  children(): readonly TreeNode[] {
    return imageRows(this, this.remote, this.images, this.ownArch);
  }

  adopt(newer: TreeNode): boolean {
    if (!(newer instanceof ImageGroupNode) || newer.parent !== this.parent) return false;
    this.images = newer.images;
    return true;
  }
}

class ServerImageNode implements TreeNode {
  readonly id: string;

  constructor(
    readonly parent: TreeNode,
    private readonly remote: string,
    private image: ServerImage,
    private readonly ownArch: string,
  ) {
    this.id = formatKey({ remote, project: '', kind: serverImageKind, name: image.id });
  }

  get ref(): ServerImageRef {
    const alias = aliasFor(this.image, this.ownArch);
    return {
      remote: this.remote,
      fingerprint: this.image.files[0]?.fingerprint ?? '',
      ...(alias === undefined ? {} : { alias }),
    };
  }

  row(): Row {
    const { title, arch, date, aliases } = this.image;
    const description = [arch, typesText(this.image), date].filter(Boolean).join(' · ');
    return {
      label: title,
      description,
      icon: { id: 'package' },
      context: contextValue(serverImageKind, aliases.length ? ['alias'] : []),
      expand: 'none',
      tooltip: tooltipOf(this.image),
      spoken: vscode.l10n.t('{0}, image, {1}', title, description),
    };
  }

  adopt(newer: TreeNode): boolean {
    if (!(newer instanceof ServerImageNode) || newer.parent !== this.parent) return false;
    this.image = newer.image;
    return true;
  }
}

/** More versions than this are only counted. */
const fewVersions = 5;

function typesText({ types }: ServerImage): string {
  return types.map(typeText).join(', ');
}

function typeText(type: ImageType): string {
  return type === 'vm' ? 'VM' : type;
}

/** With the server that can read it, where there is another file for the other. */
function fileText({ type, server }: ImageFile, { files }: ServerImage): string {
  const several = new Set(files.map((file) => file.server)).size > 1;
  return several && server ? `${typeText(type)}, ${server}` : typeText(type);
}

function tooltipOf(image: ServerImage): string {
  const { os, title, arch, aliases, files, versions } = image;
  const more = versions.length - fewVersions;
  const shown = versions.slice(0, fewVersions).join(', ');
  return [
    [os, title, arch].filter(Boolean).join(' · '),
    aliases.length ? vscode.l10n.t('Aliases: {0}', aliases.join(', ')) : '',
    ...files.flatMap((file) => [
      file.size
        ? vscode.l10n.t('{0}: {1}, fingerprint', fileText(file, image), sizeText(file.size))
        : vscode.l10n.t('{0}: fingerprint', fileText(file, image)),
      file.fingerprint,
    ]),
    versions.length
      ? vscode.l10n.t('Versions: {0}', more > 0 ? vscode.l10n.t('{0} and {1} more', shown, more) : shown)
      : '',
  ]
    .filter(Boolean)
    .join('\n');
}
