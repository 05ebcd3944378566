import type { Schema, Use } from './swagger';

/** Other names of the same things. */
export const renamed: Readonly<Record<string, string>> = {
  IdentitiesPostTLS: 'IdentitiesTLSPost',
  StoragePoolVolumeBackup: 'StorageVolumeBackup',
  StoragePoolVolumeBackupPost: 'StorageVolumeBackupPost',
  StoragePoolVolumeBackupsPost: 'StorageVolumeBackupsPost',
};

/** Definitions without fields in the files, because their servers read and write them by code of their own. */
const textMap = 'Readonly<Record<string, string>>';
export const written: Readonly<Record<string, string>> = {
  ConfigMap: textMap,
  DevicesMap: `Readonly<Record<string, ${textMap}>>`,
};

/** Used by operations whose entries in the files name no definition. */
export const unnamed: readonly Use[] = [
  answer('/1.0/auth/identities/bearer/{nameOrID}/token', 'IdentityBearerToken'),
  request('/1.0/auth/identities/bearer/{nameOrID}/token', 'IdentityBearerTokenPost'),
  answer('/1.0/certificates', 'CertificateAddToken'),
  answer('/1.0/cluster/members', 'ClusterMemberJoinToken'),
  answer('/1.0/networks/{networkName}/load-balancer-pools', 'NetworkLoadBalancerPool'),
  request('/1.0/placement-groups/{name}', 'PlacementGroupPost'),
  request('/1.0/storage-pools/{poolName}/volumes/{type}/{volumeName}/rebuild', 'StorageVolumeRebuildPost'),
];

const text: Schema = { type: 'string' };
const placementGroup: Readonly<Record<string, Schema>> = {
  description: text,
  config: { type: 'object', additionalProperties: text },
};

/** Named by the files' operations, defined in none of the files. */
export const undefinedShapes: Readonly<Record<string, Schema>> = {
  PlacementGroup: {
    properties: { ...placementGroup, name: text, project: text, used_by: { type: 'array', items: text } },
  },
  PlacementGroupPost: { properties: { name: text } },
  PlacementGroupPut: { properties: placementGroup },
  PlacementGroupsPost: { properties: { ...placementGroup, name: text } },
};

function answer(path: string, name: string): Use {
  return { path, direction: 'answer', schema: { $ref: `#/definitions/${name}` } };
}

function request(path: string, name: string): Use {
  return { ...answer(path, name), direction: 'request' };
}
