import type { Connection } from '../model/connection';
import type { Kind, ProjectFacts } from './kind';

/** Whether a server that is connected has a kind, by its API extensions, and trusts us with it. */
export function isOffered(kind: Kind, { server }: Connection): boolean {
  const needs = kind.operations.list?.needs;
  return (
    server !== undefined &&
    server.trusted &&
    (needs === undefined || server.extensions.has(needs)) &&
    (kind.offered?.(server) ?? true)
  );
}

/** Whether a project has its own of a kind; else it uses the default project's. @param parts of one, where that decides */
export function hasOwn({ name, config }: ProjectFacts, kind: Kind, parts?: readonly string[]): boolean {
  const { feature } = kind;
  return (
    feature === undefined ||
    name === 'default' ||
    config[feature] === 'true' ||
    (parts !== undefined && (kind.alwaysOwn?.(parts) ?? false))
  );
}
