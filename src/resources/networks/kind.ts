import { l10n } from 'vscode';
import type { Kind } from '../../kinds/kind';
import { inFull } from '../../kinds/lists';
import * as api from './api';
import { forwardData, leaseData, loadBalancerData, networkData, peerData } from './contribution';
import * as forwards from './forwardApi';
import * as balancers from './loadBalancerApi';
import * as peers from './peerApi';
import type { Network, NetworkForward, NetworkLease, NetworkLoadBalancer, NetworkPeer } from './wire';

/** Networks: those that the server manages, and the host's interfaces. */
export const networkKind: Kind<Network> = {
  data: networkData,
  scope: 'project',
  feature: 'features.networks',
  operations: {
    list: api.listNetworks,
    get: api.getNetwork,
    state: api.getNetworkState,
    put: api.putNetwork,
    create: api.createNetwork,
    rename: api.renameNetwork,
    remove: api.deleteNetwork,
  },
  partsOf: ({ name }) => [name],
  // The loopback interface is of no use to anybody.
  keeps: ({ type }) => type !== 'loopback',
  look: ({ type, managed, config = {}, status, description }) => ({
    description: managed
      ? [
          ...(status !== '' && status !== 'Created' ? [status.toLowerCase()] : []),
          addressOf(config) || type,
          ...(description ? [description] : []),
        ].join(' · ')
      : l10n.t('{0} · unmanaged', type),
    ...(managed ? {} : { icon: { id: 'plug' } }),
    flags: [type, ...(managed ? ['managed'] : ['readonly', 'noRename', 'noDelete'])],
  }),
  // What the server manages first.
  compare: (a, b) => Number(b.managed ?? false) - Number(a.managed ?? false),
  below: ({ type, managed }) => {
    if (!managed) return [];
    const addresses = type === 'bridge' || type === 'ovn' ? ['lease', 'forward'] : [];
    return type === 'ovn' ? [...addresses, 'loadBalancer', 'peer'] : addresses;
  },
  usedBy: ({ used_by = [] }) => used_by,
  creation: {
    prompt: l10n.t('Name of the network'),
    body: (name) => ({ name, type: 'bridge', description: '', config: {} }),
  },
  // The name of a bridge is that of an interface; what is created by its name alone is one.
  namesHold: ({ type }) => type === 'bridge',
  names: {
    without: /[^-_a-z0-9.]/iu,
    shortest: 2,
    longest: 15,
    reserved: (server) => (server?.product === 'incus' ? ['none'] : []),
  },
};

export const leaseKind: Kind<NetworkLease> = {
  data: leaseData,
  scope: 'project',
  parent: 'network',
  operations: { list: api.listLeases, get: api.getNetwork },
  // They have no event, and no path, of their own.
  relistOn: (action) => action.startsWith('network-'),
  partsOf: ({ hwaddr = '', address = '' }) => [hwaddr, address],
  look: ({ hostname = '', address = '', type, hwaddr = '' }) => ({
    label: hostname || address,
    description: [...(hostname ? [address] : []), type.toLowerCase()].join(' · '),
    tooltip: [address, hwaddr],
  }),
};

export const forwardKind: Kind<NetworkForward> = {
  data: forwardData,
  scope: 'project',
  parent: 'network',
  readOnly: ['listen_address'],
  operations: {
    list: forwards.listForwards,
    get: forwards.getForward,
    put: forwards.putForward,
    create: forwards.createForward,
    remove: forwards.deleteForward,
  },
  partsOf: ({ listen_address }) => [listen_address],
  look: ({ ports = [], config = {}, description }) => ({
    description: [
      config['target_address'] ?? '',
      ports.length === 1 ? l10n.t('1 port rule') : l10n.t('{0} port rules', ports.length),
      description ?? '',
    ]
      .filter(Boolean)
      .join(' · '),
  }),
  creation: {
    prompt: l10n.t('Address to listen on'),
    placeholder: '203.0.113.10',
    body: (listen_address) => ({ listen_address, description: '', config: {}, ports: [] }),
  },
};

export const loadBalancerKind: Kind<NetworkLoadBalancer> = {
  data: loadBalancerData,
  scope: 'project',
  parent: 'network',
  readOnly: ['listen_address'],
  operations: {
    list: inFull(balancers.listLoadBalancerNames, 'load balancers', balancers.getLoadBalancer),
    get: balancers.getLoadBalancer,
    put: balancers.putLoadBalancer,
    create: balancers.createLoadBalancer,
    remove: balancers.deleteLoadBalancer,
  },
  partsOf: ({ listen_address }) => [listen_address],
  look: ({ backends = [], description }) => ({
    description: [l10n.t('{0} backends', backends.length), description ?? ''].filter(Boolean).join(' · '),
  }),
  creation: {
    prompt: l10n.t('Address to listen on'),
    placeholder: '203.0.113.10',
    body: (listen_address) => ({ listen_address, description: '', config: {}, backends: [], ports: [] }),
  },
};

export const peerKind: Kind<NetworkPeer> = {
  data: peerData,
  scope: 'project',
  parent: 'network',
  readOnly: ['target_network', 'target_project', 'target_integration'],
  operations: {
    list: peers.listPeers,
    get: peers.getPeer,
    put: peers.putPeer,
    create: peers.createPeer,
    remove: peers.deletePeer,
  },
  partsOf: ({ name }) => [name],
  look: ({ target_network = '', target_project = '', status }) => ({
    description: [status.toLowerCase(), [target_project, target_network].filter(Boolean).join('/')]
      .filter(Boolean)
      .join(' · '),
  }),
  usedBy: ({ used_by = [] }) => used_by,
};

/** The first address of a bridge that is one. */
function addressOf(config: Readonly<Record<string, string>>): string | undefined {
  return [config['ipv4.address'], config['ipv6.address']].find(
    (address) => address !== undefined && /[.:]/.test(address),
  );
}
