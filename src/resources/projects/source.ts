import { AppError } from '../../base/errors';
import type { CollectionSource } from '../../model/collectionSource';
import type { Connection } from '../../model/connection';
import { type Project, getProject, listProjects } from './project';

/** How the projects of a remote are listed, fetched and recognised in events. */
export function projectSource(connection: Connection): CollectionSource<Project> {
  return {
    nameOf: (project) => project.name,
    list: (options) =>
      connection.server?.extensions.has('projects')
        ? connection.transport.value(listProjects, options)
        : Promise.resolve([{ name: 'default', description: '', config: {} }]),
    get: async (name, options) => {
      try {
        return await connection.transport.value(getProject(name), options);
      } catch (error) {
        if (AppError.is(error, 'notFound')) return undefined;
        throw error;
      }
    },
    touches: ({ action, source, context }) => {
      if (!action.startsWith('project-')) return [];
      const name = decodeURIComponent(source.split('/')[3] ?? '');
      const old = context['old_name'];
      return [name, ...(typeof old === 'string' ? [old] : [])].filter(Boolean);
    },
  };
}
