import { apiOperation, body } from '../../client/apiOperation';
import { namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type {
  NetworkAddressSet,
  NetworkAddressSetPost,
  NetworkAddressSetPut,
  NetworkAddressSetsPost,
} from './wire';

const decodeSet = shaped<NetworkAddressSet>('network address set', { name: 'text', addresses: 'list' });

export const listAddressSetNames = apiOperation({
  method: 'GET',
  path: '/1.0/network-address-sets',
  title: 'List the names of network address sets',
  needs: 'network_address_set',
  query: ['project', 'all-projects', 'filter'],
  decode: namesBelow('/1.0/network-address-sets'),
});

export const createAddressSet = apiOperation({
  method: 'POST',
  path: '/1.0/network-address-sets',
  title: 'Create a network address set',
  needs: 'network_address_set',
  query: ['project'],
  body: body<NetworkAddressSetsPost>({
    name: '',
    description: '',
    config: {},
    addresses: [],
  } satisfies NetworkAddressSetsPost),
  decode: nothing,
});

export const getAddressSet = apiOperation({
  method: 'GET',
  path: '/1.0/network-address-sets/{name}',
  title: 'Show a network address set',
  needs: 'network_address_set',
  query: ['project'],
  decode: decodeSet,
});

/** What the body leaves out is emptied. */
export const putAddressSet = apiOperation({
  method: 'PUT',
  path: '/1.0/network-address-sets/{name}',
  title: 'Replace a network address set',
  needs: 'network_address_set',
  query: ['project'],
  body: body<NetworkAddressSetPut>({
    description: '',
    config: {},
    addresses: [],
  } satisfies NetworkAddressSetPut),
  decode: nothing,
});

export const patchAddressSet = apiOperation({
  method: 'PATCH',
  path: '/1.0/network-address-sets/{name}',
  title: 'Change a network address set',
  needs: 'network_address_set',
  query: ['project'],
  body: body<NetworkAddressSetPut>({
    description: '',
    config: {},
    addresses: [],
  } satisfies NetworkAddressSetPut),
  decode: nothing,
});

export const renameAddressSet = apiOperation({
  method: 'POST',
  path: '/1.0/network-address-sets/{name}',
  title: 'Rename a network address set',
  needs: 'network_address_set',
  query: ['project'],
  body: body<NetworkAddressSetPost>({ name: '' } satisfies NetworkAddressSetPost),
  decode: nothing,
});

export const deleteAddressSet = apiOperation({
  method: 'DELETE',
  path: '/1.0/network-address-sets/{name}',
  title: 'Delete a network address set',
  needs: 'network_address_set',
  query: ['project'],
  decode: nothing,
});
