import type { Kind } from '../../kinds/kind';
import * as api from './api';
import { projectData } from './contribution';
import type { Project } from './wire';

/** Projects as documents, and what makes, renames and deletes them; their rows are their own. */
export const projectResource: Kind<Project> = {
  data: projectData,
  scope: 'server',
  shown: false,
  operations: {
    list: api.listProjects,
    get: api.getProject,
    state: api.getProjectState,
    put: api.putProject,
    create: api.createProject,
    rename: api.renameProject,
    remove: api.deleteProject,
  },
  partsOf: ({ name }) => [name],
  look: ({ name }) => ({ flags: name === 'default' ? ['noRename', 'noDelete'] : [] }),
};
