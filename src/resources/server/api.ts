import { apiOperation, body, rawOperation } from '../../client/apiOperation';
import { namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { Resources } from './hardwareWire';
import type { Server, ServerPut } from './wire';

/** Names like `1.0`. */
export const listApiVersions = apiOperation({
  method: 'GET',
  path: '/',
  title: 'List the versions of the API',
  decode: namesBelow('/'),
});

/** With settings and environment, for those who are trusted. `target` names a cluster member. */
export const getServerSettings = apiOperation({
  method: 'GET',
  path: '/1.0',
  title: 'Show the server and its settings',
  query: ['target', 'project'],
  decode: shaped<Server>('the server', {
    auth: 'text',
    api_extensions: 'list',
    config: 'map',
    environment: 'map',
  }),
});

/** What `config` leaves out is unset. */
export const putServerSettings = apiOperation({
  method: 'PUT',
  path: '/1.0',
  title: "Replace the server's settings",
  query: ['target'],
  body: body<ServerPut>({ config: { 'user.note': '' } } satisfies ServerPut),
  decode: nothing,
});

/** An empty value unsets its key. */
export const patchServerSettings = apiOperation({
  method: 'PATCH',
  path: '/1.0',
  title: "Change some of the server's settings",
  query: ['target'],
  body: body<ServerPut>({ config: { 'user.note': '' } } satisfies ServerPut),
  decode: nothing,
});

/** Text in the format of OpenMetrics. */
export const getMetrics = rawOperation({
  method: 'GET',
  path: '/1.0/metrics',
  title: 'Show metrics',
  needs: 'metrics',
  query: ['project', 'target'],
  answer: 'raw',
});

export const getResources = apiOperation({
  method: 'GET',
  path: '/1.0/resources',
  title: "Show the machine's hardware",
  query: ['target'],
  decode: shaped<Resources>('resources', { cpu: 'map', memory: 'map', network: 'map', storage: 'map' }),
});
