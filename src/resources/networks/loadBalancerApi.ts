import { apiOperation, body } from '../../client/apiOperation';
import { asObject, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type {
  NetworkLoadBalancer,
  NetworkLoadBalancerPool,
  NetworkLoadBalancerPoolPut,
  NetworkLoadBalancerPoolsPost,
  NetworkLoadBalancerPut,
  NetworkLoadBalancersPost,
  NetworkLoadBalancerState,
} from './wire';

const decodeBalancer = shaped<NetworkLoadBalancer>('load balancer', {
  listen_address: 'text',
  backends: 'list',
  ports: 'list',
});
const decodeBalancerState = shaped<NetworkLoadBalancerState>('state of a load balancer', {
  backend_health: 'map',
});
const decodePool = shaped<NetworkLoadBalancerPool>('pool of a load balancer', {
  name: 'text',
  instances: 'list',
});

export const listLoadBalancerNames = apiOperation({
  method: 'GET',
  path: '/1.0/networks/{networkName}/load-balancers',
  title: 'List the names of load balancers',
  needs: 'network_load_balancer',
  query: ['project'],
  decode: namesBelow('/1.0/networks/{networkName}/load-balancers'),
});

export const createLoadBalancer = apiOperation({
  method: 'POST',
  path: '/1.0/networks/{networkName}/load-balancers',
  title: 'Create a load balancer',
  needs: 'network_load_balancer',
  query: ['project'],
  body: body<NetworkLoadBalancersPost>({
    listen_address: '',
    description: '',
    config: {},
    backends: [],
    ports: [],
  } satisfies NetworkLoadBalancersPost),
  decode: nothing,
});

export const getLoadBalancer = apiOperation({
  method: 'GET',
  path: '/1.0/networks/{networkName}/load-balancers/{listenAddress}',
  title: 'Show a load balancer',
  needs: 'network_load_balancer',
  query: ['project'],
  decode: decodeBalancer,
});

/** What the body leaves out is emptied. */
export const putLoadBalancer = apiOperation({
  method: 'PUT',
  path: '/1.0/networks/{networkName}/load-balancers/{listenAddress}',
  title: 'Replace a load balancer',
  needs: 'network_load_balancer',
  query: ['project'],
  body: body<NetworkLoadBalancerPut>({
    description: '',
    config: {},
    backends: [],
    ports: [],
  } satisfies NetworkLoadBalancerPut),
  decode: nothing,
});

export const patchLoadBalancer = apiOperation({
  method: 'PATCH',
  path: '/1.0/networks/{networkName}/load-balancers/{listenAddress}',
  title: 'Change a load balancer',
  needs: 'network_load_balancer',
  query: ['project'],
  body: body<NetworkLoadBalancerPut>({
    description: '',
    config: {},
    backends: [],
    ports: [],
  } satisfies NetworkLoadBalancerPut),
  decode: nothing,
});

export const deleteLoadBalancer = apiOperation({
  method: 'DELETE',
  path: '/1.0/networks/{networkName}/load-balancers/{listenAddress}',
  title: 'Delete a load balancer',
  needs: 'network_load_balancer',
  query: ['project'],
  decode: nothing,
});

export const getLoadBalancerState = apiOperation({
  method: 'GET',
  path: '/1.0/networks/{networkName}/load-balancers/{listenAddress}/state',
  title: 'Show the state of a load balancer',
  needs: 'network_load_balancer_state',
  query: ['project'],
  decode: decodeBalancerState,
});

export const listLoadBalancerPoolNames = apiOperation({
  method: 'GET',
  path: '/1.0/networks/{networkName}/load-balancer-pools',
  title: 'List the names of pools of load balancers',
  needs: 'network_load_balancer_pool',
  query: ['project'],
  decode: namesBelow('/1.0/networks/{networkName}/load-balancer-pools'),
});

export const createLoadBalancerPool = apiOperation({
  method: 'POST',
  path: '/1.0/networks/{networkName}/load-balancer-pools',
  title: 'Create a pool of load balancers',
  needs: 'network_load_balancer_pool',
  query: ['project'],
  body: body<NetworkLoadBalancerPoolsPost>({
    name: '',
    description: '',
    config: {},
    instances: [],
  } satisfies NetworkLoadBalancerPoolsPost),
  decode: nothing,
});

export const getLoadBalancerPool = apiOperation({
  method: 'GET',
  path: '/1.0/networks/{networkName}/load-balancer-pools/{poolName}',
  title: 'Show a pool of load balancers',
  needs: 'network_load_balancer_pool',
  query: ['project'],
  decode: decodePool,
});

/** What the body leaves out is emptied. */
export const putLoadBalancerPool = apiOperation({
  method: 'PUT',
  path: '/1.0/networks/{networkName}/load-balancer-pools/{poolName}',
  title: 'Replace a pool of load balancers',
  needs: 'network_load_balancer_pool',
  query: ['project'],
  body: body<NetworkLoadBalancerPoolPut>({
    description: '',
    config: {},
    instances: [],
  } satisfies NetworkLoadBalancerPoolPut),
  decode: nothing,
});

export const deleteLoadBalancerPool = apiOperation({
  method: 'DELETE',
  path: '/1.0/networks/{networkName}/load-balancer-pools/{poolName}',
  title: 'Delete a pool of load balancers',
  needs: 'network_load_balancer_pool',
  query: ['project'],
  decode: nothing,
});

export const getLoadBalancerPoolState = apiOperation({
  method: 'GET',
  path: '/1.0/networks/{networkName}/load-balancer-pools/{poolName}/state',
  title: 'Show the state of a pool of load balancers',
  needs: 'network_load_balancer_pool_health_checks',
  query: ['project'],
  decode: (metadata) => asObject(metadata, 'state of a pool'),
});
