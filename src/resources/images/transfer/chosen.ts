import type { KindContext } from '../../../kinds/common';
import type { KindRef } from '../../../kinds/kind';
import { named } from '../../../kinds/remove';
import type { Remotes } from '../../../model/remotes';
import type { LocalFiles } from '../../../shell/localFiles';
import type { ImageOnServer } from './exportImage';

export interface ImageFlowOptions extends KindContext {
  readonly remotes: Remotes;
  readonly files: LocalFiles;
}

/** The images that a command was called on, with the names that their rows have. */
export async function imagesOf(
  args: readonly unknown[],
  options: ImageFlowOptions,
): Promise<(ImageOnServer & { readonly name: string; readonly ref: KindRef })[]> {
  const kind = options.registry.get('image');
  const refs = kind ? await options.targets.resolve(kind, args) : [];
  if (!kind) return [];
  return named(kind, refs, options).map(({ ref, name }) => ({
    ref,
    name,
    connection: options.targets.connection(ref.remote),
    project: ref.project,
    fingerprint: ref.parts[0] ?? '',
  }));
}
