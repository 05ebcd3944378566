import { apiOperation, body } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { NetworkPeer, NetworkPeerPut, NetworkPeersPost } from './wire';

const decodePeer = shaped<NetworkPeer>('network peer', { name: 'text', status: 'text' });

export const listPeerNames = apiOperation({
  method: 'GET',
  path: '/1.0/networks/{networkName}/peers',
  title: 'List the names of network peers',
  needs: 'network_peer',
  query: ['project'],
  decode: namesBelow('/1.0/networks/{networkName}/peers'),
});

export const listPeers = apiOperation({
  method: 'GET',
  path: '/1.0/networks/{networkName}/peers?recursion=1',
  title: 'List network peers',
  needs: 'network_peer',
  query: ['project'],
  decode: listOf('network peers', decodePeer),
});

export const createPeer = apiOperation({
  method: 'POST',
  path: '/1.0/networks/{networkName}/peers',
  title: 'Create a network peer',
  needs: 'network_peer',
  query: ['project'],
  body: body<NetworkPeersPost>({
    name: '',
    description: '',
    config: {},
    target_project: 'default',
    target_network: '',
  } satisfies NetworkPeersPost),
  decode: nothing,
});

export const getPeer = apiOperation({
  method: 'GET',
  path: '/1.0/networks/{networkName}/peers/{peerName}',
  title: 'Show a network peer',
  needs: 'network_peer',
  query: ['project'],
  decode: decodePeer,
});

/** What the body leaves out is emptied. */
export const putPeer = apiOperation({
  method: 'PUT',
  path: '/1.0/networks/{networkName}/peers/{peerName}',
  title: 'Replace a network peer',
  needs: 'network_peer',
  query: ['project'],
  body: body<NetworkPeerPut>({ description: '', config: {} } satisfies NetworkPeerPut),
  decode: nothing,
});

export const patchPeer = apiOperation({
  method: 'PATCH',
  path: '/1.0/networks/{networkName}/peers/{peerName}',
  title: 'Change a network peer',
  needs: 'network_peer',
  query: ['project'],
  body: body<NetworkPeerPut>({ description: '', config: {} } satisfies NetworkPeerPut),
  decode: nothing,
});

export const deletePeer = apiOperation({
  method: 'DELETE',
  path: '/1.0/networks/{networkName}/peers/{peerName}',
  title: 'Delete a network peer',
  needs: 'network_peer',
  query: ['project'],
  decode: nothing,
});
