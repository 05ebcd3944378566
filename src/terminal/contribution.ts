import type { Contribution } from '../shell/contributions';

/** Id of the terminal profile. */
export const shellProfile = 'lxd.shell';

/** What terminals contribute. The command that opens one belongs to the instances. */
export const terminalContribution = {
  points: {
    'terminal.profiles': [{ id: shellProfile, title: 'LXD Shell', icon: 'terminal-linux' }],
  },
} as const satisfies Contribution;
