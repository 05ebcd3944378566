import { apiOperation, body } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type {
  Network,
  NetworkAllocations,
  NetworkLease,
  NetworkPost,
  NetworkPut,
  NetworksPost,
  NetworkState,
} from './wire';

const decodeNetwork = shaped<Network>('network', {
  name: 'text',
  type: 'text',
  status: 'text',
  config: 'map',
  used_by: 'list',
});
const decodeState = shaped<NetworkState>('state of a network', { type: 'text', addresses: 'list' });
const decodeLease = shaped<NetworkLease>('lease', { type: 'text' });
const decodeAllocation = shaped<NetworkAllocations>('allocation', { type: 'text' });

export const listNetworkNames = apiOperation({
  method: 'GET',
  path: '/1.0/networks',
  title: 'List the names of networks',
  query: ['project', 'all-projects', 'filter'],
  decode: namesBelow('/1.0/networks'),
});

export const listNetworks = apiOperation({
  method: 'GET',
  path: '/1.0/networks?recursion=1',
  title: 'List networks',
  query: ['project', 'all-projects', 'filter'],
  decode: listOf('networks', decodeNetwork),
});

export const createNetwork = apiOperation({
  method: 'POST',
  path: '/1.0/networks',
  title: 'Create a network',
  query: ['project', 'target'],
  body: body<NetworksPost>({ name: '', type: 'bridge', description: '', config: {} } satisfies NetworksPost),
  decode: nothing,
});

export const getNetwork = apiOperation({
  method: 'GET',
  path: '/1.0/networks/{name}',
  title: 'Show a network',
  query: ['project', 'target'],
  decode: decodeNetwork,
});

/** What the body leaves out is emptied. */
export const putNetwork = apiOperation({
  method: 'PUT',
  path: '/1.0/networks/{name}',
  title: 'Replace a network',
  query: ['project', 'target'],
  body: body<NetworkPut>({ description: '', config: {} } satisfies NetworkPut),
  decode: nothing,
});

export const patchNetwork = apiOperation({
  method: 'PATCH',
  path: '/1.0/networks/{name}',
  title: 'Change a network',
  query: ['project', 'target'],
  body: body<NetworkPut>({ description: '', config: {} } satisfies NetworkPut),
  decode: nothing,
});

export const renameNetwork = apiOperation({
  method: 'POST',
  path: '/1.0/networks/{name}',
  title: 'Rename a network',
  query: ['project'],
  body: body<NetworkPost>({ name: '' } satisfies NetworkPost),
  decode: nothing,
});

export const deleteNetwork = apiOperation({
  method: 'DELETE',
  path: '/1.0/networks/{name}',
  title: 'Delete a network',
  query: ['project', 'target'],
  decode: nothing,
});

export const getNetworkState = apiOperation({
  method: 'GET',
  path: '/1.0/networks/{name}/state',
  title: 'Show the state of a network',
  needs: 'network_state',
  query: ['project', 'target'],
  decode: decodeState,
});

export const listLeases = apiOperation({
  method: 'GET',
  path: '/1.0/networks/{name}/leases',
  title: 'List the DHCP leases of a network',
  needs: 'network_leases',
  query: ['project'],
  decode: listOf('leases', decodeLease),
});

export const listAllocations = apiOperation({
  method: 'GET',
  path: '/1.0/network-allocations',
  title: 'List the addresses that are in use',
  needs: 'network_allocations',
  query: ['project', 'all-projects'],
  decode: listOf('allocations', decodeAllocation),
});
