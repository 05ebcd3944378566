import { type CommandSpec, type Contribution, type RowTest, operationsView } from '../../shell/contributions';

/** Kind of an operation's row; its flags are made in look.ts. */
export const operationKind = 'operation';

const noun = 'LXD/Incus Operation';
const ready = 'lxd.ready';

const row = (...all: readonly string[]): RowTest => ({ kind: operationKind, all, view: operationsView });

/** Any row of an operation. */
export const anyOperation = row();

export const operationCommands = {
  reveal: {
    id: 'lxd.operation.reveal',
    title: 'Reveal',
    noun,
    palette: false,
    menus: [{ row: row('instance'), group: '1_open@1', single: true }],
  },
  showDetails: {
    id: 'lxd.operation.showDetails',
    title: 'Show Details',
    noun,
    palette: false,
    menus: [{ row: anyOperation, group: '1_open@2', single: true }],
  },
  cancel: {
    id: 'lxd.operation.cancel',
    title: 'Cancel',
    noun,
    icon: 'stop-circle',
    palette: ready,
    menus: [
      { row: row('cancellable'), group: 'inline@1' },
      { row: row('cancellable'), group: '2_state@1' },
    ],
  },
  clearFinished: {
    id: 'lxd.operation.clearFinished',
    title: 'Clear Finished',
    noun,
    icon: 'clear-all',
    palette: ready,
    toolbar: { group: 'navigation@1', view: operationsView },
  },
} as const satisfies Record<string, CommandSpec>;

export const operationsContribution: Contribution = {
  commands: Object.values(operationCommands),
  points: {
    'views.lxd': [
      {
        id: operationsView,
        name: 'Operations',
        icon: 'media/activity.svg',
        contextualTitle: 'LXD & Incus',
        visibility: 'collapsed',
      },
    ],
    viewsWelcome: [{ view: operationsView, contents: 'Nothing is running.' }],
  },
};
