import type { Kind } from '../kinds/kind';
import { bucketKeyKind, bucketKind } from './buckets/kind';
import { certificateResource } from './certificates/kind';
import { groupKind, memberKind } from './cluster/kind';
import { aliasKind, imageKind } from './images/kind';
import { backupKind, instanceResource, snapshotKind } from './instances/kind';
import { aclKind } from './networkAcls/kind';
import { addressSetKind } from './networkAddressSets/kind';
import { integrationKind } from './networkIntegrations/kind';
import { recordKind, zoneKind } from './networkZones/kind';
import { forwardKind, leaseKind, loadBalancerKind, networkKind, peerKind } from './networks/kind';
import { profileKind } from './profiles/kind';
import { projectResource } from './projects/kind';
import { serverKind } from './server/kind';
import { poolKind } from './storagePools/kind';
import { volumeBackupKind, volumeKind, volumeSnapshotKind } from './volumes/kind';
import { warningKind } from './warnings/kind';

/** Every kind of resource, in the order in which a tree shows them. */
export const kinds: readonly Kind[] = [
  projectResource,
  instanceResource,
  snapshotKind,
  backupKind,
  imageKind,
  aliasKind,
  profileKind,
  networkKind,
  leaseKind,
  forwardKind,
  loadBalancerKind,
  peerKind,
  aclKind,
  addressSetKind,
  zoneKind,
  recordKind,
  poolKind,
  volumeKind,
  volumeSnapshotKind,
  volumeBackupKind,
  bucketKind,
  bucketKeyKind,
  memberKind,
  groupKind,
  integrationKind,
  warningKind,
  certificateResource,
  serverKind,
] as readonly Kind[];
