import type { KindData } from '../../kinds/kindContribution';

export const warningData: KindData = {
  id: 'warning',
  folder: 'warnings',
  one: 'warning',
  many: 'Warnings',
  noun: 'Warning',
  icon: 'warning',
  actions: [
    {
      verb: 'acknowledge',
      title: 'Acknowledge',
      icon: 'check',
      group: '2_state@1',
      inline: true,
      none: ['acknowledged'],
    },
  ],
  verbs: ['look', 'delete'],
};
