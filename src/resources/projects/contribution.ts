import type { KindData } from '../../kinds/kindContribution';

/** Kind of a project's row. */
export const projectKind = 'project';

export const projectData: KindData = {
  id: projectKind,
  folder: 'projects',
  one: 'project',
  many: 'Projects',
  noun: 'Project',
  icon: 'project',
  createIn: [{ row: { kind: 'remote', all: ['ready'] }, group: '0_create@1', single: true }],
  verbs: ['create', 'edit', 'rename', 'delete'],
};
