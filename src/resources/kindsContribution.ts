import type { KindData } from '../kinds/kindContribution';
import { bucketData, bucketKeyData } from './buckets/contribution';
import { certificateData } from './certificates/contribution';
import { groupData, memberData } from './cluster/contribution';
import { aliasData, imageData } from './images/contribution';
import { backupData, instanceData, snapshotData } from './instances/contribution';
import { aclData } from './networkAcls/contribution';
import { addressSetData } from './networkAddressSets/contribution';
import { integrationData } from './networkIntegrations/contribution';
import { recordData, zoneData } from './networkZones/contribution';
import { forwardData, leaseData, loadBalancerData, networkData, peerData } from './networks/contribution';
import { profileData } from './profiles/contribution';
import { projectData } from './projects/contribution';
import { serverData } from './server/contribution';
import { poolData } from './storagePools/contribution';
import { volumeBackupData, volumeData, volumeSnapshotData } from './volumes/contribution';
import { warningData } from './warnings/contribution';

/** PURE: what package.json says of every kind. */
export const kindData: readonly KindData[] = [
  projectData,
  instanceData,
  snapshotData,
  backupData,
  imageData,
  aliasData,
  profileData,
  networkData,
  leaseData,
  forwardData,
  loadBalancerData,
  peerData,
  aclData,
  addressSetData,
  zoneData,
  recordData,
  poolData,
  volumeData,
  volumeSnapshotData,
  volumeBackupData,
  bucketData,
  bucketKeyData,
  memberData,
  groupData,
  integrationData,
  warningData,
  certificateData,
  serverData,
];
