import type { KindData } from '../../kinds/kindContribution';

export const poolData: KindData = {
  id: 'storagePool',
  folder: 'storagePools',
  one: 'storage pool',
  many: 'Storage',
  noun: 'Storage Pool',
  icon: 'database',
  verbs: ['create', 'edit', 'delete'],
};
