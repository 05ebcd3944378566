import { isObject } from '../client/decode';
import type { ServerEvent } from '../client/events';
import type { InstanceRef } from './key';

/** What an event tells of an operation, or a list: the operation itself, and the project that it belongs to. */
export type OperationFacts = Pick<ServerEvent, 'metadata' | 'project'>;

/** The instances that an operation works on, as its event names them; none where it makes no sense. */
export function instancesOf(event: OperationFacts): Omit<InstanceRef, 'remote'>[] {
  const resources = event.metadata['resources'];
  const paths = isObject(resources) ? (resources['instances'] ?? resources['containers']) : undefined;
  if (!Array.isArray(paths)) return [];
  return paths.flatMap((path) => (typeof path === 'string' ? instanceOf(path, event) : []));
}

function instanceOf(path: string, event: OperationFacts): Omit<InstanceRef, 'remote'>[] {
  try {
    const url = new URL(path, 'http://localhost');
    const instance = decodeURIComponent(url.pathname.split('/')[3] ?? '');
    const project = url.searchParams.get('project') ?? (event.project || 'default');
    return instance === '' ? [] : [{ project, instance }];
  } catch {
    return []; // no path: nothing that is known to be busy
  }
}
