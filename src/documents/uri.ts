import * as vscode from 'vscode';
import { nameIn, partsIn } from '../kinds/address';
import type { KindRef } from '../kinds/kind';
import type { KindRegistry } from '../kinds/registry';
import { configScheme } from './contribution';

/** Which text of a resource: the one that is edited, or one that is only read. */
export type View = 'edit' | 'base' | 'theirs' | 'mine' | 'effective' | 'state';

/** The document of a resource: `lxd-config:/<remote>/<project>/<kind>/<names>/<name>.yaml`. */
export function documentUri(ref: KindRef, view: View = 'edit'): vscode.Uri {
  const segments = [ref.remote, ref.project, ref.kind, nameIn([...ref.parents, ...ref.parts], ref.member)];
  const last = (ref.parts.at(-1) ?? ref.remote).replaceAll('/', '∕');
  const short = /^[0-9a-f]{64}$/.test(last) ? last.slice(0, 12) : last;
  const suffix = view === 'edit' ? '' : ` (${view})`;
  return vscode.Uri.from({
    scheme: configScheme,
    path: `/${segments.map(encodeURIComponent).join('/')}/${short}${suffix}.yaml`,
    query: view === 'edit' ? '' : view,
  });
}

/** Reads what documentUri made. @returns undefined for anything else */
export function parseUri(
  { scheme, path, query }: vscode.Uri,
  kinds: KindRegistry,
): { ref: KindRef; view: View } | undefined {
  if (scheme !== configScheme) return undefined;
  const [first, remote = '', project = '', id = '', name = ''] = path.split('/').map(decodeURIComponent);
  const kind = kinds.get(id);
  if (first !== '' || remote === '' || !kind) return undefined;
  const { parts: names, member } = partsIn(name);
  const divided = kinds.divided(kind, name === '' ? [] : names);
  return {
    ref: { remote, project, kind: id, ...divided, member },
    view: query === '' ? 'edit' : (query as View),
  };
}
