import type { KindData } from '../../kinds/kindContribution';

export const aclData: KindData = {
  id: 'networkAcl',
  folder: 'networkAcls',
  one: 'network ACL',
  many: 'Network ACLs',
  noun: 'Network ACL',
  icon: 'shield',
  verbs: ['create', 'edit', 'rename', 'delete'],
};
