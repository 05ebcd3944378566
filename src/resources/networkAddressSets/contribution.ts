import type { KindData } from '../../kinds/kindContribution';

export const addressSetData: KindData = {
  id: 'addressSet',
  folder: 'addressSets',
  one: 'address set',
  many: 'Address Sets',
  noun: 'Address Set',
  icon: 'list-unordered',
  verbs: ['create', 'edit', 'rename', 'delete'],
};
