import { apiOperation, body } from '../../client/apiOperation';
import { shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { Cluster, ClusterCertificatePut, ClusterPut } from './wire';

const decodeCluster = shaped<Cluster>('cluster', {
  server_name: 'text',
  enabled: 'flag',
  member_config: 'list',
});

export const getCluster = apiOperation({
  method: 'GET',
  path: '/1.0/cluster',
  title: 'Show the cluster',
  needs: 'clustering',
  decode: decodeCluster,
});

/** With `enabled: false` the server stands alone again; with `cluster_address` it joins, without it forms a cluster. */
export const putCluster = apiOperation({
  method: 'PUT',
  path: '/1.0/cluster',
  title: 'Form, join or leave a cluster',
  needs: 'clustering',
  body: body<ClusterPut>({
    server_name: '',
    enabled: true,
    cluster_address: '',
    cluster_certificate: '',
    server_address: '',
    member_config: [],
  } satisfies ClusterPut),
  answer: 'operation',
  decode: nothing,
});

/** PEM, both. */
export const putClusterCertificate = apiOperation({
  method: 'PUT',
  path: '/1.0/cluster/certificate',
  title: 'Replace the certificate of the cluster',
  needs: 'clustering_update_cert',
  body: body<ClusterCertificatePut>({
    cluster_certificate: '',
    cluster_certificate_key: '',
  } satisfies ClusterCertificatePut),
  decode: nothing,
});
