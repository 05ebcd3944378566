import type { FilledWhole } from '../support/fillRest';
import type { Target } from '../support/targets';

/** What is done with a server's own client, and what its row, or no row, then says below a folder. */
export interface Change {
  readonly line: readonly string[];
  /** Matches "label | description" of a row that is there then. */
  readonly comes?: RegExp;
  /** Matches none then. */
  readonly goes?: RegExp;
}

export interface LiveCase {
  readonly kind: string;
  /** Labels of the rows down to the folder; none for the remote itself. */
  readonly folder: readonly string[];
  readonly changes: readonly Change[];
}

/** Lines of `lxc query`, which works on every kind in the same way. */
const request = (method: string, path: string, body?: object): readonly string[] => {
  const data = body === undefined ? [] : ['-d', JSON.stringify(body)];
  return ['query', '--wait', '-X', method, ...data, `/1.0/${path}`];
};

const made = (line: readonly string[], comes: RegExp): Change => ({ line, comes });

/** Created, described, renamed and deleted, as far as a kind can be. */
function allOf(
  path: string,
  { body = {}, patch = {}, rename = true, name = 'live-new' }: Options = {},
): Change[] {
  const [own, query = ''] = path.split('?');
  const at = (each: string) => `${own}/${encodeURIComponent(each)}${query && `?${query}`}`;
  const renamed = `${name}2`;
  const old = new RegExp(`^${name} \\|`);
  const now = new RegExp(`^${renamed} \\|`);
  return [
    made(request('POST', path, { name, ...body }), old),
    made(request('PATCH', at(name), { description: 'outside', ...patch }), /outside/),
    ...(rename ? [{ line: request('POST', at(name), { name: renamed }), comes: now, goes: old }] : []),
    { line: request('DELETE', at(rename ? renamed : name)), goes: rename ? now : old },
  ];
}

interface Options {
  readonly body?: object;
  readonly patch?: object;
  readonly rename?: boolean;
  readonly name?: string;
}

/** Backups have no description. */
function ofBackups(path: string): Change[] {
  return allOf(path).filter(({ line }) => !line.includes('PATCH'));
}

/** What is changed from outside, on every server. */
export function liveCases(
  { kind }: Target,
  { bridges, forwards, image, fingerprints }: FilledWhole,
  members: readonly string[],
): LiveCase[] {
  const isCluster = members.length > 0;
  const [, second = ''] = members;
  const [bridge] = bridges;
  const volume = ['Storage', 'whole-one', 'Volumes'];
  const volumes = 'storage-pools/whole-one/volumes/custom';
  const [, fingerprint = ''] = fingerprints;
  const instance = (name: string) => ['default', 'Instances', `whole-${name}`];
  const snapshot = 'instances/whole-one/snapshots/live-new2';
  return [
    {
      kind: 'imageAlias',
      folder: ['default', 'Images', 'busybox', 'Aliases'],
      // LXD takes 10 s for the rename, on a cluster too: seen once is enough.
      changes: allOf('images/aliases', { body: { target: image }, rename: !isCluster }).map((change) =>
        // A PATCH of an alias hangs LXD 5.0.2.
        change.line.includes('PATCH')
          ? made(
              request('PUT', 'images/aliases/live-new', { description: 'outside', target: image }),
              /outside/,
            )
          : change,
      ),
    },
    { kind: 'profile', folder: ['default', 'Profiles'], changes: allOf('profiles') },
    { kind: 'networkAcl', folder: ['default', 'Network ACLs'], changes: allOf('network-acls') },
    {
      kind: 'networkZone',
      folder: ['default', 'Network Zones'],
      changes: allOf('network-zones', { rename: false, name: 'live-new.example' }),
    },
    {
      kind: 'zoneRecord',
      folder: ['default', 'Network Zones', 'whole-one.example', 'Records'],
      changes: allOf('network-zones/whole-one.example/records', { rename: false, patch: { config: {} } }),
    },
    {
      kind: 'snapshot',
      folder: [...instance('one'), 'Snapshots'],
      changes: [
        ...allOf('instances/whole-one/snapshots').flatMap((change) =>
          change.line.includes('PATCH')
            ? []
            : change.line.includes('DELETE')
              ? [
                  made(
                    request('PATCH', snapshot, { expires_at: '2040-01-01T00:00:00Z' }),
                    /^live-new2 .*expires/,
                  ),
                  change,
                ]
              : [change],
        ),
      ],
    },
    {
      kind: 'backup',
      folder: [...instance('two'), 'Backups'],
      changes: ofBackups('instances/whole-two/backups'),
    },
    {
      kind: 'volume',
      folder: volume,
      changes: allOf(`${volumes}${isCluster ? `?target=${second}` : ''}`, { body: { type: 'custom' } }),
    },
    {
      // LXD 5.0.2 lists those of the member that is asked only.
      kind: 'volumeSnapshot',
      folder: [...volume, 'one', 'Snapshots'],
      changes: allOf(`${volumes}/one/snapshots${isCluster ? `?target=${members[0]}` : ''}`),
    },
    {
      kind: 'volumeBackup',
      folder: [...volume, 'two', 'Backups'],
      changes: ofBackups(`${volumes}/two/backups`),
    },
    { kind: 'project', folder: [], changes: allOf('projects') },
    {
      kind: 'certificate',
      folder: ['Access'],
      changes: [
        made(request('PATCH', `certificates/${fingerprint}`, { name: 'live-outside' }), /^live-outside/),
        made(request('PATCH', `certificates/${fingerprint}`, { name: 'whole-two' }), /^whole-two/),
      ],
    },
    ...(isCluster ? ofCluster(second) : []),
    ...(isCluster ? [] : [ofPools, ofForwards(bridge, forwards[0] ?? '')]),
    ...(kind === 'incus' ? [ofIntegrations] : []),
  ];
}

/** On a cluster one is made in three requests. */
const ofPools: LiveCase = {
  kind: 'storagePool',
  folder: ['Storage'],
  changes: allOf('storage-pools', { body: { driver: 'dir' }, rename: false }),
};

const ofIntegrations: LiveCase = {
  kind: 'networkIntegration',
  folder: ['Network Integrations'],
  changes: allOf('network-integrations', { body: { type: 'ovn' } }),
};

function ofForwards(bridge: string, listen: string): LiveCase {
  const listen_address = listen.replace(/\d+$/, '20');
  return {
    kind: 'forward',
    folder: ['default', 'Networks', bridge, 'Forwards'],
    changes: allOf(`networks/${bridge}/forwards`, {
      body: { listen_address },
      rename: false,
      name: listen_address,
    }),
  };
}

function ofCluster(member: string): LiveCase[] {
  const path = `cluster/members/${member}`;
  const state = (action: string) => request('POST', `${path}/state`, { action });
  const described = (description: string) =>
    request('PATCH', path, { description, groups: ['default'], roles: [], failure_domain: 'default' });
  return [
    { kind: 'clusterGroup', folder: ['Cluster Groups'], changes: allOf('cluster/groups') },
    {
      kind: 'member',
      folder: ['Cluster'],
      changes: [
        made(described('outside'), /outside/),
        made(described(''), /^node-b \| [a-z- ·]*standby$/),
        made(state('evacuate'), /^node-b \| evacuated/),
        made(state('restore'), /^node-b \| online/),
      ],
    },
  ];
}
