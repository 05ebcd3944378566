import type { CommandSpec, Contribution } from '../shell/contributions';

const noun = 'LXD/Incus Remote';

/** Context key: some stream is shown. */
export const streamingKey = 'lxd.streaming' as const;

export const eventStreamCommands = {
  show: {
    id: 'lxd.remote.showEvents',
    title: 'Show Event Stream',
    noun,
    palette: 'lxd.ready',
    menus: [{ row: { kind: 'remote', all: ['ready'] }, group: '4_tools@2', single: true }],
    toolbar: { group: '5_view@3', when: 'lxd.ready' },
  },
  stop: {
    id: 'lxd.remote.stopEvents',
    title: 'Stop Event Stream',
    noun,
    palette: streamingKey,
    toolbar: { group: '5_view@4', when: streamingKey },
  },
} as const satisfies Record<string, CommandSpec>;

export const eventStreamContribution: Contribution = { commands: Object.values(eventStreamCommands) };
