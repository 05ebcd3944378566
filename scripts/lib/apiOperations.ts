import { readFileSync } from 'node:fs';
import type { OperationName } from './apiMatcher';
import { inRoot } from './paths';

/** A line of docs/api-operations.tsv. */
export interface KnownOperation extends OperationName {
  /** `seed`: what every supported server has and this project must have; `later`: what newer servers have added. */
  readonly set: 'seed' | 'later';
  /** The servers, by kind and version, whose documentation has it. */
  readonly servers: readonly string[];
}

/** Every operation of the REST API that LXD or Incus documents. */
export function knownOperations(): KnownOperation[] {
  const [head = '', ...lines] = readFileSync(inRoot('docs/api-operations.tsv'), 'utf8').trim().split('\n');
  const names = head.split('\t').slice(3);
  return lines.map((line) => {
    const [method = '', path = '', set = '', ...has] = line.split('\t');
    return {
      method,
      path,
      set: set === 'seed' ? 'seed' : 'later',
      servers: names.filter((_, i) => has[i] === 'y'),
    };
  });
}

export const nameOf = ({ method, path }: OperationName): string => `${method} ${path}`;
