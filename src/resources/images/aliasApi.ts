import { apiOperation, body } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type {
  ImageAliasesEntry,
  ImageAliasesEntryPost,
  ImageAliasesEntryPut,
  ImageAliasesPost,
} from './wire';

const decodeAlias = shaped<ImageAliasesEntry>('alias', { name: 'text', type: 'text' });

/** LXD 5.0 encodes a slash in a name twice: listAliases has the names as they are. */
export const listAliasNames = apiOperation({
  method: 'GET',
  path: '/1.0/images/aliases',
  title: 'List the names of aliases of images',
  query: ['project'],
  decode: namesBelow('/1.0/images/aliases'),
});

export const listAliases = apiOperation({
  method: 'GET',
  path: '/1.0/images/aliases?recursion=1',
  title: 'List aliases of images',
  query: ['project'],
  decode: listOf('aliases', decodeAlias),
});

/** `target` is the fingerprint, whole. */
export const createAlias = apiOperation({
  method: 'POST',
  path: '/1.0/images/aliases',
  title: 'Create an alias of an image',
  query: ['project'],
  body: body<ImageAliasesPost>({ name: '', target: '', description: '' } satisfies ImageAliasesPost),
  decode: nothing,
});

export const getAlias = apiOperation({
  method: 'GET',
  path: '/1.0/images/aliases/{name}',
  title: 'Show an alias of an image',
  query: ['project'],
  decode: decodeAlias,
});

export const putAlias = apiOperation({
  method: 'PUT',
  path: '/1.0/images/aliases/{name}',
  title: 'Replace an alias of an image',
  query: ['project'],
  body: body<ImageAliasesEntryPut>({ target: '', description: '' } satisfies ImageAliasesEntryPut),
  decode: nothing,
});

/** LXD 5.0 waits for itself here, for 20 s in which it can do little else, and fails: send a PUT. */
export const patchAlias = apiOperation({
  method: 'PATCH',
  path: '/1.0/images/aliases/{name}',
  title: 'Change an alias of an image',
  query: ['project'],
  body: body<ImageAliasesEntryPut>({ description: '' } satisfies ImageAliasesEntryPut),
  decode: nothing,
});

export const renameAlias = apiOperation({
  method: 'POST',
  path: '/1.0/images/aliases/{name}',
  title: 'Rename an alias of an image',
  query: ['project'],
  body: body<ImageAliasesEntryPost>({ name: '' } satisfies ImageAliasesEntryPost),
  decode: nothing,
});

export const deleteAlias = apiOperation({
  method: 'DELETE',
  path: '/1.0/images/aliases/{name}',
  title: 'Delete an alias of an image',
  query: ['project'],
  decode: nothing,
});

/** For anybody, where its image is public. */
export const getPublicAlias = apiOperation({
  method: 'GET',
  path: '/1.0/images/aliases/{name}?public',
  title: 'Show an alias of a public image',
  query: ['project'],
  decode: decodeAlias,
});
