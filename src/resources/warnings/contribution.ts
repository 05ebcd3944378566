import type { KindData } from '../../kinds/kindContribution';

export const warningData: KindData = {
  id: 'warning',
  folder: 'warnings',
  one: 'warning',
  many: 'Warnings',
  noun: 'Warning',
  icon: 'warning',
  verbs: ['look', 'delete'],
};
