import type { Connection } from '../model/connection';
import type { InstanceRef } from '../model/key';
import type { ShellTarget } from './shells';

/** What a shell needs of an instance that a command was called on; `image.os` gives the terminal its icon. */
export function shellTarget(target: {
  readonly connection: Connection;
  readonly ref: InstanceRef;
  readonly instance: { readonly config: Readonly<Record<string, string>> } | undefined;
}): ShellTarget {
  const { connection, ref, instance } = target;
  const os = instance?.config['image.os'];
  return { connection, project: ref.project, instance: ref.instance, ...(os ? { os } : {}) };
}
