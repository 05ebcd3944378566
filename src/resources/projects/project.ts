import { asList, asObject, optionalText, textField, textMap } from '../../client/decode';
import type { Endpoint } from '../../client/endpoint';
import { apiPath } from '../../client/path';

/** A project: a scope of its own for instances and, by its features, for more. */
export interface Project {
  readonly name: string;
  readonly description: string;
  /** `features.images: "true"` and limits. */
  readonly config: Readonly<Record<string, string>>;
}

/** GET /1.0/projects?recursion=1: those that we may see. */
export const listProjects: Endpoint<Project[]> = {
  method: 'GET',
  path: '/1.0/projects',
  query: { recursion: 1 },
  needs: 'projects',
  decode: (metadata) => asList(metadata, 'projects', decodeProject),
};

/** GET /1.0/projects/{name}. */
export function getProject(name: string): Endpoint<Project> {
  return { method: 'GET', path: apiPath`/1.0/projects/${name}`, needs: 'projects', decode: decodeProject };
}

function decodeProject(value: unknown): Project {
  const object = asObject(value, 'project');
  return {
    name: textField(object, 'name'),
    description: optionalText(object, 'description'),
    config: textMap(object['config']),
  };
}
