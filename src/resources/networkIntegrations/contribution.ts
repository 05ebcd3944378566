import type { KindData } from '../../kinds/kindContribution';

export const integrationData: KindData = {
  id: 'networkIntegration',
  folder: 'networkIntegrations',
  one: 'network integration',
  many: 'Network Integrations',
  noun: 'Network Integration',
  icon: 'link-external',
  verbs: ['create', 'edit', 'rename', 'delete'],
};
