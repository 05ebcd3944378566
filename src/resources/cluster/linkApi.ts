import { apiOperation, body } from '../../client/apiOperation';
import { namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type {
  ClusterLink,
  ClusterLinkPost,
  ClusterLinkPut,
  ClusterLinksPost,
  ClusterLinkState,
} from './wire';

const decodeLink = shaped<ClusterLink>('cluster link', { name: 'text', type: 'text', config: 'map' });
const decodeLinkState = shaped<ClusterLinkState>('state of a cluster link', { cluster_link_members: 'list' });

export const listLinkNames = apiOperation({
  method: 'GET',
  path: '/1.0/cluster/links',
  title: 'List the names of cluster links',
  needs: 'cluster_links',
  decode: namesBelow('/1.0/cluster/links'),
});

export const createLink = apiOperation({
  method: 'POST',
  path: '/1.0/cluster/links',
  title: 'Create a cluster link',
  needs: 'cluster_links',
  body: body<ClusterLinksPost>({
    name: '',
    description: '',
    config: {},
    trust_token: '',
    auth_groups: [],
  } satisfies ClusterLinksPost),
  decode: nothing,
});

export const getLink = apiOperation({
  method: 'GET',
  path: '/1.0/cluster/links/{name}',
  title: 'Show a cluster link',
  needs: 'cluster_links',
  decode: decodeLink,
});

/** What the body leaves out is emptied. */
export const putLink = apiOperation({
  method: 'PUT',
  path: '/1.0/cluster/links/{name}',
  title: 'Replace a cluster link',
  needs: 'cluster_links',
  body: body<ClusterLinkPut>({ description: '', config: {} } satisfies ClusterLinkPut),
  decode: nothing,
});

export const patchLink = apiOperation({
  method: 'PATCH',
  path: '/1.0/cluster/links/{name}',
  title: 'Change a cluster link',
  needs: 'cluster_links',
  body: body<ClusterLinkPut>({ description: '', config: {} } satisfies ClusterLinkPut),
  decode: nothing,
});

export const renameLink = apiOperation({
  method: 'POST',
  path: '/1.0/cluster/links/{name}',
  title: 'Rename a cluster link',
  needs: 'cluster_links',
  body: body<ClusterLinkPost>({ name: '' } satisfies ClusterLinkPost),
  decode: nothing,
});

export const deleteLink = apiOperation({
  method: 'DELETE',
  path: '/1.0/cluster/links/{name}',
  title: 'Delete a cluster link',
  needs: 'cluster_links',
  decode: nothing,
});

export const getLinkState = apiOperation({
  method: 'GET',
  path: '/1.0/cluster/links/{name}/state',
  title: 'Show the state of a cluster link',
  needs: 'cluster_links',
  decode: decodeLinkState,
});
