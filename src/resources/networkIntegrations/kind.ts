import type { Kind } from '../../kinds/kind';
import { inFull } from '../../kinds/lists';
import * as api from './api';
import { integrationData } from './contribution';
import type { NetworkIntegration } from './wire';

/** Links of networks to those of other servers (Incus). */
export const integrationKind: Kind<NetworkIntegration> = {
  data: integrationData,
  scope: 'server',
  rare: true,
  operations: {
    list: inFull(api.listIntegrationNames, 'network integrations', api.getIntegration),
    get: api.getIntegration,
    put: api.putIntegration,
    create: api.createIntegration,
    rename: api.renameIntegration,
    remove: api.deleteIntegration,
  },
  partsOf: ({ name }) => [name],
  look: ({ type, description }) => ({
    description: [type, description ?? ''].filter(Boolean).join(' · '),
  }),
  creation: {
    prompt: 'Name of the network integration',
    body: (name) => ({ name, type: 'ovn', description: '', config: {} }),
  },
  usedBy: ({ used_by = [] }) => used_by,
};
