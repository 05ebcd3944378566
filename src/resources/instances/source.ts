import { AppError } from '../../base/errors';
import { limit } from '../../base/gate';
import type { Abortable } from '../../base/signal';
import { mapInSlices } from '../../base/slices';
import { reading } from '../../client/endpoint';
import type { Lifecycle } from '../../client/events';
import type { CollectionSource } from '../../model/collectionSource';
import type { Connection } from '../../model/connection';
import * as api from './api';
import { type Instance, decodeInstance, decodeState } from './instance';

/** Up to this many running instances, or this share of all, asking each for its state is cheaper than listing all with state. */
const fewRunning = 8;
const smallShare = 0.1;
/** States that are asked for at once: the connections are for others too. */
const statesAtOnce = 4;

/** How the instances of one project are listed, fetched and recognised in events. */
export function instanceSource(connection: Connection, project: string): CollectionSource<Instance> {
  const has = (extension: string): boolean => connection.server?.extensions.has(extension) ?? false;
  return {
    nameOf: (instance) => instance.name,
    list: async (options) =>
      decodeAll(await connection.transport.value(api.listInstances({ project }), options), options),
    get: (name, options) => getOrUndefined(connection, project, name, options),
    touches: (event) => touchedNames(event, project),
    complete: async (listed, options) => {
      const running = listed.filter(
        (instance) => instance.status === 'running' || instance.status === 'frozen',
      );
      if (!running.length) return [];
      if (running.length <= Math.max(fewRunning, listed.length * smallShare))
        return withStates(connection, running, options);
      const recursion = has('instances_state_selective_recursion') ? '2;fields=state.network' : 2;
      const all = api.listFullInstances({ project, recursion });
      return decodeAll(await connection.transport.value(all, options), options);
    },
    keep: (known, listed) =>
      known.status === listed.status
        ? { ...listed, state: listed.state ?? known.state, snapshots: listed.snapshots ?? known.snapshots }
        : listed,
    unsettled: (instance) =>
      instance.status === 'running' && instance.state?.addresses.length === 0 && hasNetwork(instance),
  };
}

function decodeAll(all: readonly unknown[], options: Abortable): Promise<Instance[]> {
  return mapInSlices(all, decodeInstance, options);
}

/** The instance with its state and snapshots, in one request where the server can. @throws AppError 'notFound' */
export async function fetchFull(
  connection: Connection,
  project: string,
  name: string,
  options: Abortable,
): Promise<Instance> {
  if (connection.server?.extensions.has('instance_get_full')) {
    return connection.transport.value(
      reading(api.getFullInstance({ project, name }), decodeInstance),
      options,
    );
  }
  return withState(
    connection,
    await connection.transport.value(reading(api.getInstance({ project, name }), decodeInstance), options),
    options,
  );
}

async function withState(connection: Connection, instance: Instance, options: Abortable): Promise<Instance> {
  const state = await connection.transport.value(
    reading(api.getInstanceState({ project: instance.project, name: instance.name }), decodeState),
    options,
  );
  return { ...instance, state };
}

/** Leaves out an instance that went meanwhile: its event follows. */
async function withStates(
  connection: Connection,
  instances: readonly Instance[],
  options: Abortable,
): Promise<Instance[]> {
  const gate = limit(statesAtOnce);
  const answers = await Promise.allSettled(
    instances.map((instance) => gate(() => withState(connection, instance, options))),
  );
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
}

async function getOrUndefined(
  connection: Connection,
  project: string,
  name: string,
  options: Abortable,
): Promise<Instance | undefined> {
  try {
    return await fetchFull(connection, project, name, options);
  } catch (error) {
    if (AppError.is(error, 'notFound')) return undefined;
    throw error;
  }
}

/** Actions that change nothing of what is shown; they come with every command and every file. */
const irrelevant = /^instance-(exec|console|file-|log-|console-|metadata|backup)/;

function touchedNames(event: Lifecycle, project: string): readonly string[] {
  if (event.project !== project || !event.action.startsWith('instance-') || irrelevant.test(event.action))
    return [];
  const [, version, collection, name] = event.source.split('/');
  if (version !== '1.0' || (collection !== 'instances' && collection !== 'containers') || !name) return [];
  const old = event.context['old_name'];
  return typeof old === 'string' ? [decodeURIComponent(name), old] : [decodeURIComponent(name)];
}

function hasNetwork(instance: Instance): boolean {
  return Object.values(instance.devices).some((device) => device['type'] === 'nic');
}
