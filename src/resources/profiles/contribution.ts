import type { KindData } from '../../kinds/kindContribution';

export const profileData: KindData = {
  id: 'profile',
  folder: 'profiles',
  one: 'profile',
  many: 'Profiles',
  noun: 'Profile',
  icon: 'settings',
  verbs: ['create', 'edit', 'rename', 'delete'],
};
