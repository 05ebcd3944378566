import { l10n } from 'vscode';
import type { Kind } from '../../kinds/kind';
import { ago } from '../../kinds/timeTexts';
import { colors } from '../../shell/contributions';
import * as api from './api';
import { warningData } from './contribution';
import type { Warning } from './wire';

const severities = ['high', 'moderate', 'low'];

export const warningKind: Kind<Warning> = {
  data: warningData,
  scope: 'server',
  rare: true,
  operations: { list: api.listWarnings, get: api.getWarning, remove: api.deleteWarning },
  actions: {
    acknowledge: ({ parts: [uuid = ''] }) => api.putWarning({ uuid, body: { status: 'acknowledged' } }),
  },
  partsOf: ({ uuid }) => [uuid],
  look: ({ type, count = 1, last_seen_at = '', status, severity = '', last_message = '', project }) => ({
    label: type,
    description: [
      status === 'new' ? '' : status,
      ...(count > 1 ? [l10n.t('{0}×', count)] : []),
      ago(last_seen_at),
      project ?? '',
    ]
      .filter(Boolean)
      .join(' · '),
    icon: {
      id: severity === 'low' ? 'info' : 'warning',
      ...(severity === 'high'
        ? { color: colors.error }
        : status === 'new'
          ? { color: colors.attention }
          : {}),
    },
    flags: [status],
    tooltip: [last_message],
  }),
  compare: (a, b) =>
    severities.indexOf(a.severity ?? '') - severities.indexOf(b.severity ?? '') ||
    (b.last_seen_at ?? '').localeCompare(a.last_seen_at ?? ''),
  uses: ({ entity_url = '' }) => (entity_url === '' ? [] : [entity_url]),
};
