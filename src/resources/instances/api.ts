import { apiOperation, body, rawOperation } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { AccessEntry } from '../../client/wire';
import type {
  Instance,
  InstanceConsolePost,
  InstanceFull,
  InstancePortForwardPost,
  InstancePost,
  InstancePut,
  InstanceRebuildPost,
  InstancesPost,
  InstancesPut,
} from './wire';
import type { InstanceState, InstanceStatePut } from './stateWire';

const known = {
  name: 'text',
  status: 'text',
  status_code: 'number',
  config: 'map',
  devices: 'map',
  profiles: 'list',
} as const;
const decodeInstance = shaped<Instance>('instance', known);
const decodeFull = shaped<InstanceFull>('instance', {
  ...known,
  state: 'map',
  snapshots: 'list',
  backups: 'list',
});
const lists = ['project', 'all-projects', 'filter'] as const;

export type StateAction = 'start' | 'stop' | 'restart' | 'freeze' | 'unfreeze';

/** `all-projects` needs the extension instance_all_projects. */
export const listInstanceNames = apiOperation({
  method: 'GET',
  path: '/1.0/instances',
  title: 'List the names of instances',
  query: lists,
  decode: namesBelow('/1.0/instances'),
});

export const listInstances = apiOperation({
  method: 'GET',
  path: '/1.0/instances?recursion=1',
  title: 'List instances',
  query: lists,
  decode: listOf('instances', decodeInstance),
});

/**
 * Costs the server much more. `recursion: '2;fields=state.network'` asks for that part of the state only, where the
 * server has the extension instances_state_selective_recursion.
 */
export const listFullInstances = apiOperation({
  method: 'GET',
  path: '/1.0/instances?recursion=2',
  title: 'List instances with their state, snapshots and backups',
  query: [...lists, 'recursion'],
  decode: listOf('instances', decodeFull),
});

/** The source says from what: an image, another instance, nothing, or, as an upload, a backup. */
export const createInstance = apiOperation({
  method: 'POST',
  path: '/1.0/instances',
  title: 'Create an instance',
  query: ['project', 'target'],
  body: body<InstancesPost>({ name: '', source: { type: 'image', alias: '' } } satisfies InstancesPost),
  takesUpload: true,
  answer: 'operation',
  decode: nothing,
});

export const putInstances = apiOperation({
  method: 'PUT',
  path: '/1.0/instances',
  title: 'Start or stop every instance of a project',
  needs: 'instance_bulk_state_change',
  query: ['project'],
  body: body<InstancesPut>({ state: { action: 'start', timeout: 30 } } satisfies InstancesPut),
  answer: 'operation',
  decode: nothing,
});

export const getInstance = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}',
  title: 'Show an instance',
  query: ['project'],
  decode: decodeInstance,
});

export const getFullInstance = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}?recursion=1',
  title: 'Show an instance with its state, snapshots and backups',
  needs: 'instance_get_full',
  query: ['project'],
  decode: decodeFull,
});

/** What the body leaves out is emptied. `restore`, alone, names a snapshot to go back to. */
export const putInstance = apiOperation({
  method: 'PUT',
  path: '/1.0/instances/{name}',
  title: 'Replace an instance, or restore a snapshot',
  query: ['project'],
  body: body<InstancePut>({
    description: '',
    config: {},
    devices: {},
    profiles: ['default'],
    ephemeral: false,
  } satisfies InstancePut),
  answer: 'operation',
  decode: nothing,
});

/**
 * Merges `config` and `devices`; a key is unset by an empty value, a device only by a PUT. A description that is not
 * named is emptied.
 */
export const patchInstance = apiOperation({
  method: 'PATCH',
  path: '/1.0/instances/{name}',
  title: 'Change an instance',
  query: ['project'],
  body: body<InstancePut>({ description: '', config: { 'user.note': '' } } satisfies InstancePut),
  decode: nothing,
});

/** Renames a stopped instance; with `migration`, moves it or hands it over. */
export const postInstance = apiOperation({
  method: 'POST',
  path: '/1.0/instances/{name}',
  title: 'Rename or move an instance',
  query: ['project', 'target'],
  body: body<InstancePost>({ name: '' } satisfies InstancePost),
  answer: 'operation',
  decode: nothing,
});

/** With its disk and snapshots. `force`, of a running one, needs the extension instance_force_delete. */
export const deleteInstance = apiOperation({
  method: 'DELETE',
  path: '/1.0/instances/{name}',
  title: 'Delete an instance',
  query: ['project', 'force'],
  answer: 'operation',
  decode: nothing,
});

export const getInstanceState = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/state',
  title: 'Show the state of an instance',
  query: ['project'],
  decode: shaped<InstanceState>('instance state', { network: 'map', disk: 'map', memory: 'map' }),
});

/** `timeout` in seconds. */
export const putInstanceState = apiOperation({
  method: 'PUT',
  path: '/1.0/instances/{name}/state',
  title: 'Start, stop, restart, pause or resume an instance',
  query: ['project'],
  body: body<InstanceStatePut & { readonly action: StateAction }>({
    action: 'start',
    timeout: 30,
    force: false,
    stateful: false,
  } satisfies InstanceStatePut),
  answer: 'operation',
  decode: nothing,
});

/** Of a stopped instance: what is on its disk is lost. */
export const rebuildInstance = apiOperation({
  method: 'POST',
  path: '/1.0/instances/{name}/rebuild',
  title: 'Rebuild an instance from an image',
  needs: 'instances_rebuild',
  query: ['project'],
  body: body<InstanceRebuildPost>({ source: { type: 'image', alias: '' } } satisfies InstanceRebuildPost),
  answer: 'operation',
  decode: nothing,
});

/** The operation carries the secrets of its websockets `0` and `control`. */
export const openConsole = apiOperation({
  method: 'POST',
  path: '/1.0/instances/{name}/console',
  title: 'Open the console of an instance',
  query: ['project'],
  body: body<InstanceConsolePost>({ type: 'console', width: 80, height: 24 } satisfies InstanceConsolePost),
  answer: 'operation',
  decode: nothing,
});

/** `type: ['vga']` is a picture of a virtual machine's screen and needs the extension instance_console_screenshot. */
export const getConsoleLog = rawOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/console',
  title: 'Show the console log of an instance',
  query: ['project', 'type'],
  answer: 'raw',
});

export const clearConsoleLog = apiOperation({
  method: 'DELETE',
  path: '/1.0/instances/{name}/console',
  title: 'Clear the console log of an instance',
  query: ['project'],
  decode: nothing,
});

export const getInstanceAccess = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/access',
  title: 'List who may use an instance',
  needs: 'instance_access',
  query: ['project'],
  decode: listOf('access', shaped<AccessEntry>('access', { identifier: 'text', role: 'text' })),
});

/** With `Upgrade: tcp` the connection becomes one to `address` and `port` inside the instance. */
export const forwardPort = rawOperation({
  method: 'POST',
  path: '/1.0/instances/{name}/port-forward',
  title: 'Open a connection to a port inside an instance',
  needs: 'instance_port_forward',
  query: ['project'],
  body: body<InstancePortForwardPost>({ address: '127.0.0.1', port: 80 } satisfies InstancePortForwardPost),
  answer: 'stream',
});
