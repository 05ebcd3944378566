import type { KindData } from '../../kinds/kindContribution';

export const memberData: KindData = {
  id: 'member',
  folder: 'members',
  one: 'cluster member',
  many: 'Cluster',
  noun: 'Cluster Member',
  icon: 'server',
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
