import { l10n } from 'vscode';
import type { Kind } from '../../kinds/kind';
import * as api from './api';
import { recordData, zoneData } from './contribution';
import type { NetworkZone, NetworkZoneRecord } from './wire';

export const zoneKind: Kind<NetworkZone> = {
  data: zoneData,
  scope: 'project',
  feature: 'features.networks.zones',
  rare: true,
  operations: {
    list: api.listZones,
    get: api.getZone,
    put: api.putZone,
    create: api.createZone,
    remove: api.deleteZone,
  },
  partsOf: ({ name }) => [name],
  look: ({ description }) => (description ? { description } : {}),
  below: (_zone, { extensions }) => (extensions.has('network_dns_records') ? ['zoneRecord'] : []),
  usedBy: ({ used_by = [] }) => used_by,
  creation: {
    prompt: l10n.t('Domain of the zone'),
    placeholder: 'instances.example.net',
    body: (name) => ({ name, description: '', config: {} }),
  },
};

export const recordKind: Kind<NetworkZoneRecord> = {
  data: recordData,
  scope: 'project',
  parent: 'networkZone',
  operations: {
    list: api.listRecords,
    get: api.getRecord,
    put: api.putRecord,
    create: api.createRecord,
    remove: api.deleteRecord,
  },
  partsOf: ({ name }) => [name],
  look: ({ entries = [], description }) => ({
    description: [
      entries.map(({ type = '', value = '' }) => `${type} ${value}`).join(', '),
      description ?? '',
    ]
      .filter(Boolean)
      .join(' · '),
  }),
  creation: {
    prompt: l10n.t('Name of the record'),
    body: (name) => ({ name, description: '', config: {}, entries: [] }),
  },
};
