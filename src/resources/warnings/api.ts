import { apiOperation, body } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { Warning, WarningPut } from './wire';

const needs = 'warnings';
const decodeWarning = shaped<Warning>('warning', { uuid: 'text', type: 'text', status: 'text' });
const acknowledged: WarningPut = { status: 'acknowledged' };

export const listWarningIds = apiOperation({
  method: 'GET',
  path: '/1.0/warnings',
  title: 'List the ids of warnings',
  needs,
  query: ['project'],
  decode: namesBelow('/1.0/warnings'),
});

export const listWarnings = apiOperation({
  method: 'GET',
  path: '/1.0/warnings?recursion=1',
  title: 'List warnings',
  needs,
  query: ['project'],
  decode: listOf('warnings', decodeWarning),
});

export const getWarning = apiOperation({
  method: 'GET',
  path: '/1.0/warnings/{uuid}',
  title: 'Show a warning',
  needs,
  decode: decodeWarning,
});

/** `status` is `new` or `acknowledged`. */
export const putWarning = apiOperation({
  method: 'PUT',
  path: '/1.0/warnings/{uuid}',
  title: 'Set the status of a warning',
  needs,
  body: body<WarningPut>(acknowledged),
  decode: nothing,
});

export const patchWarning = apiOperation({
  method: 'PATCH',
  path: '/1.0/warnings/{uuid}',
  title: 'Change a warning',
  needs,
  body: body<WarningPut>(acknowledged),
  decode: nothing,
});

export const deleteWarning = apiOperation({
  method: 'DELETE',
  path: '/1.0/warnings/{uuid}',
  title: 'Delete a warning',
  needs,
  decode: nothing,
});
