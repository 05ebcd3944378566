import type { KindData } from '../../kinds/kindContribution';

export const networkData: KindData = {
  id: 'network',
  folder: 'networks',
  one: 'network',
  many: 'Networks',
  noun: 'Network',
  icon: 'type-hierarchy-sub',
  verbs: ['create', 'edit', 'rename', 'delete'],
};

export const forwardData: KindData = {
  id: 'forward',
  folder: 'forwards',
  one: 'network forward',
  many: 'Forwards',
  noun: 'Network Forward',
  icon: 'arrow-right',
  verbs: ['create', 'edit', 'delete'],
};

export const loadBalancerData: KindData = {
  id: 'loadBalancer',
  folder: 'loadBalancers',
  one: 'load balancer',
  many: 'Load Balancers',
  noun: 'Load Balancer',
  icon: 'split-horizontal',
  verbs: ['create', 'edit', 'delete'],
};

export const peerData: KindData = {
  id: 'peer',
  folder: 'peers',
  one: 'network peer',
  many: 'Peers',
  noun: 'Network Peer',
  icon: 'arrow-both',
  verbs: ['create', 'edit', 'delete'],
};

export const leaseData: KindData = {
  id: 'lease',
  folder: 'leases',
  one: 'lease',
  many: 'Leases',
  noun: 'Lease',
  icon: 'symbol-numeric',
  verbs: [],
};
