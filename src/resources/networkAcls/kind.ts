import { l10n } from 'vscode';
import type { Kind } from '../../kinds/kind';
import * as api from './api';
import { aclData } from './contribution';
import type { NetworkACL } from './wire';

export const aclKind: Kind<NetworkACL> = {
  data: aclData,
  scope: 'project',
  feature: 'features.networks',
  rare: true,
  operations: {
    list: api.listAcls,
    get: api.getAcl,
    put: api.putAcl,
    create: api.createAcl,
    rename: api.renameAcl,
    remove: api.deleteAcl,
  },
  partsOf: ({ name }) => [name],
  names: { isHostName: true },
  look: ({ ingress = [], egress = [], description }) => ({
    description: [
      ingress.length + egress.length === 1
        ? l10n.t('1 rule')
        : l10n.t('{0} rules', ingress.length + egress.length),
      description ?? '',
    ]
      .filter(Boolean)
      .join(' · '),
  }),
  usedBy: ({ used_by = [] }) => used_by,
};
