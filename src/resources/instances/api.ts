import { asList } from '../../client/decode';
import { type Endpoint, nothing } from '../../client/endpoint';
import { apiPath } from '../../client/path';
import { type Instance, type InstanceState, decodeInstance, decodeState } from './instance';

/** GET /1.0/instances?recursion=1: all instances of a project, without their state. */
export function listInstances(project: string): Endpoint<Instance[]> {
  return { method: 'GET', path: '/1.0/instances', query: { recursion: 1, project }, decode: decodeList };
}

/** The instances of every project that we may see, in one answer. */
export function listAllInstances(): Endpoint<Instance[]> {
  return {
    method: 'GET',
    path: '/1.0/instances',
    query: { recursion: 1, 'all-projects': true },
    needs: 'instance_all_projects',
    decode: decodeList,
  };
}

/** GET /1.0/instances?recursion=2: with their state; costs the server much more. */
export function listInstanceStates(project: string): Endpoint<Instance[]> {
  return { method: 'GET', path: '/1.0/instances', query: { recursion: 2, project }, decode: decodeList };
}

/** The same, but only the network part of the state. */
export function listInstanceNetworks(project: string): Endpoint<Instance[]> {
  return {
    method: 'GET',
    path: '/1.0/instances',
    query: { recursion: '2;fields=state.network', project },
    needs: 'instances_state_selective_recursion',
    decode: decodeList,
  };
}

/** GET /1.0/instances/{name}. */
export function getInstance(project: string, name: string): Endpoint<Instance> {
  return { method: 'GET', path: apiPath`/1.0/instances/${name}`, query: { project }, decode: decodeInstance };
}

/** GET /1.0/instances/{name}?recursion=1: with state, snapshots and backups. */
export function getFullInstance(project: string, name: string): Endpoint<Instance> {
  return { ...getInstance(project, name), query: { project, recursion: 1 }, needs: 'instance_get_full' };
}

/** GET /1.0/instances/{name}/state. */
export function getInstanceState(project: string, name: string): Endpoint<InstanceState> {
  return {
    method: 'GET',
    path: apiPath`/1.0/instances/${name}/state`,
    query: { project },
    decode: decodeState,
  };
}

export type StateAction = 'start' | 'stop' | 'restart' | 'freeze' | 'unfreeze';

/** PUT /1.0/instances/{name}/state; answers with an operation. `timeout` in seconds. */
export function putInstanceState(
  project: string,
  name: string,
  body: { action: StateAction; force?: boolean; timeout?: number },
): Endpoint<void> {
  return {
    method: 'PUT',
    path: apiPath`/1.0/instances/${name}/state`,
    query: { project },
    body,
    decode: nothing,
  };
}

/** POST /1.0/instances/{name}: renames a stopped instance; answers with an operation. */
export function renameInstance(project: string, name: string, newName: string): Endpoint<void> {
  return {
    method: 'POST',
    path: apiPath`/1.0/instances/${name}`,
    query: { project },
    body: { name: newName },
    decode: nothing,
  };
}

/** DELETE /1.0/instances/{name}: with its disk and snapshots; answers with an operation. */
export function deleteInstance(project: string, name: string): Endpoint<void> {
  return { method: 'DELETE', path: apiPath`/1.0/instances/${name}`, query: { project }, decode: nothing };
}

function decodeList(metadata: unknown): Instance[] {
  return asList(metadata, 'instances', decodeInstance);
}
