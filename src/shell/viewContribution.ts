import { type Contribution, colors, operationsView, remotesView } from './contributions';

const ready = 'lxd.ready';

/** The container, the tree, its toolbar and its welcome texts. */
export const viewContribution = {
  commands: [
    {
      id: 'lxd.view.filter',
      title: 'Filter…',
      icon: 'filter',
      toolbar: { group: 'navigation@3', when: 'lxd.ready && !lxd.filtered' },
      palette: ready,
    },
    {
      id: 'lxd.view.clearFilter',
      title: 'Clear Filter',
      icon: 'filter-filled',
      toolbar: { group: 'navigation@3', when: 'lxd.filtered' },
      palette: 'lxd.filtered',
    },
    {
      id: 'lxd.view.projects',
      title: 'Show Projects…',
      icon: 'project',
      toolbar: { group: '4_order@3' },
      palette: ready,
    },
    {
      id: 'lxd.view.groupBy',
      title: 'Group Instances By…',
      icon: 'group-by-ref-type',
      toolbar: { group: '4_order@1' },
      palette: ready,
    },
    {
      id: 'lxd.view.sortBy',
      title: 'Sort Instances By…',
      icon: 'sort-precedence',
      toolbar: { group: '4_order@2' },
      palette: ready,
    },
    { id: 'lxd.view.refresh', title: 'Refresh', icon: 'refresh', toolbar: { group: '5_view@1' } },
    {
      id: 'lxd.view.showLog',
      title: 'Show Log',
      icon: 'output',
      toolbar: { group: '6_log@1', view: [remotesView, operationsView] },
    },
    { id: 'lxd.view.openSettings', title: 'Settings', icon: 'settings-gear', toolbar: { group: '6_log@2' } },
    { id: 'lxd.view.focus', title: 'Show Remotes', icon: 'server-environment' },
  ],
  settings: [
    {
      name: 'lxd.useCliRemotes',
      schema: {
        type: 'boolean',
        default: true,
        scope: 'machine',
        markdownDescription: 'Controls whether remotes of the `lxc` and `incus` clients are shown.',
      },
    },
    {
      name: 'lxd.tree.projects',
      schema: {
        type: 'string',
        enum: ['auto', 'always', 'together'],
        enumDescriptions: [
          'Only where a server has more than the default project.',
          'On every server.',
          'Not at all: what all projects have stands together, each with the name of its project.',
        ],
        default: 'auto',
        markdownDescription: 'Controls how projects appear in the tree.',
      },
    },
    {
      name: 'lxd.tree.groupBy',
      schema: {
        type: 'string',
        enum: ['none', 'state', 'type', 'location', 'profile'],
        enumDescriptions: [
          'One list.',
          'Running, stopped and so on.',
          'Containers and virtual machines.',
          'The cluster members that they are on.',
          'The profiles that they have.',
        ],
        default: 'none',
        markdownDescription: 'Groups instances in the tree.',
      },
    },
    {
      name: 'lxd.tree.sortBy',
      schema: {
        type: 'string',
        enum: ['name', 'created', 'lastUsed'],
        enumDescriptions: ['By name.', 'The newest first.', 'Those that were started last come first.'],
        default: 'name',
        markdownDescription: 'Controls the order of instances in the tree.',
      },
    },
    {
      name: 'lxd.tree.showEmpty',
      schema: {
        type: 'boolean',
        default: false,
        markdownDescription:
          'Controls whether kinds that few servers use, like network zones or warnings, are shown while there is none.',
      },
    },
  ],
  colors: [
    color(colors.running, 'Icon of a running instance.', 'charts.green'),
    color(colors.stopped, 'Icon of a stopped instance.', 'descriptionForeground'),
    color(colors.frozen, 'Icon of a frozen instance.', 'charts.blue'),
    color(colors.attention, 'Icon of a remote that needs a person.', 'charts.yellow'),
    {
      id: colors.error,
      description: 'Icon of an instance in an error state.',
      defaults: {
        dark: 'list.errorForeground',
        light: 'list.errorForeground',
        highContrast: 'charts.red',
        highContrastLight: 'charts.red',
      },
    },
  ],
  points: {
    'viewsContainers.activitybar': [{ id: 'lxd', title: 'LXD & Incus', icon: 'media/activity.svg' }],
    'views.lxd': [
      { id: remotesView, name: 'Remotes', icon: 'media/activity.svg', contextualTitle: 'LXD & Incus' },
    ],
    viewsWelcome: [
      {
        view: remotesView,
        when: "lxd.welcome == 'noServer'",
        contents:
          'No LXD or Incus server was found on this machine.\n[Add Remote…](command:lxd.remote.add)\n' +
          'Elsewhere? Paste an address or a trust token.\n' +
          '[Install Incus](https://linuxcontainers.org/incus/docs/main/installing/) · [Install LXD](https://documentation.ubuntu.com/lxd/latest/installing/)',
      },
    ],
  },
} as const satisfies Contribution;

function color(id: string, description: string, value: string) {
  return {
    id,
    description,
    defaults: { dark: value, light: value, highContrast: value, highContrastLight: value },
  };
}
