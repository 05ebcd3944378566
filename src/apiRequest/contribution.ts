import type { CommandSpec, Contribution, MenuPlace } from '../shell/contributions';

const noun = 'LXD/Incus API';

/** The scheme of requests that wait to be sent, and of answers. */
export const apiScheme = 'lxd-api';

/** Image servers and what is below them have no operations of their own. */
const kinds = [
  'project',
  'image',
  'profile',
  'network',
  'networkAcl',
  'networkZone',
  'storagePool',
  'member',
  'clusterGroup',
  'warning',
  'instances',
  'instance',
  'access',
  'certificate',
  'trustToken',
  'identity',
  'files',
  'folder',
  'file',
];

/** Rows from which a request can start, and where in their menus it stands. */
const rows: readonly MenuPlace[] = [
  { row: { kind: 'remote', all: ['ready'] }, group: '4_tools@1', single: true },
  ...kinds.map((kind) => ({ row: { kind }, group: '8_api@1', single: true })),
];

export const apiRequestCommands = {
  send: {
    id: 'lxd.api.send',
    title: 'Send API Request…',
    noun,
    palette: 'lxd.ready',
    menus: rows,
    toolbar: { group: '5_view@2', when: 'lxd.ready' },
  },
  history: { id: 'lxd.api.history', title: 'API Request History…', noun, palette: 'lxd.ready' },
  sendDocument: {
    id: 'lxd.api.sendDocument',
    title: 'Send',
    noun,
    icon: 'send',
    editor: `resourceScheme == ${apiScheme} && !activeEditorIsReadonly`,
    palette: `resourceScheme == ${apiScheme}`,
  },
  copyCurl: {
    id: 'lxd.api.copyCurl',
    title: 'Copy as curl',
    noun,
    palette: `resourceScheme == ${apiScheme}`,
  },
  copyQuery: {
    id: 'lxd.api.copyQuery',
    title: 'Copy as CLI Query',
    noun,
    palette: `resourceScheme == ${apiScheme}`,
  },
} as const satisfies Record<string, CommandSpec>;

export const apiRequestContribution: Contribution = {
  commands: Object.values(apiRequestCommands),
};
