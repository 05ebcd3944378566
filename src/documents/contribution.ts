import type { CommandSpec, Contribution, RowTest } from '../shell/contributions';
import type { KindData } from '../kinds/kindContribution';

/** The scheme of resources as documents. */
export const configScheme = 'lxd-config';

/** The kinds of which a new one can be written as YAML. */
export const yamlKinds: readonly string[] = [
  'instance',
  'profile',
  'project',
  'network',
  'forward',
  'loadBalancer',
  'networkAcl',
  'addressSet',
  'networkZone',
  'zoneRecord',
  'networkIntegration',
  'storagePool',
  'volume',
  'bucket',
  'clusterGroup',
];

/** The rows from which a resource of a kind can be created. */
export function createRows({ folder, createIn }: KindData): RowTest[] {
  return createIn?.map(({ row }) => row) ?? [{ kind: folder, none: ['lost'] }];
}

/** The commands on documents, for rows of these kinds. */
export function documentCommands(kinds: readonly KindData[]) {
  const editable = kinds.filter(({ verbs, editIn }) => verbs.includes('edit') && !editIn);
  const rows = editable.map(({ id }) => ({ kind: id, none: ['lost'] }));
  return {
    create: {
      id: 'lxd.document.create',
      title: 'Create from YAML…',
      palette: 'lxd.ready',
      menus: kinds
        .filter(({ id }) => yamlKinds.includes(id))
        .flatMap((data) =>
          createRows(data).map((row) => ({
            row,
            group: data.createIn?.[0]?.group.replace(/@.*/, '@2') ?? '1_create@2',
            single: true,
          })),
        ),
    },
    select: {
      id: 'lxd.document.selectForCompare',
      title: 'Select for Compare',
      palette: false,
      menus: rows.map((row) => ({ row, group: '7_compare@1', single: true })),
    },
    compare: {
      id: 'lxd.document.compareWithSelected',
      title: 'Compare with Selected',
      palette: false,
      menus: rows.map((row) => ({ row, group: '7_compare@2', single: true })),
    },
    effective: {
      id: 'lxd.instance.showEffective',
      title: 'Show Effective Configuration',
      noun: 'LXD/Incus Instance',
      palette: false,
      menus: [{ row: { kind: 'instance', none: ['lost'] }, group: '7_compare@3', single: true }],
    },
    state: {
      id: 'lxd.document.showState',
      title: 'Show State',
      palette: false,
      menus: ['instance', 'network', 'storagePool', 'member', 'project'].map((kind) => ({
        row: { kind, none: ['lost'] },
        group: '7_compare@4',
        single: true,
      })),
    },
  } as const satisfies Record<string, CommandSpec>;
}

export function documentsContribution(kinds: readonly KindData[]): Contribution {
  return { commands: Object.values(documentCommands(kinds)) };
}
