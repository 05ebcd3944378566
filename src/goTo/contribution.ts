import type { CommandSpec, Contribution } from '../shell/contributions';

export const goToCommand = {
  id: 'lxd.view.goTo',
  title: 'Go to Resource…',
  noun: 'LXD/Incus',
  icon: 'search',
  palette: 'lxd.ready',
  toolbar: { group: 'navigation@2', when: 'lxd.ready' },
} as const satisfies CommandSpec;

export const goToContribution: Contribution = { commands: [goToCommand] };
