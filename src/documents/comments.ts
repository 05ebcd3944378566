import { l10n } from 'vscode';
import { type ServerObject, serverOwned } from './editable';
import type { Resource } from './store';

/** What is too long to be read below a document, and stands in a view of its own. */
const elsewhere = ['expanded_config', 'expanded_devices', 'api_extensions', 'environment', 'certificate'];

/** The first lines of a document, as comments. */
export function headOf({ ref, kind, connection }: Resource): string[] {
  const name = [...ref.parents, ...ref.parts].join('/');
  const where = [
    ref.remote,
    ref.project ? l10n.t('project {0}', ref.project) : '',
    ref.member ? l10n.t('member {0}', ref.member) : '',
  ]
    .filter(Boolean)
    .join(', ');
  const what = l10n.t('{0} {1} on {2}', kind.data.noun, name, where);
  const server = connection.server?.product === 'incus' ? 'Incus' : 'LXD';
  return kind.operations.put
    ? [what, l10n.t('Saving sends this to {0}. The lines at the end are for reading only.', server)]
    : [what];
}

/** What the server alone decides: it stands below a document as comments. */
export function tailOf({ kind }: Resource, object: ServerObject): ServerObject {
  return Object.fromEntries(
    Object.entries(serverOwned(object, kind)).filter(
      ([name, value]) => !elsewhere.includes(name) && value !== null && value !== '',
    ),
  );
}
