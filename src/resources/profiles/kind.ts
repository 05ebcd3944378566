import { devicePaths } from '../../kinds/devicePaths';
import type { Kind } from '../../kinds/kind';
import * as api from './api';
import { profileData } from './contribution';
import type { Profile } from './wire';

/** Profiles: configuration and devices that instances share. */
export const profileKind: Kind<Profile> = {
  data: profileData,
  scope: 'project',
  feature: 'features.profiles',
  operations: {
    list: api.listProfiles,
    get: api.getProfile,
    put: api.putProfile,
    create: api.createProfile,
    rename: api.renameProfile,
    remove: api.deleteProfile,
  },
  partsOf: ({ name }) => [name],
  look: ({ name, description }) => ({
    ...(description ? { description } : {}),
    flags: name === 'default' ? ['noRename', 'noDelete'] : [],
  }),
  // After a PATCH.
  toldEarly: (action) => action === 'profile-updated',
  usedBy: ({ used_by = [] }) => used_by,
  uses: ({ devices = {} }) => devicePaths(devices),
};
