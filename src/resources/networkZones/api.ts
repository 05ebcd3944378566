import { apiOperation, body } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type {
  NetworkZone,
  NetworkZonePut,
  NetworkZoneRecord,
  NetworkZoneRecordPut,
  NetworkZoneRecordsPost,
  NetworkZonesPost,
} from './wire';

const decodeZone = shaped<NetworkZone>('network zone', { name: 'text', config: 'map' });
const decodeRecord = shaped<NetworkZoneRecord>('record of a zone', { name: 'text', entries: 'list' });

export const listZoneNames = apiOperation({
  method: 'GET',
  path: '/1.0/network-zones',
  title: 'List the names of network zones',
  needs: 'network_dns',
  query: ['project', 'all-projects', 'filter'],
  decode: namesBelow('/1.0/network-zones'),
});

export const listZones = apiOperation({
  method: 'GET',
  path: '/1.0/network-zones?recursion=1',
  title: 'List network zones',
  needs: 'network_dns',
  query: ['project', 'all-projects', 'filter'],
  decode: listOf('network zones', decodeZone),
});

export const createZone = apiOperation({
  method: 'POST',
  path: '/1.0/network-zones',
  title: 'Create a network zone',
  needs: 'network_dns',
  query: ['project'],
  body: body<NetworkZonesPost>({ name: '', description: '', config: {} } satisfies NetworkZonesPost),
  decode: nothing,
});

export const getZone = apiOperation({
  method: 'GET',
  path: '/1.0/network-zones/{name}',
  title: 'Show a network zone',
  needs: 'network_dns',
  query: ['project'],
  decode: decodeZone,
});

/** What the body leaves out is emptied. */
export const putZone = apiOperation({
  method: 'PUT',
  path: '/1.0/network-zones/{name}',
  title: 'Replace a network zone',
  needs: 'network_dns',
  query: ['project'],
  body: body<NetworkZonePut>({ description: '', config: {} } satisfies NetworkZonePut),
  decode: nothing,
});

export const patchZone = apiOperation({
  method: 'PATCH',
  path: '/1.0/network-zones/{name}',
  title: 'Change a network zone',
  needs: 'network_dns',
  query: ['project'],
  body: body<NetworkZonePut>({ description: '', config: {} } satisfies NetworkZonePut),
  decode: nothing,
});

export const deleteZone = apiOperation({
  method: 'DELETE',
  path: '/1.0/network-zones/{name}',
  title: 'Delete a network zone',
  needs: 'network_dns',
  query: ['project'],
  decode: nothing,
});

export const listRecordNames = apiOperation({
  method: 'GET',
  path: '/1.0/network-zones/{zone}/records',
  title: 'List the names of records of a network zone',
  needs: 'network_dns_records',
  query: ['project'],
  decode: namesBelow('/1.0/network-zones/{zone}/records'),
});

export const listRecords = apiOperation({
  method: 'GET',
  path: '/1.0/network-zones/{zone}/records?recursion=1',
  title: 'List records of a network zone',
  needs: 'network_dns_records',
  query: ['project'],
  decode: listOf('records of a network zone', decodeRecord),
});

export const createRecord = apiOperation({
  method: 'POST',
  path: '/1.0/network-zones/{zone}/records',
  title: 'Create a record of a network zone',
  needs: 'network_dns_records',
  query: ['project'],
  body: body<NetworkZoneRecordsPost>({
    name: '',
    description: '',
    config: {},
    entries: [{ type: 'A', value: '', ttl: 3600 }],
  } satisfies NetworkZoneRecordsPost),
  decode: nothing,
});

export const getRecord = apiOperation({
  method: 'GET',
  path: '/1.0/network-zones/{zone}/records/{name}',
  title: 'Show a record of a network zone',
  needs: 'network_dns_records',
  query: ['project'],
  decode: decodeRecord,
});

/** What the body leaves out is emptied. */
export const putRecord = apiOperation({
  method: 'PUT',
  path: '/1.0/network-zones/{zone}/records/{name}',
  title: 'Replace a record of a network zone',
  needs: 'network_dns_records',
  query: ['project'],
  body: body<NetworkZoneRecordPut>({
    description: '',
    config: {},
    entries: [],
  } satisfies NetworkZoneRecordPut),
  decode: nothing,
});

export const patchRecord = apiOperation({
  method: 'PATCH',
  path: '/1.0/network-zones/{zone}/records/{name}',
  title: 'Change a record of a network zone',
  needs: 'network_dns_records',
  query: ['project'],
  body: body<NetworkZoneRecordPut>({
    description: '',
    config: {},
    entries: [],
  } satisfies NetworkZoneRecordPut),
  decode: nothing,
});

export const deleteRecord = apiOperation({
  method: 'DELETE',
  path: '/1.0/network-zones/{zone}/records/{name}',
  title: 'Delete a record of a network zone',
  needs: 'network_dns_records',
  query: ['project'],
  decode: nothing,
});
