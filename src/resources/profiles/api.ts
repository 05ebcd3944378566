import { apiOperation, body } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { Profile, ProfilePost, ProfilePut, ProfilesPost } from './wire';

const decodeProfile = shaped<Profile>('profile', {
  name: 'text',
  config: 'map',
  devices: 'map',
  used_by: 'list',
});
const empty: ProfilePut = { description: '', config: {}, devices: {} };

/** `all-projects` needs the extension profiles_all_projects. */
export const listProfileNames = apiOperation({
  method: 'GET',
  path: '/1.0/profiles',
  title: 'List the names of profiles',
  query: ['project', 'all-projects', 'filter'],
  decode: namesBelow('/1.0/profiles'),
});

export const listProfiles = apiOperation({
  method: 'GET',
  path: '/1.0/profiles?recursion=1',
  title: 'List profiles',
  query: ['project', 'all-projects', 'filter'],
  decode: listOf('profiles', decodeProfile),
});

export const createProfile = apiOperation({
  method: 'POST',
  path: '/1.0/profiles',
  title: 'Create a profile',
  query: ['project'],
  body: body<ProfilesPost>({ name: '', ...empty } satisfies ProfilesPost),
  decode: nothing,
});

export const getProfile = apiOperation({
  method: 'GET',
  path: '/1.0/profiles/{name}',
  title: 'Show a profile',
  query: ['project'],
  decode: decodeProfile,
});

/** What the body leaves out is emptied. */
export const putProfile = apiOperation({
  method: 'PUT',
  path: '/1.0/profiles/{name}',
  title: 'Replace a profile',
  query: ['project'],
  body: body<ProfilePut>(empty),
  decode: nothing,
});

export const patchProfile = apiOperation({
  method: 'PATCH',
  path: '/1.0/profiles/{name}',
  title: 'Change a profile',
  query: ['project'],
  body: body<ProfilePut>({ description: '' } satisfies ProfilePut),
  decode: nothing,
});

export const renameProfile = apiOperation({
  method: 'POST',
  path: '/1.0/profiles/{name}',
  title: 'Rename a profile',
  query: ['project'],
  body: body<ProfilePost>({ name: '' } satisfies ProfilePost),
  decode: nothing,
});

export const deleteProfile = apiOperation({
  method: 'DELETE',
  path: '/1.0/profiles/{name}',
  title: 'Delete a profile',
  query: ['project'],
  decode: nothing,
});
