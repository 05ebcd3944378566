import { apiOperation, body } from '../../client/apiOperation';
import { namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type {
  NetworkIntegration,
  NetworkIntegrationPost,
  NetworkIntegrationPut,
  NetworkIntegrationsPost,
} from './wire';

const decodeIntegration = shaped<NetworkIntegration>('network integration', {
  name: 'text',
  type: 'text',
  config: 'map',
});

export const listIntegrationNames = apiOperation({
  method: 'GET',
  path: '/1.0/network-integrations',
  title: 'List the names of network integrations',
  needs: 'network_integrations',
  query: ['filter'],
  decode: namesBelow('/1.0/network-integrations'),
});

export const createIntegration = apiOperation({
  method: 'POST',
  path: '/1.0/network-integrations',
  title: 'Create a network integration',
  needs: 'network_integrations',
  body: body<NetworkIntegrationsPost>({
    name: '',
    type: 'ovn',
    description: '',
    config: {},
  } satisfies NetworkIntegrationsPost),
  decode: nothing,
});

export const getIntegration = apiOperation({
  method: 'GET',
  path: '/1.0/network-integrations/{integration}',
  title: 'Show a network integration',
  needs: 'network_integrations',
  decode: decodeIntegration,
});

/** What the body leaves out is emptied. */
export const putIntegration = apiOperation({
  method: 'PUT',
  path: '/1.0/network-integrations/{integration}',
  title: 'Replace a network integration',
  needs: 'network_integrations',
  body: body<NetworkIntegrationPut>({ description: '', config: {} } satisfies NetworkIntegrationPut),
  decode: nothing,
});

export const patchIntegration = apiOperation({
  method: 'PATCH',
  path: '/1.0/network-integrations/{integration}',
  title: 'Change a network integration',
  needs: 'network_integrations',
  body: body<NetworkIntegrationPut>({ description: '', config: {} } satisfies NetworkIntegrationPut),
  decode: nothing,
});

export const renameIntegration = apiOperation({
  method: 'POST',
  path: '/1.0/network-integrations/{integration}',
  title: 'Rename a network integration',
  needs: 'network_integrations',
  body: body<NetworkIntegrationPost>({ name: '' } satisfies NetworkIntegrationPost),
  decode: nothing,
});

export const deleteIntegration = apiOperation({
  method: 'DELETE',
  path: '/1.0/network-integrations/{integration}',
  title: 'Delete a network integration',
  needs: 'network_integrations',
  decode: nothing,
});
