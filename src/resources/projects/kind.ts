import { l10n } from 'vscode';
import { sizeText } from '../../base/sizeText';
import type { Kind } from '../../kinds/kind';
import * as api from './api';
import { projectData } from './contribution';
import type { Project, ProjectState } from './wire';

/** Projects as documents, and what makes, renames and deletes them; their rows are their own. */
export const projectResource: Kind<Project> = {
  data: projectData,
  scope: 'server',
  shown: false,
  operations: {
    list: api.listProjects,
    get: api.getProject,
    state: api.getProjectState,
    put: api.putProject,
    create: api.createProject,
    rename: api.renameProject,
    remove: api.deleteProject,
  },
  usage: {
    // Without a limit there is nothing to hold it against.
    asks: ({ config = {} }) => Object.keys(config).some((key) => key.startsWith('limits.')),
    text: usageText,
  },
  // LXD deletes a project that has no instance and no image, and what else is in it can be reached no more.
  keptBy: ({ name, used_by = [] }) => {
    const own = used_by.filter((path) => !/^\/1\.0\/profiles\/default(?:\?|$)/.test(path));
    const names = own.map((path) => path.replace(/^\/1\.0\//, '').replace(/\?.*/, ''));
    return names.length ? l10n.t('The project {0} is in use: {1}', name, names.join(', ')) : undefined;
  },
  partsOf: ({ name }) => [name],
  names: { without: /[_ '"]/, reserved: () => ['*'] },
  look: ({ name }) => ({ flags: name === 'default' ? ['noRename', 'noDelete'] : [] }),
};

/** What the servers count in bytes. */
const inBytes = ['disk', 'memory'];
/** In the order in which a person asks. */
const order = [
  'instances',
  'containers',
  'virtual-machines',
  'cpu',
  'memory',
  'disk',
  'processes',
  'networks',
];
/** A row has no room for more. */
const shown = 2;

/** "3 of 8 CPUs · 1 GiB of 8 GiB memory": the limits that there are, and what is used of each. */
function usageText(state: unknown): string {
  const { resources = {} } = state as ProjectState;
  return Object.entries(resources)
    .filter(([, { Limit = -1 }]) => Limit >= 0)
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .slice(0, shown)
    .map(([name, { Limit = 0, Usage = 0 }]) => {
      const [used, all] = inBytes.includes(name) ? [sizeText(Usage), sizeText(Limit)] : [Usage, Limit];
      return l10n.t('{0} of {1} {2}', used, all, name === 'cpu' ? 'CPUs' : name.replaceAll('-', ' '));
    })
    .join(' · ');
}
