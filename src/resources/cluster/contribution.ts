import type { KindData } from '../../kinds/kindContribution';

export const memberData: KindData = {
  id: 'member',
  folder: 'members',
  one: 'cluster member',
  many: 'Cluster',
  noun: 'Cluster Member',
  icon: 'server',
  actions: [
    {
      verb: 'evacuate',
      title: 'Evacuate',
      icon: 'debug-step-out',
      group: '2_state@1',
      none: ['evacuated'],
      asks: {
        question: 'Evacuate {0} on {1}?',
        detail: 'Its instances move to other members, or stop where they cannot.',
      },
    },
    {
      verb: 'restore',
      title: 'Restore',
      icon: 'debug-step-into',
      group: '2_state@2',
      all: ['evacuated'],
      asks: {
        question: 'Restore {0} on {1}?',
        detail: 'The instances that were here before come back, and start where they ran.',
      },
    },
  ],
  verbs: ['edit', 'rename', 'delete'],
};

export const groupData: KindData = {
  id: 'clusterGroup',
  folder: 'clusterGroups',
  one: 'cluster group',
  many: 'Cluster Groups',
  noun: 'Cluster Group',
  icon: 'group-by-ref-type',
  verbs: ['create', 'edit', 'rename', 'delete'],
};
