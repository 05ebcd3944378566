import { AppError } from '../../base/errors';
import { reading } from '../../client/endpoint';
import type { CollectionSource } from '../../model/collectionSource';
import type { Connection } from '../../model/connection';
import * as api from './api';
import { type Project, toProject } from './project';

/** How the projects of a remote are listed, fetched and recognised in events. */
export function projectSource(connection: Connection): CollectionSource<Project> {
  return {
    nameOf: (project) => project.name,
    list: (options) =>
      connection.server?.extensions.has('projects')
        ? connection.transport.value(
            reading(api.listProjects(), (all) => all.map(toProject)),
            options,
          )
        : Promise.resolve([{ name: 'default', description: '', config: {} }]),
    get: async (name, options) => {
      try {
        return await connection.transport.value(reading(api.getProject({ name }), toProject), options);
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
    toldEarly: ({ action }) => action === 'project-updated',
  };
}
