import { keySet, unitedSpecs } from './keySet';
import type { KeySet, KeySpec, Schema, Subject } from './schema';
import type { Targets } from './tableLine';

/** The types of network interfaces that can stand for a managed network. */
const managed = ['bridged', 'macvlan', 'physical', 'ovn', 'sriov'];
const nicTypes = [...managed, 'p2p', 'routed', 'ipvlan'];
const gpuTypes = ['physical', 'mdev', 'mig', 'sriov'];

/** Which kinds of a device its own options leave possible. */
function variants(type: string, options: Readonly<Record<string, string>>, networkType?: string): string[] {
  if (type === 'gpu') return only(options['gputype'] ?? 'physical', gpuTypes);
  if (type !== 'nic') return [];
  const { nictype, network } = options;
  if (nictype !== undefined && nictype !== '') return only(nictype, nicTypes);
  if (network === undefined || network === '') return nicTypes;
  return networkType === undefined
    ? managed
    : only(networkType === 'bridge' ? 'bridged' : networkType, managed);
}

/** The one, where it is one of those that there are. */
const only = (one: string, all: readonly string[]): string[] => (all.includes(one) ? [one] : [...all]);

const isForVm = (spec: KeySpec) => spec.condition === 'virtual machine';
const isForContainer = (spec: KeySpec) => /^(unprivileged )?container$/.test(spec.condition ?? '');

/** What an instance of this type may have; a profile may have all of it but what is the server's own. */
function ofInstance(specs: readonly KeySpec[], { kind, type }: Subject): readonly KeySpec[] {
  if (kind === 'profile') return specs.filter((spec) => spec.readOnly !== true);
  if (type === 'container') return specs.filter((spec) => !isForVm(spec));
  if (type === 'virtual-machine') return specs.filter((spec) => !isForContainer(spec));
  return specs;
}

/** Volumes take over what their pool says; of the pool's own keys that is no default. */
function withoutInherited(spec: KeySpec): KeySpec {
  const { default: byDefault, ...rest } = spec;
  return byDefault?.startsWith('same as ') === true ? rest : spec;
}

/** What a pool sets for its volumes: each of their keys, behind `volume.`. */
function forVolumes(specs: readonly KeySpec[]): readonly KeySpec[] {
  return specs
    .filter((spec) => spec.readOnly !== true && !spec.name.startsWith('user.'))
    .map((spec) => ({ ...withoutInherited(spec), name: `volume.${spec.name}`, group: 'volume' }));
}

/** A schema of keys that are known. `isComplete` says of a target whether its keys are all that there are. */
export function schemaOf(
  targets: Targets,
  deviceTypes: ReturnType<Schema['deviceTypes']>,
  isComplete: (target: string) => boolean,
): Schema {
  /** The target of this kind and type, or those of all types. */
  const namesOf = (kind: string, type: string | undefined): string[] => {
    if (targets.has(kind)) return [kind];
    if (type !== undefined && targets.has(`${kind}:${type}`)) return [`${kind}:${type}`];
    return [...targets.keys()].filter((name) => name.startsWith(`${kind}:`));
  };
  const specsOf = (names: readonly string[]): readonly KeySpec[] => {
    const sets = names.map((name) => targets.get(name) ?? []);
    return sets.length === 1 ? (sets[0] ?? []) : unitedSpecs(sets);
  };
  const complete = (names: readonly string[]) => names.length > 0 && names.every(isComplete);

  const config = (subject: Subject): KeySet => {
    const isInstance = subject.kind === 'instance' || subject.kind === 'profile';
    const names = isInstance ? ['instance'] : namesOf(subject.kind, subject.type);
    const specs = isInstance ? ofInstance(specsOf(names), subject) : specsOf(names);
    if (subject.kind !== 'storagePool') return keySet(specs, complete(names));
    const volumes = namesOf('volume', subject.type);
    return keySet([...specs, ...forVolumes(specsOf(volumes))], complete(names) && complete(volumes));
  };

  const device: Schema['device'] = (type, options, networkType) => {
    const base = `device:${type}`;
    const kinds = variants(type, options, networkType).map((variant) => `${base}_${variant}`);
    const specs = [...(targets.get(base) ?? []), ...specsOf(kinds)];
    return keySet(specs, complete(kinds.length > 0 ? kinds : [base]));
  };

  return { config, device, deviceTypes: () => deviceTypes };
}
