import { apiOperation, body } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { AccessEntry } from '../../client/wire';
import type { Project, ProjectPost, ProjectPut, ProjectState, ProjectStatePut, ProjectsPost } from './wire';

const needs = 'projects';
const decodeProject = shaped<Project>('project', { name: 'text', config: 'map', used_by: 'list' });

export const listProjectNames = apiOperation({
  method: 'GET',
  path: '/1.0/projects',
  title: 'List the names of projects',
  needs,
  query: ['filter'],
  decode: namesBelow('/1.0/projects'),
});

/** Those that we may see. */
export const listProjects = apiOperation({
  method: 'GET',
  path: '/1.0/projects?recursion=1',
  title: 'List projects',
  needs,
  query: ['filter'],
  decode: listOf('projects', decodeProject),
});

export const createProject = apiOperation({
  method: 'POST',
  path: '/1.0/projects',
  title: 'Create a project',
  needs,
  body: body<ProjectsPost>({
    name: '',
    description: '',
    config: { 'features.images': 'true', 'features.profiles': 'true' },
  } satisfies ProjectsPost),
  decode: nothing,
});

export const getProject = apiOperation({
  method: 'GET',
  path: '/1.0/projects/{name}',
  title: 'Show a project',
  needs,
  decode: decodeProject,
});

/** What the body leaves out is emptied; features cannot change while the project holds anything. */
export const putProject = apiOperation({
  method: 'PUT',
  path: '/1.0/projects/{name}',
  title: 'Replace a project',
  needs,
  body: body<ProjectPut>({ description: '', config: {} } satisfies ProjectPut),
  decode: nothing,
});

/** `config` is replaced as a whole where it is there at all: send the merged one (seen on LXD 5.0.2 and Incus 6.0.4). */
export const patchProject = apiOperation({
  method: 'PATCH',
  path: '/1.0/projects/{name}',
  title: 'Change a project',
  needs,
  body: body<ProjectPut>({ description: '' } satisfies ProjectPut),
  decode: nothing,
});

/** Only an empty project can be renamed. */
export const renameProject = apiOperation({
  method: 'POST',
  path: '/1.0/projects/{name}',
  title: 'Rename a project',
  needs,
  body: body<ProjectPost>({ name: '' } satisfies ProjectPost),
  answer: 'operation',
  decode: nothing,
});

/** `force`, with all that is in it, needs the extension projects_force_delete. */
export const deleteProject = apiOperation({
  method: 'DELETE',
  path: '/1.0/projects/{name}',
  title: 'Delete a project',
  needs,
  query: ['force'],
  decode: nothing,
});

/** How much of each limit is used. */
export const getProjectState = apiOperation({
  method: 'GET',
  path: '/1.0/projects/{name}/state',
  title: 'Show what a project uses',
  needs: 'project_usage',
  decode: shaped<ProjectState>('project state', { resources: 'map' }),
});

/** `replica_mode` is `leader` or `standby`. */
export const putProjectState = apiOperation({
  method: 'PUT',
  path: '/1.0/projects/{name}/state',
  title: "Change a project's part in its replication",
  needs: 'project_replica_mode',
  query: ['force'],
  body: body<ProjectStatePut>({ replica_mode: 'leader' } satisfies ProjectStatePut),
  answer: 'operation',
  decode: nothing,
});

export const getProjectAccess = apiOperation({
  method: 'GET',
  path: '/1.0/projects/{name}/access',
  title: 'List who may use a project',
  needs: 'project_access',
  decode: listOf('access', shaped<AccessEntry>('access', { identifier: 'text', role: 'text' })),
});
