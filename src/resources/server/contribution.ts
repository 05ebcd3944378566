import type { KindData } from '../../kinds/kindContribution';

/** A server's own settings, as a document on its remote's row. */
export const serverData: KindData = {
  id: 'server',
  folder: 'servers',
  one: 'server',
  many: 'Servers',
  noun: 'Server',
  icon: 'server',
  copyName: false,
  editIn: [{ row: { kind: 'remote', all: ['ready'] }, group: '3_settings@3', single: true }],
  verbs: ['edit'],
};
