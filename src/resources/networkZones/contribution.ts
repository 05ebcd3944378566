import type { KindData } from '../../kinds/kindContribution';

export const zoneData: KindData = {
  id: 'networkZone',
  folder: 'networkZones',
  one: 'network zone',
  many: 'Network Zones',
  noun: 'Network Zone',
  icon: 'globe',
  verbs: ['create', 'edit', 'delete'],
};

export const recordData: KindData = {
  id: 'zoneRecord',
  folder: 'zoneRecords',
  one: 'record',
  many: 'Records',
  noun: 'Zone Record',
  icon: 'symbol-field',
  verbs: ['create', 'edit', 'delete'],
};
