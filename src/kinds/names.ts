import { l10n } from 'vscode';
import type { Kind } from './kind';

/** What is wrong with a name before the server is asked, in one line, or undefined. */
export function nameProblem(kind: Kind, name: string, taken: (name: string) => boolean): string | undefined {
  if (name.trim() === '') return l10n.t('A name is needed');
  if (name !== name.trim()) return l10n.t('Name must not begin or end with a space');
  // A path would end there.
  if (name === '.' || name === '..' || (name.includes('/') && !kind.mayHaveSlashes))
    return l10n.t('Name must not be a path');
  if (taken(name)) return l10n.t('{0} exists already', name);
  return kind.nameProblem?.(name);
}
