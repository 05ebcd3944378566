import * as vscode from 'vscode';
import { nameIn, partsIn } from '../kinds/address';
import type { KindRef } from '../kinds/kind';
import type { KindRegistry } from '../kinds/registry';
import { configScheme } from './contribution';

/** Which text of a resource: the one that is edited, that of one to be created, or one that is only read. */
export type View = 'edit' | 'new' | 'theirs' | 'effective' | 'state';

/** The document of a resource: `lxd-config:/<remote>/<project>/<kind>/<names>/<name>.yaml`. */
export function documentUri(ref: KindRef, view: View = 'edit'): vscode.Uri {
  const segments = [ref.remote, ref.project, ref.kind, nameIn([...ref.parents, ...ref.parts], ref.member)];
  const last = (ref.parts.at(-1) || ref.remote).replaceAll('/', '∕');
  const short = /^[0-9a-f]{64}$/.test(last) ? last.slice(0, 12) : last;
  const suffix = view === 'edit' || view === 'new' ? '' : ` (${view})`;
  return vscode.Uri.from({
    scheme: configScheme,
    path: `/${segments.map(encodeSegment).join('/')}/${short}${suffix}.yaml`,
    query: view === 'edit' ? '' : view,
  });
}

/** Reads what documentUri made. @returns undefined for anything else */
export function parseUri(
  { scheme, path, query }: vscode.Uri,
  kinds: KindRegistry,
): { ref: KindRef; view: View } | undefined {
  if (scheme !== configScheme) return undefined;
  const segments = decodedSegments(path);
  if (!segments) return undefined;
  const [first, remote = '', project = '', id = '', name = ''] = segments;
  const kind = kinds.get(id);
  if (first !== '' || remote === '' || !kind) return undefined;
  const { parts: names, member } = partsIn(name);
  const divided = kinds.divided(kind, name === '' ? [] : names);
  return {
    ref: { remote, project, kind: id, ...divided, member },
    view: query === '' ? 'edit' : (query as View),
  };
}

/** VS Code drops segments that are empty; no project and no resource is called so. */
const nothing = '*';

function encodeSegment(text: string): string {
  return text === '' ? nothing : encodeURIComponent(text);
}

/** A URI may come from anywhere, a link in a text for one. @returns undefined where it was not made here */
function decodedSegments(path: string): string[] | undefined {
  try {
    // The last one is for people: it is not encoded, and not read.
    return path.split('/').slice(0, 5).map(decodeSegment);
  } catch {
    return undefined; // a per cent sign that encodes nothing
  }
}

function decodeSegment(segment: string): string {
  return segment === nothing ? '' : decodeURIComponent(segment);
}
