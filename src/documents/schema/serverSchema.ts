import type { MetadataConfiguration } from '../../resources/metadata/wire';
import { cleanMarkdown, listedValues, plainDefault, plainLine } from './documentText';
import { ownDeviceTypes, ownTargets } from './ownSchema';
import type { KeyKind, KeySpec, Schema } from './schema';
import { schemaOf } from './schemaOf';
import type { Product, Targets } from './tableLine';

/** How a key is described on the wire; what is there depends on server and version. */
type WireKey = Readonly<Record<string, unknown>>;

/**
 * Where the sections of the answer belong: what "entity/section" looks like, and the targets. Sections that describe
 * properties of a body, such as the rules of an ACL, are no configuration and stand nowhere here.
 */
const places: readonly (readonly [RegExp, string])[] = [
  [/^(?:instance|kernel)\/(?!instance-conf)/, 'instance'],
  [/^project\/(?!replica)/, 'project'],
  [/^cluster\/cluster$/, 'clusterMember'],
  [/^cluster_group\//, 'clusterGroup'],
  [/^server\//, 'server'],
  [/^network_zone\/|^network-zone\/config-options$/, 'networkZone'],
  [/^network_forward\//, 'networkForward'],
  [/^network_load_balancer\//, 'networkLoadBalancer'],
  [/^network[-_](bridge|ovn|macvlan|sriov|physical)\//, 'network:$1'],
  [/^storage_volume_(\w+)\/common$/, 'volume:$1'],
  [/^storage_bucket_(\w+)\/common$/, 'bucket:$1'],
  [/^storage_(?!volume_|bucket_)(\w+)\/common$/, 'storagePool:$1'],
  [/^storage-(\w+)\/pool-conf$/, 'storagePool:$1'],
  [/^storage-(\w+)\/volume-conf$/, 'volume:$1'],
  [/^storage-(\w+)\/bucket-conf$/, 'bucket:$1'],
  [/^devices\/unix-char-block$/, 'device:unix-char device:unix-block'],
  [/^devices\/((?:nic|gpu)_\w+)$/, 'device:$1'],
  [/^devices\/([\w-]+)$/, 'device:$1'],
  [/^device-unix-usb\//, 'device:usb'],
  [/^device-(nic|gpu)-(\w+)\//, 'device:$1_$2'],
  [/^device-([\w-]+)\//, 'device:$1'],
];

function targetsOf(place: string): string[] {
  for (const [pattern, names] of places) {
    const match = pattern.exec(place);
    if (match) return names.replace(/\$(\d)/g, (_, index) => match[Number(index)] ?? '').split(' ');
  }
  return [];
}

/** What the servers take although their metadata does not list it. */
const unlisted = /^(?:user\.\*|limits\.kernel\.\*|image\.\*|volatile\.\*|type|nictype|gputype)$/;

/** The server's word for the type, as ours; `text` is all that is said about the key. */
function kindOf(word: string, text: string, own: KeySpec | undefined): KeyKind {
  if (word === 'bool') return own?.type === 'string' ? 'string' : 'bool';
  if (word === 'blob') return 'blob';
  if (word === 'string set') return 'list';
  if (/^int/.test(word)) {
    if (own) return own.type;
    return /`none`|`auto`|comma|range|percent|suffix/i.test(text) ? 'string' : 'integer';
  }
  // What is a text there may have more forms than a word or a number.
  return own === undefined || own.type === 'bool' || own.type === 'integer' ? 'string' : own.type;
}

/** The values the server lists, with those we know. Only where nobody knows of others are these all. */
function valuesOf(listed: readonly string[] | undefined, own: KeySpec | undefined): Partial<KeySpec> {
  if (listed === undefined && own?.allowed === undefined) return {};
  const allowed = [...new Set([...(listed ?? []), ...(own?.allowed ?? [])])];
  const closed = listed !== undefined && (own === undefined || (own.allowed && own.othersAllowed !== true));
  return closed === true ? { allowed } : { allowed, othersAllowed: true };
}

function specOf(name: string, wire: WireKey, group: string, own: KeySpec | undefined): KeySpec {
  const text = (field: string): string => {
    const value = wire[field];
    return typeof value === 'string' ? value : '';
  };
  const [shortText, longText, word] = [text('shortdesc'), text('longdesc'), text('type')];
  const said = `${shortText}\n${longText}`;
  const byDefault = plainDefault(text('defaultdesc') || text('default') || text('initialvaluedesc'));
  const condition = plainLine(text('condition')).replace(/^-$/, '');
  const long = cleanMarkdown(longText);
  const live = text('liveupdate');
  const scope = text('scope');
  return {
    name,
    type: kindOf(word, `${said}\n${text('defaultdesc')}`, own),
    typeText: word || 'string',
    short: plainLine(shortText) || own?.short || name,
    group,
    ...(byDefault !== undefined && { default: byDefault }),
    ...valuesOf(listedValues(said), own),
    ...(long !== '' && { long }),
    ...(condition !== '' && { condition }),
    ...((live === 'yes' || live === 'no') && { liveUpdate: live === 'yes' }),
    ...(/^"?yes"?$/.test(text('required')) && { required: true }),
    ...(name.startsWith('volatile.') && { readOnly: true }),
    ...((scope === 'local' || scope === 'global') && { scope }),
  };
}

type Sections = Readonly<Record<string, { readonly keys?: readonly Readonly<Record<string, WireKey>>[] }>>;

/** Incus names its parts with underscores, LXD with hyphens. */
const productOf = (configs: Readonly<Record<string, unknown>>): Product =>
  Object.keys(configs).some((name) => name === 'devices' || name.includes('_')) ? 'incus' : 'lxd';

/** The keys of the server's answer, and ours of the same product for what it says nothing about. */
function serverTargets(configs: Readonly<Record<string, Sections>>): {
  readonly targets: Targets;
  readonly served: ReadonlySet<string>;
} {
  const own = ownTargets(productOf(configs));
  const targets = new Map<string, KeySpec[]>();
  for (const [entity, sections] of Object.entries(configs)) {
    for (const [group, { keys }] of Object.entries(sections)) {
      for (const target of targetsOf(`${entity}/${group}`)) {
        const ours = new Map(ownOf(own, target).map((spec) => [spec.name, spec]));
        const specs = (keys ?? []).flatMap((key) =>
          Object.entries(key).map(([name, wire]) => specOf(name, wire, group, ours.get(name))),
        );
        targets.set(target, [...(targets.get(target) ?? []), ...specs]);
      }
    }
  }
  const served = new Set(targets.keys());
  for (const [target, specs] of own) {
    const there = targets.get(target);
    targets.set(target, there ? [...there, ...specs.filter(({ name }) => unlisted.test(name))] : [...specs]);
  }
  return { targets, served };
}

/** Our keys of a target; what all network interfaces or all cards have stands under the device alone. */
const ownOf = (own: Targets, target: string): readonly KeySpec[] => [
  ...(own.get(target) ?? []),
  ...(own.get(target.replace(/_\w+$/, '')) ?? []),
];

/**
 * The schema of a server that describes its configuration (`GET /1.0/metadata/configuration`). What it does not describe,
 * such as networks in Incus 6.0, is filled in from our own tables and not complete.
 */
export function serverSchema(metadata: MetadataConfiguration): Schema {
  const { targets, served } = serverTargets((metadata.configs ?? {}) as Readonly<Record<string, Sections>>);
  return schemaOf(targets, ownDeviceTypes(), (target) => served.has(target));
}
