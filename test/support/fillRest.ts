import { X509Certificate, randomInt, randomUUID } from 'node:crypto';
import { exec } from '../../scripts/lib/exec';
import { freeSubnet } from '../../scripts/lib/network';
import { makeIdentity } from '../../src/client/auth/clientCertificate';
import { type Filled, type Step, carryOutSteps, fill } from './fill';
import type { Target } from './targets';

/** What was made on a server, of every kind that it can hold. */
export interface FilledWhole extends Filled {
  /** The first three numbers of the first bridge's addresses. */
  readonly subnet: string;
  /** Listen addresses of forwards on the first bridge; none on a cluster. */
  readonly forwards: readonly string[];
  readonly warnings: readonly string[];
  readonly fingerprints: readonly string[];
  /** The image that the aliases lead to. */
  readonly image: string;
}

/** No request raises a warning: it is put where the server keeps them. */
export async function raiseWarning({ kind, server }: Target, uuid: string): Promise<void> {
  const insert = `INSERT INTO warnings (entity_type_code, entity_id, uuid, type_code, status, first_seen_date,
    last_seen_date, updated_date, last_message, count)
    VALUES (-1, ${-randomInt(2, 2 ** 31)}, '${uuid}', 1, 1, datetime('now'), datetime('now'), datetime('now'), 'from a test', 1)`;
  const [command, ...args] = kind === 'lxd' ? ['lxd', 'sql'] : ['incus', 'admin', 'sql'];
  await exec(command, [...args, 'global', insert], { env: { ...process.env, ...server.env } });
}

/** A certificate that nobody uses. */
export async function newCertificate(): Promise<{ fingerprint: string; der: string }> {
  const { cert } = await makeIdentity({ user: 'filled', host: 'test', now: new Date() });
  const { fingerprint256, raw } = new X509Certificate(cert);
  return { fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(), der: raw.toString('base64') };
}

/** Lines of `lxc query`. */
function request(method: string, path: string, body?: object): string[] {
  const data = body === undefined ? [] : ['-d', JSON.stringify(body)];
  return ['query', '--wait', '-X', method, ...data, `/1.0/${path}`];
}

/** Two of each of these names. */
const both = ['one', 'two'] as const;

/**
 * Two of every kind that a server can hold. Left out: buckets, which both servers refuse without MinIO; address sets,
 * load balancers and peers, which these servers have not, or not without OVN; leases, which need a guest that asks.
 * @param members of the cluster that the server is one of
 * @throws where one cannot be made
 */
export async function fillWhole(
  target: Target,
  prefix: string,
  members: readonly string[] = [],
): Promise<FilledWhole> {
  const [subnet, listen] = [freeSubnet(), freeSubnet()];
  const first = await fill(target, prefix, { members, subnet });
  const { bridges } = first;
  const p = (name: string): string => `${prefix}-${name}`;
  const [bridge] = bridges;
  const forwards = members.length ? [] : [`${listen}.10`, `${listen}.11`];
  const warnings = both.map(() => randomUUID());
  const certificates = await Promise.all(both.map(newCertificate));
  const [image = ''] = JSON.parse(await target.cli(['query', '/1.0/images'])) as string[];
  const fingerprint = image.split('/').at(-1) ?? '';
  const instance = `instances/${p('two')}`;
  const volume = `storage-pools/${p('one')}/volumes/custom/two`;
  const rest: Step[] = [
    ...both.map((name): Step => [
      ['project', 'create', p(name)],
      ['project', 'delete', p(name)],
    ]),
    ...both.map((name): Step => [
      ['image', 'alias', 'create', p(name), fingerprint],
      ['image', 'alias', 'delete', p(name)],
    ]),
    ...certificates.map(({ der, fingerprint: own }, at): Step => [
      request('POST', 'certificates', { type: 'client', name: p(both[at] ?? ''), certificate: der }),
      request('DELETE', `certificates/${own}`),
    ]),
    ...warnings.map((uuid): Step => [
      () => raiseWarning(target, uuid),
      request('DELETE', `warnings/${uuid}`),
    ]),
    ...both.map((name): Step => [request('POST', `${instance}/backups`, { name })]),
    ...both.map((name): Step => [request('POST', `${volume}/backups`, { name })]),
    ...(members.length ? ofCluster(p, members) : forwards.map((address) => forward(bridge, address))),
    ...(target.kind === 'incus' ? both.map((name) => integration(p(name))) : []),
  ];
  const undoRest = await carryOutSteps(target, rest).catch(async (error: unknown) => {
    await first.undo();
    throw error;
  });
  return {
    bridges,
    subnet,
    forwards,
    warnings,
    image: fingerprint,
    fingerprints: certificates.map((each) => each.fingerprint),
    undo: async () => {
      await undoRest().finally(first.undo);
    },
  };
}

function forward(bridge: string, address: string): Step {
  return [
    ['network', 'forward', 'create', bridge, address],
    ['network', 'forward', 'delete', bridge, address],
  ];
}

/** One may be described without OVN. */
function integration(name: string): Step {
  return [
    ['network', 'integration', 'create', name, 'ovn'],
    ['network', 'integration', 'delete', name],
  ];
}

/** Groups, and a volume that has the name of one on another member. */
function ofCluster(p: (name: string) => string, members: readonly string[]): Step[] {
  const [first = '', second = ''] = members;
  const volume = (verb: string): string[] => [
    ...['storage', 'volume', verb, p('one'), 'one'],
    ...['--target', second],
  ];
  return [
    ...both.map((name): Step => [
      ['cluster', 'group', 'create', p(name)],
      ['cluster', 'group', 'delete', p(name)],
    ]),
    [
      ['cluster', 'group', 'assign', first, `default,${p('one')}`],
      ['cluster', 'group', 'assign', first, 'default'],
    ],
    [volume('create'), volume('delete')],
  ];
}
