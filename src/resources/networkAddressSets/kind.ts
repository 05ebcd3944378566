import type { Kind } from '../../kinds/kind';
import { inFull } from '../../kinds/lists';
import * as api from './api';
import { addressSetData } from './contribution';
import type { NetworkAddressSet } from './wire';

/** Sets of addresses that rules of network ACLs name (Incus). */
export const addressSetKind: Kind<NetworkAddressSet> = {
  data: addressSetData,
  scope: 'project',
  feature: 'features.networks',
  rare: true,
  operations: {
    list: inFull(api.listAddressSetNames, 'address sets', api.getAddressSet),
    get: api.getAddressSet,
    put: api.putAddressSet,
    create: api.createAddressSet,
    rename: api.renameAddressSet,
    remove: api.deleteAddressSet,
  },
  partsOf: ({ name }) => [name],
  look: ({ addresses = [], description }) => ({
    description: [addresses.join(', '), description ?? ''].filter(Boolean).join(' · '),
  }),
  usedBy: ({ used_by = [] }) => used_by,
};
