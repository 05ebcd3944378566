import { l10n } from 'vscode';
import type { Kind } from '../../kinds/kind';
import { colors } from '../../shell/contributions';
import { groupData, memberData } from './contribution';
import * as groups from './groupApi';
import * as members from './memberApi';
import type { ClusterGroup, ClusterMember } from './wire';

export const memberKind: Kind<ClusterMember> = {
  data: memberData,
  scope: 'server',
  readOnly: ['server_name', 'architecture', 'database', 'message', 'url'],
  operations: {
    list: members.listMembers,
    get: members.getMember,
    state: members.getMemberState,
    put: members.putMember,
    rename: members.renameMember,
    remove: members.deleteMember,
  },
  actions: {
    evacuate: ({ parts: [name = ''] }) => members.setMemberState({ name, body: { action: 'evacuate' } }),
    restore: ({ parts: [name = ''] }) => members.setMemberState({ name, body: { action: 'restore' } }),
  },
  offered: ({ clustered }) => clustered,
  partsOf: ({ server_name }) => [server_name],
  look: ({ status, roles = [], message, description }) => ({
    description: [status.toLowerCase(), ...roles.filter((role) => role !== 'database'), description ?? '']
      .filter(Boolean)
      .join(' · '),
    icon: { id: 'server', ...(status === 'Online' ? {} : { color: colors.attention }) },
    flags: [status.toLowerCase()],
    ...(message ? { tooltip: [message] } : {}),
  }),
  renameBody: (server_name) => ({ server_name }),
  relistOn: (action) => /^cluster-(enabled|disabled|member-)/.test(action),
  // Evacuating comes without an event of its own.
  relistAfter: (description) => /(evacuat|restor)ing .*member/i.test(description),
};

export const groupKind: Kind<ClusterGroup> = {
  data: groupData,
  scope: 'server',
  operations: {
    list: groups.listGroups,
    get: groups.getGroup,
    put: groups.putGroup,
    create: groups.createGroup,
    rename: groups.renameGroup,
    remove: groups.deleteGroup,
  },
  offered: ({ clustered, extensions }) => clustered && extensions.has('clustering_groups'),
  partsOf: ({ name }) => [name],
  look: ({ name, members: of = [], description }) => ({
    description: [of.join(', ') || l10n.t('no member'), description ?? ''].filter(Boolean).join(' · '),
    flags: name === 'default' ? ['noRename', 'noDelete'] : [],
  }),
  // Who is in which group is also changed at the members.
  relistOn: (action) => action.startsWith('cluster-member-'),
  uses: ({ members: of = [] }) => of.map((name) => `/1.0/cluster/members/${encodeURIComponent(name)}`),
  creation: {
    prompt: l10n.t('Name of the cluster group'),
    body: (name) => ({ name, description: '', members: [] }),
  },
};
