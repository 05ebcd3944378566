import type { KindRef } from '../kinds/kind';
import type { ServerObject } from './editable';
import type { KeySet, Schema, Subject, SubjectKind } from './schema/schema';

/** The kinds whose `config` is described. */
const subjects: Readonly<Record<string, SubjectKind>> = {
  instance: 'instance',
  profile: 'profile',
  project: 'project',
  network: 'network',
  forward: 'networkForward',
  loadBalancer: 'networkLoadBalancer',
  peer: 'networkPeer',
  networkAcl: 'networkAcl',
  networkZone: 'networkZone',
  zoneRecord: 'networkZoneRecord',
  storagePool: 'storagePool',
  volume: 'volume',
  bucket: 'bucket',
  member: 'clusterMember',
  clusterGroup: 'clusterGroup',
  server: 'server',
};

/**
 * The keys that may stand at a place of a document; undefined where none are described.
 * @param options the device around that place, as far as it is typed
 */
export function keysAt(
  schema: Schema,
  { kind }: Pick<KindRef, 'kind'>,
  object: ServerObject,
  path: readonly string[],
  options: Readonly<Record<string, string>>,
): KeySet | undefined {
  if (path[0] === 'devices' && path.length === 2) return schema.device(options['type'] ?? '', options);
  const subject = subjects[kind];
  if (!subject || path[0] !== 'config' || path.length !== 1) return undefined;
  const decides = subject === 'storagePool' ? object['driver'] : object['type'];
  // What a volume may have is decided by the driver of its pool, which it does not say itself.
  const withType = ['instance', 'network', 'storagePool'].includes(subject) && typeof decides === 'string';
  const described: Subject = withType ? { kind: subject, type: decides } : { kind: subject };
  return schema.config(described);
}
