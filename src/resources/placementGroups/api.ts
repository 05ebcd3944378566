import { apiOperation, body } from '../../client/apiOperation';
import { namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { PlacementGroup, PlacementGroupPost, PlacementGroupPut, PlacementGroupsPost } from './wire';

const decodeGroup = shaped<PlacementGroup>('placement group', { name: 'text', config: 'map' });

export const listPlacementGroupNames = apiOperation({
  method: 'GET',
  path: '/1.0/placement-groups',
  title: 'List the names of placement groups',
  needs: 'instance_placement_groups',
  query: ['project', 'all-projects', 'filter'],
  decode: namesBelow('/1.0/placement-groups'),
});

export const createPlacementGroup = apiOperation({
  method: 'POST',
  path: '/1.0/placement-groups',
  title: 'Create a placement group',
  needs: 'instance_placement_groups',
  query: ['project'],
  body: body<PlacementGroupsPost>({
    name: '',
    description: '',
    config: { policy: 'spread', rigor: 'permissive' },
  } satisfies PlacementGroupsPost),
  decode: nothing,
});

export const getPlacementGroup = apiOperation({
  method: 'GET',
  path: '/1.0/placement-groups/{name}',
  title: 'Show a placement group',
  needs: 'instance_placement_groups',
  query: ['project'],
  decode: decodeGroup,
});

/** What the body leaves out is emptied. */
export const putPlacementGroup = apiOperation({
  method: 'PUT',
  path: '/1.0/placement-groups/{name}',
  title: 'Replace a placement group',
  needs: 'instance_placement_groups',
  query: ['project'],
  body: body<PlacementGroupPut>({ description: '', config: {} } satisfies PlacementGroupPut),
  decode: nothing,
});

export const patchPlacementGroup = apiOperation({
  method: 'PATCH',
  path: '/1.0/placement-groups/{name}',
  title: 'Change a placement group',
  needs: 'instance_placement_groups',
  query: ['project'],
  body: body<PlacementGroupPut>({ description: '', config: {} } satisfies PlacementGroupPut),
  decode: nothing,
});

export const renamePlacementGroup = apiOperation({
  method: 'POST',
  path: '/1.0/placement-groups/{name}',
  title: 'Rename a placement group',
  needs: 'instance_placement_groups',
  query: ['project'],
  body: body<PlacementGroupPost>({ name: '' } satisfies PlacementGroupPost),
  decode: nothing,
});

export const deletePlacementGroup = apiOperation({
  method: 'DELETE',
  path: '/1.0/placement-groups/{name}',
  title: 'Delete a placement group',
  needs: 'instance_placement_groups',
  query: ['project'],
  decode: nothing,
});
