import type { AnyOperation } from '../client/apiOperation';
import * as events from '../client/events';
import * as exec from '../client/exec/request';
import * as sftp from '../client/files/sftpApi';
import * as operation from '../client/operationApi';
import * as hello from '../client/server';
import * as buckets from './buckets/api';
import * as certificates from './certificates/api';
import * as cluster from './cluster/api';
import * as clusterGroups from './cluster/groupApi';
import * as clusterLinks from './cluster/linkApi';
import * as clusterMembers from './cluster/memberApi';
import * as identities from './identities/api';
import * as identityGroups from './identities/groupApi';
import * as imageAliases from './images/aliasApi';
import * as images from './images/api';
import * as instances from './instances/api';
import * as backups from './instances/backupApi';
import * as files from './instances/filesApi';
import * as machines from './instances/machineApi';
import * as snapshots from './instances/snapshotApi';
import * as metadata from './metadata/api';
import * as networkAcls from './networkAcls/api';
import * as networkAddressSets from './networkAddressSets/api';
import * as networkIntegrations from './networkIntegrations/api';
import * as networkZones from './networkZones/api';
import * as networks from './networks/api';
import * as networkForwards from './networks/forwardApi';
import * as loadBalancers from './networks/loadBalancerApi';
import * as networkPeers from './networks/peerApi';
import * as operations from './operations/api';
import * as placementGroups from './placementGroups/api';
import * as profiles from './profiles/api';
import * as projects from './projects/api';
import * as replicators from './replicators/api';
import * as server from './server/api';
import * as storagePools from './storagePools/api';
import * as volumes from './volumes/api';
import * as volumeBackups from './volumes/backupApi';
import * as volumeFiles from './volumes/filesApi';
import * as volumeSnapshots from './volumes/snapshotApi';
import * as warnings from './warnings/api';

/** Every module that declares operations. */
const modules: readonly object[] = [
  events,
  exec,
  hello,
  operation,
  sftp,

  backups,
  buckets,
  certificates,
  cluster,
  clusterGroups,
  clusterLinks,
  clusterMembers,
  files,
  identities,
  identityGroups,
  imageAliases,
  images,
  instances,
  loadBalancers,
  machines,
  metadata,
  networkAcls,
  networkAddressSets,
  networkForwards,
  networkIntegrations,
  networkPeers,
  networkZones,
  networks,
  operations,
  placementGroups,
  profiles,
  projects,
  replicators,
  server,
  snapshots,
  storagePools,
  volumeBackups,
  volumeFiles,
  volumeSnapshots,
  volumes,
  warnings,
];

/** Every operation of the REST API that can be sent, in no order that means anything. */
export const allOperations: readonly AnyOperation[] = modules.flatMap((module) =>
  Object.values(module).filter(isOperation),
);

function isOperation(value: unknown): value is AnyOperation {
  return typeof value === 'function' && 'method' in value && 'path' in value && 'title' in value;
}
