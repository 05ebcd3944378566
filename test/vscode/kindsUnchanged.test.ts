import type { FilledWhole } from '../support/fillRest';
import { everywhere } from './clusterRemote';
import { editAndBack } from './editing';
import { hostOfSuite } from './extensionHost';

interface Case {
  readonly kind: string;
  readonly parents?: readonly string[];
  readonly parts: readonly string[];
  readonly path: string;
  readonly member?: string;
  readonly change?: (text: string) => string;
}

const described = (text: string): string => text.replace(/^description: .*$/m, 'description: edited');
const expires = (text: string): string =>
  text.replace(/^expires_at: .*$/m, 'expires_at: 2040-01-01T00:00:00Z');
const restricted = (text: string): string => text.replace(/^restricted: false$/m, 'restricted: true');

/** The kinds of unchanged.test.ts are left out; cluster members are in kindsRest.test.ts. Backups cannot be edited. */
function casesOf(
  { bridges, forwards, image, fingerprints }: FilledWhole,
  members: readonly string[],
): Case[] {
  const [, second = ''] = members;
  const at = second && `?target=${second}`;
  const [bridge] = bridges;
  const [fingerprint = ''] = fingerprints;
  const [forward] = forwards;
  const volume = '/1.0/storage-pools/whole-one/volumes/custom/one';
  return [
    {
      kind: 'certificate',
      parts: [fingerprint],
      path: `/1.0/certificates/${fingerprint}`,
      change: restricted,
    },
    { kind: 'imageAlias', parents: [image], parts: ['whole-one'], path: '/1.0/images/aliases/whole-one' },
    { kind: 'network', parts: [bridge], path: `/1.0/networks/${bridge}` },
    ...(forward === undefined
      ? []
      : [
          {
            kind: 'forward',
            parents: [bridge],
            parts: [forward],
            path: `/1.0/networks/${bridge}/forwards/${forward}`,
          },
        ]),
    { kind: 'networkAcl', parts: ['whole-one'], path: '/1.0/network-acls/whole-one' },
    { kind: 'networkZone', parts: ['whole-one.example'], path: '/1.0/network-zones/whole-one.example' },
    {
      kind: 'zoneRecord',
      parents: ['whole-one.example'],
      parts: ['one'],
      path: '/1.0/network-zones/whole-one.example/records/one',
    },
    {
      kind: 'volume',
      parents: ['whole-one'],
      parts: ['custom', 'one'],
      member: second,
      path: `${volume}${at}`,
    },
    {
      kind: 'volumeSnapshot',
      parents: ['whole-one', 'custom', 'one'],
      parts: ['one'],
      member: members[0] ?? '',
      path: `${volume}/snapshots/one${members.length ? `?target=${members[0] ?? ''}` : ''}`,
    },
    {
      kind: 'snapshot',
      parents: ['whole-one'],
      parts: ['one'],
      path: '/1.0/instances/whole-one/snapshots/one',
      change: expires,
    },
    ...(members.length
      ? [{ kind: 'clusterGroup', parts: ['whole-one'], path: '/1.0/cluster/groups/whole-one' }]
      : []),
  ];
}

describe('an object of every kind that is edited and edited back', () => {
  const host = hostOfSuite();

  everywhere(host, ({ target, remote, members, filled }) => {
    before(async () => {
      // More than defaults is to come back.
      await target.cli(['network', 'acl', 'rule', 'add', 'whole-one', 'ingress', 'action=allow']);
      const entry = ['whole-one.example', 'one', 'A', '10.0.0.1'];
      await target.cli(['network', 'zone', 'record', 'entry', 'add', ...entry]);
      const [bridge] = filled().bridges;
      for (const forward of filled().forwards.slice(0, 1))
        await target.cli(['network', 'forward', 'set', bridge, forward, 'user.a=b']);
    });

    const nobody = { bridges: ['', ''], forwards: [''], fingerprints: [], image: '' };
    const forwards = members.length ? [] : [''];
    const all = casesOf({ ...nobody, forwards } as unknown as FilledWhole, members);
    for (const [at, { kind }] of all.entries())
      it(`${kind} is the same as before`, async () => {
        const found = casesOf(filled(), members)[at];
        if (!found) throw new Error(`no case of ${kind}`);
        const { parents = [], parts, member = '', path, change = described } = found;
        const project = ['certificate', 'clusterGroup'].includes(kind) ? '' : 'default';
        const ref = { remote, project, parents, parts, member };
        await editAndBack({ target, dialogs: host.dialogs }, { kind, ref, path, change });
      });
  });
});
