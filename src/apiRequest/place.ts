import { isObject } from '../client/decode';
import { parseKey } from '../model/key';

/** From where a request starts: a row of the tree, or nothing. */
export interface StartPlace {
  readonly remote?: string;
  readonly project?: string;
  /** Operations whose path begins so come first… */
  readonly path?: string;
  /** … and their first parameter is this. */
  readonly name?: string;
}

/** Where the operations of a row's kind are. */
const paths: Readonly<Record<string, string>> = {
  instances: '/1.0/instances',
  instance: '/1.0/instances/{name}',
  project: '/1.0/projects/{name}',
  image: '/1.0/images/{fingerprint}',
  profile: '/1.0/profiles/{name}',
  network: '/1.0/networks/{name}',
  networkAcl: '/1.0/network-acls/{name}',
  networkZone: '/1.0/network-zones/{name}',
  storagePool: '/1.0/storage-pools/{name}',
  member: '/1.0/cluster/members/{name}',
  clusterGroup: '/1.0/cluster/groups/{name}',
  warning: '/1.0/warnings/{uuid}',
  access: '/1.0/certificates',
  certificate: '/1.0/certificates/{fingerprint}',
  identity: '/1.0/auth/identities',
  trustToken: '/1.0/operations/{id}',
};

/** What a command was called on. */
export function startOf(argument: unknown): StartPlace {
  if (!isObject(argument)) return {};
  if (typeof argument['remote'] === 'string') return plain(argument, argument['remote']);
  if (typeof argument['id'] !== 'string' || !('row' in argument)) return {};
  const { remote, project, kind, name } = parseKey(argument['id']);
  const path = paths[kind];
  return {
    remote,
    ...(project === '' ? {} : { project }),
    ...(path === undefined ? {} : { path, ...(path.includes('{') ? { name } : {}) }),
  };
}

/** `{ remote, project?, instance? }` */
function plain({ project, instance }: Readonly<Record<string, unknown>>, remote: string): StartPlace {
  return {
    remote,
    ...(typeof project === 'string' ? { project } : {}),
    ...(typeof instance === 'string' ? { path: paths['instance'] ?? '', name: instance } : {}),
  };
}
