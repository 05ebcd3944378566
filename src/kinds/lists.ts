import { type AnyOperation, requestFor } from '../client/apiOperation';
import { listOf } from '../client/decode';
import type { Endpoint } from '../client/endpoint';
import type { ListOperation } from './kind';

/** The operation that lists names, asked with recursion=1: it answers with objects, each read as `get` reads one. */
export function inFull<T>(
  names: AnyOperation,
  what: string,
  get: AnyOperation & ((...args: never[]) => Endpoint<T>),
): ListOperation<T> {
  const { method, path, title, needs, query, answer } = names;
  const decode = (item: unknown): T => (requestFor(get, {}) as Endpoint<T>).decode(item);
  const make = (args: Readonly<Record<string, unknown>>): Endpoint<T[]> => {
    const request = requestFor(names, args);
    return { ...request, query: { ...request.query, recursion: 1 }, decode: listOf(what, decode) };
  };
  const facts = {
    method,
    path,
    title,
    ...(needs === undefined ? {} : { needs }),
    query: query ?? [],
    answer,
  };
  return Object.assign(make, facts);
}
