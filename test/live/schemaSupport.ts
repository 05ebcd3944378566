import { type Endpoint, nothing } from '../../src/client/endpoint';
import { nameParts } from '../../src/documents/schema/keySet';
import type { KeySpec } from '../../src/documents/schema/schema';

/** A request that answers with nothing. */
export const send = (method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown): Endpoint<void> => ({
  method,
  path,
  body,
  decode: nothing,
});

/** A name in place of a key's placeholders. */
export function exampleOf({ name }: KeySpec): string {
  const hole = name.startsWith('limits.kernel.') ? 'nofile' : name.startsWith('volatile.') ? 'eth0' : 'x';
  return nameParts(name)
    .map((part) => (part.hole ? hole : part.text))
    .join('');
}
