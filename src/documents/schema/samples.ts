/** What a sample is for: what differs from server to server. */
export interface SampleFor {
  readonly product: 'lxd' | 'incus';
}

/** Where most people get their images from. */
const imageServers = {
  lxd: 'https://images.lxd.canonical.com',
  incus: 'https://images.linuxcontainers.org',
} as const;

const named = (noun: string, more: string): string => `name: new-${noun}\ndescription: ""\n${more}`;

/**
 * New resources by kind, as YAML that works as soon as its name is right. What may be added stands in comments; keys and
 * values of `config` and `devices` are completed from the server's schema.
 */
const samples: Readonly<Record<string, (options: SampleFor) => string>> = {
  instance: ({ product }) => `name: new-instance
description: ""
# container or virtual-machine
type: container
# An image by its alias. Leave out server and protocol for one that this server has; "type: none" is an empty instance.
source:
  type: image
  alias: debian/12
  server: ${imageServers[product]}
  protocol: simplestreams
profiles:
  - default
config: {}
#  limits.cpu: "2"
#  limits.memory: 1GiB
devices: {}
#  shared:
#    type: disk
#    source: /srv/shared
#    path: /srv/shared
`,
  profile: () =>
    named(
      'profile',
      `config: {}
#  limits.cpu: "2"
#  limits.memory: 1GiB
devices: {}
#  root:
#    type: disk
#    path: /
#    pool: default
#  eth0:
#    type: nic
#    network: NAME
`,
    ),
  project: () =>
    named(
      'project',
      `config:
  # What is "true" the project has of its own; of the rest it uses that of the project "default".
  features.images: "true"
  features.profiles: "true"
  features.storage.volumes: "true"
  features.networks: "false"
#  limits.instances: "10"
#  limits.memory: 8GiB
`,
    ),
  network: () => `# At most 15 characters: it is the name of an interface
name: newbr0
description: ""
# bridge, macvlan, sriov, physical or ovn; all but a bridge need "parent" or "network" in config
type: bridge
config:
  ipv4.address: auto
  ipv6.address: none
#  ipv4.nat: "true"
#  dns.domain: example.net
`,
  forward: () => `listen_address: 192.0.2.10
description: ""
config: {}
#  target_address: 10.0.0.5
ports: []
#  - description: web
#    protocol: tcp
#    listen_port: 80,443
#    target_address: 10.0.0.5
#    target_port: 8080,8443
`,
  loadBalancer: () => `listen_address: 192.0.2.10
description: ""
config: {}
backends: []
#  - name: web1
#    target_address: 10.0.0.5
#    target_port: "8080"
ports: []
#  - protocol: tcp
#    listen_port: "80"
#    target_backend: [web1]
`,
  networkAcl: () =>
    named(
      'acl',
      `config: {}
# What comes in
ingress: []
#  - action: allow
#    protocol: tcp
#    source: 10.0.0.0/24
#    destination_port: 22,443
#    state: enabled
# What goes out
egress: []
`,
    ),
  addressSet: () =>
    named(
      'addresses',
      `addresses: []
#  - 10.0.0.0/24
#  - 2001:db8::1
`,
    ),
  networkZone: () => `# Its domain
name: new.example.net
description: ""
config: {}
#  dns.nameservers: ns1.example.net
`,
  zoneRecord: () =>
    named(
      'record',
      `config: {}
entries: []
#  - type: A
#    value: 192.0.2.10
#    ttl: 3600
`,
    ),
  networkIntegration: () =>
    named(
      'integration',
      `type: ovn
config: {}
#  ovn.northbound_connection: tcp:192.0.2.10:6641
#  ovn.southbound_connection: tcp:192.0.2.10:6642
`,
    ),
  storagePool: () =>
    named(
      'pool',
      `# dir, btrfs, lvm, zfs, ceph or cephfs
driver: dir
config: {}
#  size: 20GiB
#  source: /dev/sdb
`,
    ),
  volume: () =>
    named(
      'volume',
      `# filesystem, or block for virtual machines
content_type: filesystem
type: custom
config: {}
#  size: 10GiB
#  snapshots.schedule: "@daily"
#  snapshots.expiry: 2w
`,
    ),
  bucket: () =>
    named(
      'bucket',
      `config: {}
#  size: 10GiB
`,
    ),
  clusterGroup: () =>
    named(
      'group',
      `members: []
#  - NAME
`,
    ),
};

/** Kinds that have a sample. */
export const sampled: readonly string[] = Object.keys(samples);

/** The text of a new resource of a kind. */
export function sampleOf(kind: string, options: SampleFor): string {
  return samples[kind]?.(options) ?? named('resource', '');
}
