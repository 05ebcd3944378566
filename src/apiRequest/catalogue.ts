import type { AnyOperation } from '../client/apiOperation';
import type { ServerInfo } from '../client/server';
import type { StartPlace } from './place';

/** Every operation; a file of its own in the bundle, loaded at the first request. */
export async function allOperations(): Promise<readonly AnyOperation[]> {
  return (await import('../resources/operationCatalogue')).allOperations;
}

/** What it does to a server, from harmless to not. */
const order = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The operations that a server has, those of the row from which the request starts first; each kind of path together. */
export function offered(
  operations: readonly AnyOperation[],
  { extensions }: ServerInfo,
  start: StartPlace,
): AnyOperation[] {
  return operations
    .filter(({ needs }) => needs === undefined || extensions.has(needs))
    .filter(({ path }) => path !== '/1.0?public' && !path.includes('&public'))
    .sort(
      (a, b) =>
        Number(isNear(b, start)) - Number(isNear(a, start)) ||
        plain(a).localeCompare(plain(b)) ||
        order.indexOf(a.method) - order.indexOf(b.method) ||
        a.path.localeCompare(b.path),
    );
}

const plain = ({ path }: AnyOperation): string => path.split('?')[0] ?? '';

/** True where the operation is about what the row stands for, or what is below it. */
export function isNear(operation: AnyOperation, { path }: StartPlace): boolean {
  return path !== undefined && (plain(operation) === path || plain(operation).startsWith(`${path}/`));
}

/** The operation that lists what stands for a parameter: a GET of the path before it. */
export function listingOf(
  operations: readonly AnyOperation[],
  template: string,
  parameter: string,
): AnyOperation | undefined {
  const before = template.slice(0, template.indexOf(`/{${parameter}}`));
  const shape = (path: string): string => path.replace(/\{\w+\}/g, '{}');
  return operations.find(
    ({ method, path, answer }) => method === 'GET' && answer === 'value' && shape(path) === shape(before),
  );
}
