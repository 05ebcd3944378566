import { type Disposable, DisposableStore } from '../base/disposable';
import { runAction } from './action';
import { type KindContext, copyNames, revealLinked } from './common';
import { createResource } from './create';
import type { Kind, KindRef } from './kind';
import { actionCommands, commonCommands, kindCommands } from './kindContribution';
import { removeResources } from './remove';
import { renameResource } from './rename';

/** What the commands of kinds work with. */
export interface KindCommandsOptions extends KindContext {
  readonly open: (ref: KindRef, options: { preview: boolean }) => Promise<void>;
}

/** Registers what a person can do with every kind: what its data names. */
export function registerKindCommands(context: KindCommandsOptions): Disposable {
  const { commands, registry } = context;
  const owned = new DisposableStore();
  for (const kind of registry.all) {
    const specs = kindCommands(kind.data);
    const open = specs.edit ?? specs.look;
    if (open) owned.add(commands.register(open, (args) => openResource(kind, args, context)));
    if (specs.create)
      owned.add(commands.register(specs.create, (args) => createResource(kind, args, context)));
    if (specs.rename)
      owned.add(commands.register(specs.rename, (args) => renameResource(kind, args, context)));
    for (const [verb, spec] of Object.entries(actionCommands(kind.data)))
      owned.add(commands.register(spec, (args) => runAction(kind, verb, args, context)));
    if (specs.delete)
      owned.add(commands.register(specs.delete, (args) => removeResources(kind, args, context)));
  }
  const common = commonCommands(registry.all.map(({ data }) => data));
  owned.add(commands.register(common.copyName, (args) => copyNames(args, context)));
  owned.add(commands.register(common.reveal, (args) => revealLinked(args, context)));
  return owned;
}

async function openResource(
  kind: Kind,
  args: readonly unknown[],
  { targets, open }: KindCommandsOptions,
): Promise<void> {
  const [ref] = await targets.resolve(kind, args);
  const [, , how] = args as readonly [unknown, unknown, { preview?: boolean } | undefined];
  if (ref) await open(ref, { preview: how?.preview ?? false });
}
