import { l10n } from 'vscode';
import { compareNaturally } from '../../base/natural';
import { sizeText } from '../../base/sizeText';
import type { Kind } from '../../kinds/kind';
import * as aliases from './aliasApi';
import * as api from './api';
import { aliasData, imageData } from './contribution';
import type { Image, ImageAliasesEntry } from './wire';

/** The images that a server holds. */
export const imageKind: Kind<Image> = {
  data: imageData,
  scope: 'project',
  feature: 'features.images',
  readOnly: [
    'aliases',
    'architecture',
    'cached',
    'filename',
    'fingerprint',
    'size',
    'update_source',
    'uploaded_at',
    'release_codename',
    'release_title',
  ],
  actions: {
    refresh: ({ project, parts: [fingerprint = ''] }) => api.refreshImage({ project, fingerprint }),
    makePublic: ({ project, parts: [fingerprint = ''] }) =>
      api.patchImage({ project, fingerprint, body: { public: true } }),
    makePrivate: ({ project, parts: [fingerprint = ''] }) =>
      api.patchImage({ project, fingerprint, body: { public: false } }),
  },
  operations: { list: api.listImages, get: api.getImage, put: api.putImage, remove: api.deleteImage },
  partsOf: ({ fingerprint }) => [fingerprint],
  look: (image) => {
    const { type, size = 0, aliases: named = [], properties = {}, cached, fingerprint } = image;
    return {
      label: labelOf(image),
      description: [
        type === 'virtual-machine' ? 'VM' : '',
        sizeText(size),
        ...(named.length > 1
          ? [
              named
                .slice(1)
                .map(({ name = '' }) => name)
                .join(', '),
            ]
          : []),
        ...(image.public ? [l10n.t('public')] : []),
        ...(cached ? [l10n.t('cached')] : []),
      ]
        .filter(Boolean)
        .join(' · '),
      flags: ['noRename', ...(image.public ? ['public'] : [])],
      tooltip: [properties['description'] ?? '', l10n.t('Fingerprint: {0}', fingerprint)],
    };
  },
  compare: (a, b) => compareNaturally(labelOf(a), labelOf(b)),
  below: () => ['imageAlias'],
  // Events of aliases do not say of which image.
  relistOn: (action) => action.startsWith('image-alias-'),
};

export const aliasKind: Kind<ImageAliasesEntry> = {
  data: aliasData,
  scope: 'project',
  parent: 'image',
  mayHaveSlashes: true,
  readOnly: ['target'],
  operations: {
    list: aliases.listAliases,
    get: aliases.getAlias,
    put: aliases.putAlias,
    create: aliases.createAlias,
    rename: aliases.renameAlias,
    remove: aliases.deleteAlias,
  },
  partsOf: ({ name }) => [name],
  keeps: ({ target }, { parents }) => target === parents[0],
  look: ({ description }) => (description ? { description } : {}),
  relistOn: (action) => action.startsWith('image-alias-'),
  creation: {
    prompt: l10n.t('Name of the alias'),
    // It names its image in the body, not in the path.
    body: (name, _choices, [target]) => ({ name, description: '', target }),
  },
};

function labelOf({ aliases: [first] = [], properties = {}, fingerprint }: Image): string {
  return first?.name ?? properties['description'] ?? fingerprint.slice(0, 12);
}
