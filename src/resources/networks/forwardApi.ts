import { apiOperation, body } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { NetworkForward, NetworkForwardPut, NetworkForwardsPost } from './wire';

const decodeForward = shaped<NetworkForward>('network forward', { listen_address: 'text', ports: 'list' });

export const listForwardNames = apiOperation({
  method: 'GET',
  path: '/1.0/networks/{networkName}/forwards',
  title: 'List the names of network forwards',
  needs: 'network_forward',
  query: ['project'],
  decode: namesBelow('/1.0/networks/{networkName}/forwards'),
});

export const listForwards = apiOperation({
  method: 'GET',
  path: '/1.0/networks/{networkName}/forwards?recursion=1',
  title: 'List network forwards',
  needs: 'network_forward',
  query: ['project'],
  decode: listOf('network forwards', decodeForward),
});

export const createForward = apiOperation({
  method: 'POST',
  path: '/1.0/networks/{networkName}/forwards',
  title: 'Create a network forward',
  needs: 'network_forward',
  query: ['project', 'target'],
  body: body<NetworkForwardsPost>({
    listen_address: '',
    description: '',
    config: {},
    ports: [],
  } satisfies NetworkForwardsPost),
  decode: nothing,
});

export const getForward = apiOperation({
  method: 'GET',
  path: '/1.0/networks/{networkName}/forwards/{listenAddress}',
  title: 'Show a network forward',
  needs: 'network_forward',
  query: ['project', 'target'],
  decode: decodeForward,
});

/** What the body leaves out is emptied. */
export const putForward = apiOperation({
  method: 'PUT',
  path: '/1.0/networks/{networkName}/forwards/{listenAddress}',
  title: 'Replace a network forward',
  needs: 'network_forward',
  query: ['project', 'target'],
  body: body<NetworkForwardPut>({ description: '', config: {}, ports: [] } satisfies NetworkForwardPut),
  decode: nothing,
});

export const patchForward = apiOperation({
  method: 'PATCH',
  path: '/1.0/networks/{networkName}/forwards/{listenAddress}',
  title: 'Change a network forward',
  needs: 'network_forward',
  query: ['project', 'target'],
  body: body<NetworkForwardPut>({ description: '', config: {}, ports: [] } satisfies NetworkForwardPut),
  decode: nothing,
});

export const deleteForward = apiOperation({
  method: 'DELETE',
  path: '/1.0/networks/{networkName}/forwards/{listenAddress}',
  title: 'Delete a network forward',
  needs: 'network_forward',
  query: ['project', 'target'],
  decode: nothing,
});
