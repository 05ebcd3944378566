import * as vscode from 'vscode';
import type { Abortable } from '../base/signal';
import type { KindRef } from '../kinds/kind';
import { pickMany } from '../shell/pick';
import { type QuickEditOptions, allAt, editAll, textsOf } from './edit';

/**
 * The roles that a person gives, with the API extension that has each; the database's own come and go by themselves.
 * `database-client` of newer Incus has no extension that tells of it: it stays where it is, and is given in the document.
 */
const roles: readonly (readonly [name: string, what: string, extension: string])[] = [
  ['event-hub', 'passes on events for all members', 'event_hub'],
  ['ovn-chassis', 'carries the uplink of OVN networks', 'cluster_ovn_chassis'],
  ['control-plane', 'takes part in the database', 'clustering_control_plane'],
];

/** Chooses the groups of a cluster member. */
export async function editGroups(args: readonly unknown[], options: QuickEditOptions): Promise<void> {
  await choose(
    'groups',
    args,
    options,
    (name) => vscode.l10n.t('Groups of {0}', name),
    async (have, ref, load) => {
      const groups = await allAt('clusterGroup', ref, options, load);
      return groups.map(({ parts: [label = ''] }) => ({ label, picked: have.includes(label) }));
    },
  );
}

/** Chooses the roles of a cluster member; those that the server gives itself stay. */
export async function editRoles(args: readonly unknown[], options: QuickEditOptions): Promise<void> {
  await choose(
    'roles',
    args,
    options,
    (name) => vscode.l10n.t('Roles of {0}', name),
    (have, ref) => {
      const { server } = options.targets.connection(ref.remote);
      const offered = roles.filter(
        ([name, , extension]) => have.includes(name) || server?.extensions.has(extension),
      );
      return Promise.resolve(
        offered.map(([label, what]) => ({
          label,
          description: vscode.l10n.t(what),
          picked: have.includes(label),
        })),
      );
    },
  );
}

type Rows = readonly (vscode.QuickPickItem & { label: string })[];

async function choose(
  field: 'groups' | 'roles',
  args: readonly unknown[],
  options: QuickEditOptions,
  placeholder: (name: string) => string,
  rowsFor: (have: readonly string[], ref: KindRef, load: Abortable) => Promise<Rows>,
): Promise<void> {
  const kind = options.registry.get('member');
  const [ref] = kind ? await options.targets.resolve(kind, args) : [];
  if (!ref) return;
  let shown: Rows = [];
  const chosen = await pickMany({
    placeholder: placeholder(ref.parts[0] ?? ''),
    nothing: vscode.l10n.t('There is nothing to choose from'),
    load: async (load) => {
      const { object } = await options.resource(ref).read(load);
      return (shown = await rowsFor(textsOf(object[field]), ref, load));
    },
  });
  if (!chosen) return;
  const offered = shown.map(({ label }) => label);
  const wanted = chosen.map(({ label }) => label);
  await editAll(
    [ref],
    (object) => {
      const others = textsOf(object[field]).filter((name) => !offered.includes(name));
      return { ...object, [field]: [...others, ...wanted] };
    },
    options,
  );
}
