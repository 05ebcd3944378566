import { apiOperation, body, rawOperation } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { Image, ImageExportPost, ImagePut, ImagesPost } from './wire';

const decodeImage = shaped<Image>('image', {
  fingerprint: 'text',
  type: 'text',
  aliases: 'list',
  properties: 'map',
});
const lists = ['project', 'all-projects', 'filter'] as const;
const copied: ImagesPost = {
  source: {
    type: 'image',
    mode: 'pull',
    protocol: 'simplestreams',
    server: 'https://images.linuxcontainers.org',
    alias: '',
  },
  public: false,
  auto_update: false,
};

/** `all-projects` needs the extension images_all_projects. */
export const listImageFingerprints = apiOperation({
  method: 'GET',
  path: '/1.0/images',
  title: 'List the fingerprints of images',
  query: lists,
  decode: namesBelow('/1.0/images'),
});

export const listImages = apiOperation({
  method: 'GET',
  path: '/1.0/images?recursion=1',
  title: 'List images',
  query: lists,
  decode: listOf('images', decodeImage),
});

/**
 * Copies an image from a server, publishes an instance (`source: { type: 'instance', name }`), downloads one from an
 * address (`type: 'url'`), or takes one as an upload.
 */
export const createImage = apiOperation({
  method: 'POST',
  path: '/1.0/images',
  title: 'Copy, publish or upload an image',
  query: ['project'],
  body: body<ImagesPost>(copied),
  takesUpload: true,
  answer: 'operation',
  decode: nothing,
});

export const getImage = apiOperation({
  method: 'GET',
  path: '/1.0/images/{fingerprint}',
  title: 'Show an image',
  query: ['project'],
  decode: decodeImage,
});

/** What the body leaves out is emptied. */
export const putImage = apiOperation({
  method: 'PUT',
  path: '/1.0/images/{fingerprint}',
  title: 'Replace the properties of an image',
  query: ['project'],
  body: body<ImagePut>({
    auto_update: false,
    public: false,
    expires_at: '1970-01-01T00:00:00Z',
    profiles: ['default'],
    properties: {},
  } satisfies ImagePut),
  decode: nothing,
});

/** `properties` is replaced as a whole where it is there at all. */
export const patchImage = apiOperation({
  method: 'PATCH',
  path: '/1.0/images/{fingerprint}',
  title: 'Change the properties of an image',
  query: ['project'],
  body: body<ImagePut>({ public: false } satisfies ImagePut),
  decode: nothing,
});

export const deleteImage = apiOperation({
  method: 'DELETE',
  path: '/1.0/images/{fingerprint}',
  title: 'Delete an image',
  query: ['project'],
  answer: 'operation',
  decode: nothing,
});

/** A tarball, or, for an image of two files, multipart with `metadata` and `rootfs`, without length. */
export const exportImage = rawOperation({
  method: 'GET',
  path: '/1.0/images/{fingerprint}/export',
  title: 'Download an image',
  query: ['project'],
  answer: 'raw',
});

/** `target` is the address of a server that an operation there waits for, `secret` that operation's. */
export const pushImage = apiOperation({
  method: 'POST',
  path: '/1.0/images/{fingerprint}/export',
  title: 'Push an image to another server',
  needs: 'images_push_relay',
  query: ['project'],
  body: body<ImageExportPost>({ target: 'https://', secret: '', certificate: '' } satisfies ImageExportPost),
  answer: 'operation',
  decode: nothing,
});

/** Looks at the image's source for a newer one, where it has one. */
export const refreshImage = apiOperation({
  method: 'POST',
  path: '/1.0/images/{fingerprint}/refresh',
  title: 'Refresh an image from its source',
  query: ['project'],
  answer: 'operation',
  decode: nothing,
});

/** The operation, of class `token`, carries a secret with which anybody may download the image once. */
export const createImageSecret = apiOperation({
  method: 'POST',
  path: '/1.0/images/{fingerprint}/secret',
  title: 'Hand out a secret for an image',
  query: ['project'],
  answer: 'operation',
  decode: nothing,
});

// What anybody may ask of a server: public images, and private ones by a secret.

export const listPublicImageFingerprints = apiOperation({
  method: 'GET',
  path: '/1.0/images?public',
  title: 'List the fingerprints of public images',
  query: lists,
  decode: namesBelow('/1.0/images'),
});

export const listPublicImages = apiOperation({
  method: 'GET',
  path: '/1.0/images?public&recursion=1',
  title: 'List public images',
  query: lists,
  decode: listOf('images', decodeImage),
});

export const getPublicImage = apiOperation({
  method: 'GET',
  path: '/1.0/images/{fingerprint}?public',
  title: 'Show a public image',
  query: ['project', 'secret'],
  decode: decodeImage,
});

export const exportPublicImage = rawOperation({
  method: 'GET',
  path: '/1.0/images/{fingerprint}/export?public',
  title: 'Download a public image',
  query: ['project', 'secret'],
  answer: 'raw',
});

/** An upload into an operation that waits for it: another server's part in a copy of an image by push. */
export const pushPublicImage = apiOperation({
  method: 'POST',
  path: '/1.0/images?public',
  title: 'Upload an image that the server waits for',
  query: ['project'],
  body: body<ImagesPost>(copied),
  takesUpload: true,
  answer: 'operation',
  decode: nothing,
});
