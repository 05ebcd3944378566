import * as vscode from 'vscode';
import { colors, contextValue } from '../../shell/contributions';
import { busyIcon } from '../../shell/icons';
import type { FilterSubject } from '../../shell/filter';
import type { Row } from '../../shell/node';
import type { Job } from '../../model/jobs';
import { instanceKind } from './contribution';
import type { Instance } from './instance';

/** What is true around an instance when its row is drawn. */
export interface Surroundings {
  readonly job: Job | undefined;
  /** The remote is not connected: what is shown is the last that was known. */
  readonly lost: boolean;
  readonly incus: boolean;
}

/** Silhouette is type, badge is state: selected rows lose their colour. */
const icons = {
  container: {
    running: 'layers-active',
    stopped: 'layers',
    frozen: 'layers-dot',
    error: 'layers-dot',
    other: 'layers-dot',
  },
  'virtual-machine': {
    running: 'vm-running',
    stopped: 'vm',
    frozen: 'vm-outline',
    error: 'vm-outline',
    other: 'vm-outline',
  },
} as const;

/** Icon and theme colour. */
export function iconOf(instance: Instance, around: Surroundings): NonNullable<Row['icon']> {
  if (around.job && !around.lost) return { id: busyIcon() };
  const id = icons[instance.type][instance.status];
  if (around.lost || instance.status === 'other') return { id };
  return { id, color: colors[instance.status] };
}

/** The state, or while something runs, what runs: "starting…", "creating 42%". */
export function stateText(instance: Instance, { job }: Pick<Surroundings, 'job'>): string {
  if (job)
    return job.percent === undefined ? `${job.text}…` : `${job.text} ${String(Math.round(job.percent))}%`;
  return instance.status === 'other' ? instance.statusText.toLowerCase() : instance.status;
}

/** Beside the name: the first address of a running instance, else its state. */
export function descriptionOf(instance: Instance, around: Surroundings): string {
  const address = instance.status === 'running' && !around.job ? instance.state?.addresses[0] : undefined;
  return address ?? stateText(instance, around);
}

/** Kind and flags that menus test. */
export function contextOf(instance: Instance, around: Surroundings): string {
  const { status, type, config } = instance;
  const flags = [
    type === 'container' ? 'container' : 'vm',
    status,
    ...(around.job ? ['busy'] : []),
    ...(around.lost ? ['lost'] : []),
    ...(around.incus ? ['incus'] : []),
    ...(instance.ephemeral ? ['ephemeral'] : []),
    ...(status === 'running' ? ['canExec'] : []),
    // The helper that serves files mounts a stopped container; a virtual machine needs its agent.
    ...(type === 'container' || status === 'running' ? ['canFiles'] : []),
    ...(config['security.protection.delete'] === 'true' ? ['protected'] : []),
  ];
  return contextValue(instanceKind, flags);
}

/** Name, kind, state and address, for a screen reader. */
export function spoken(instance: Instance, around: Surroundings): string {
  const kind = instance.type === 'container' ? vscode.l10n.t('container') : vscode.l10n.t('virtual machine');
  const address = instance.state?.addresses[0];
  return [instance.name, kind, stateText(instance, around), ...(address ? [address] : [])].join(', ');
}

/** What an instance's row is looked for by. */
export function subjectOf({ name, project, statusText, type, config }: Instance): FilterSubject {
  const image = ['image.description', 'image.os', 'image.release', 'volatile.base_image']
    .map((key) => config[key] ?? '')
    .join(' ');
  return { name, project, state: statusText, type, image, config };
}
