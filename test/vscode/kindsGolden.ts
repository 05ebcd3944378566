import type { Verbs } from './verbs';

/** The kinds of rows of a server that hold resources, with what is the same on both servers. */
/** What LXD 5.0.2 does not say is left out of its rows; snapshots use pools there too. */
export function goldenOf(kind: 'lxd' | 'incus'): string {
  const isLxd = kind === 'lxd';
  const ago = isLxd ? '' : 'AGO';
  const buckets = (indent: string): string => (isLxd ? '' : `\n${indent}Buckets | none | cloud | buckets`);
  return `
Profiles | 3 | settings | profiles
  gold-one |  | settings | profile
    Used By | 2 | references | links
      gold-one | instance | layers | link
      gold-two | instance | layers | link
  gold-two |  | settings | profile
Networks | N | type-hierarchy-sub | networks
  BRIDGE1 | bridge | type-hierarchy-sub | network+bridge+managed
    Leases |  | symbol-numeric | leases
    Forwards |  | arrow-right | forwards
  BRIDGE2 | bridge | type-hierarchy-sub | network+bridge+managed
    Leases |  | symbol-numeric | leases
    Forwards |  | arrow-right | forwards
Network ACLs | 2 | shield | networkAcls
  gold-one | 0 rules | shield | networkAcl
  gold-two | 0 rules | shield | networkAcl
Network Zones | 2 | globe | networkZones
  gold-one.example |  | globe | networkZone
    Records | 2 | symbol-field | zoneRecords
      one |  | symbol-field | zoneRecord
      two |  | symbol-field | zoneRecord
  gold-two.example |  | globe | networkZone
    Records | none | symbol-field | zoneRecords
Storage | 3 | database | storagePools
  gold-one | dir | database | storagePool
    Volumes | 4 | folder-library | volumes
      one | unused | folder-library | volume+custom
        Snapshots | 2 | device-camera | volumeSnapshots
          one | ${ago} | device-camera | volumeSnapshot
          two | ${ago} | device-camera | volumeSnapshot
        Backups | none | archive | volumeBackups
      two | unused | folder-library | volume+custom
        Snapshots | none | device-camera | volumeSnapshots
        Backups | none | archive | volumeBackups
      gold-one | container | folder-library | volume+container+noDelete+noRename
        Used By | 1 | references | links
          gold-one | instance | layers | link
      gold-two | container | folder-library | volume+container+noDelete+noRename
        Used By | 1 | references | links
          gold-two | instance | layers | link${buckets('    ')}
${poolLinks(isLxd)}
  gold-two | dir | database | storagePool
    Volumes | none | folder-library | volumes${buckets('    ')}`.trim();
}

/** @param bridge names of interfaces, which a machine has once only */
export function verbsOf(bridge: string, bridge2: string): Verbs[] {
  return [
    { kind: 'profile', name: 'gold-new', renamed: 'gold-new2', path: (name) => `/1.0/profiles/${name}` },
    {
      kind: 'network',
      name: bridge,
      renamed: bridge2,
      body: { config: { 'ipv4.address': 'none', 'ipv6.address': 'none' } },
      path: (name) => `/1.0/networks/${name}`,
    },
    {
      kind: 'networkAcl',
      name: 'gold-new',
      renamed: 'gold-new2',
      path: (name) => `/1.0/network-acls/${name}`,
    },
    { kind: 'networkZone', name: 'new.gold', path: (name) => `/1.0/network-zones/${name}` },
    {
      kind: 'zoneRecord',
      parents: ['gold-one.example'],
      name: 'new',
      path: (name) => `/1.0/network-zones/gold-one.example/records/${name}`,
    },
    {
      kind: 'storagePool',
      name: 'gold-new',
      choices: ['dir'],
      path: (name) => `/1.0/storage-pools/${name}`,
    },
    {
      kind: 'volume',
      parents: ['gold-one'],
      name: 'new',
      type: 'custom',
      choices: ['filesystem'],
      renamed: 'new2',
      path: (name) => `/1.0/storage-pools/gold-one/volumes/custom/${name}`,
    },
    {
      kind: 'volumeSnapshot',
      parents: ['gold-one', 'custom', 'one'],
      name: 'new',
      renamed: 'new2',
      path: (name) => `/1.0/storage-pools/gold-one/volumes/custom/one/snapshots/${name}`,
    },
    {
      kind: 'snapshot',
      parents: ['gold-one'],
      name: 'new',
      renamed: 'new2',
      plain: true,
      path: (name) => `/1.0/instances/gold-one/snapshots/${name}`,
    },
    {
      kind: 'backup',
      parents: ['gold-two'],
      name: 'new',
      renamed: 'new2',
      plain: true,
      path: (name) => `/1.0/instances/gold-two/backups/${name}`,
    },
    { kind: 'project', name: 'gold-new', renamed: 'gold-new2', path: (name) => `/1.0/projects/${name}` },
  ];
}

function poolLinks(isLxd: boolean): string {
  const snapshots = (of: string): string[] =>
    (isLxd ? ['one', 'two'] : []).map((name) => `      ${name} | snapshot · ${of} | device-camera | link`);
  const rows = [
    '      gold-one | instance | layers | link',
    ...snapshots('gold-one'),
    '      gold-two | instance | layers | link',
    '      one | volume · gold-one | folder-library | link',
    ...snapshots('one'),
    '      two | volume · gold-one | folder-library | link',
  ];
  return [`    Used By | ${rows.length} | references | links`, ...rows].join('\n');
}
