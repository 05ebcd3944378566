import * as vscode from 'vscode';
import { AppError, isCancelled } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import { isObject, optionalText, textMap } from '../../client/decode';
import type { KindRegistry } from '../../kinds/registry';
import type { Place } from '../../kinds/kind';
import { hasOwn } from '../../kinds/offered';
import * as api from './api';
import type { Facts, ProfileFacts } from './create/facts';
import { type Devices, devicesOf } from './create/request';

/** An instance that is there, and the networks that it is on. */
interface OnNetworks {
  readonly name: string;
  readonly project: string;
  readonly networks: readonly string[];
}

/** What gives a new instance its network cards. */
interface Cards {
  readonly profiles: readonly string[];
  /** Its own ones. @param inherited those of its profiles */
  devices(inherited: Devices): Devices;
}

/**
 * Names on the networks that projects share. A managed bridge has each name once, whatever the project and however it
 * is written: two instances of one name can be created on it, and then neither starts.
 */
export class SharedNames {
  private others: readonly OnNetworks[] = [];
  /** The networks of the place that give names, as `keyOf` writes them. */
  private networks: readonly string[] = [];
  /** The projects with networks of their own. */
  private owners: ReadonlySet<string> = new Set();
  private profiles: readonly ProfileFacts[] = [];

  /** @param self the instance that the name is for, where there is one: it is not in its own way */
  constructor(
    private readonly place: Place,
    private readonly registry: KindRegistry,
    private readonly facts: Facts,
    private readonly self?: { readonly name: string; readonly project: string },
  ) {}

  /**
   * Asks once for the instances of all projects: GET /1.0/instances?all-projects. Where that is refused (to whom may not
   * see all projects), or fails, nothing is known, and the server says it at the start of the instance.
   */
  async load(options: Abortable): Promise<void> {
    try {
      const { extensions } = await this.place.connection.ready(options);
      if (extensions.has('instance_all_projects')) await this.ask(options);
    } catch (error) {
      if (!AppError.is(error) && !isCancelled(error)) throw error;
    }
  }

  private async ask(options: Abortable): Promise<void> {
    const { place, facts, registry } = this;
    const [all, networks, projects, profiles] = await Promise.all([
      place.connection.transport.value(api.listInstances({ 'all-projects': true }), options),
      facts.list('network'),
      facts.list('project'),
      facts.profiles(),
    ]);
    this.profiles = profiles;
    const kind = registry.get('network');
    this.owners = new Set(
      projects.filter(isObject).flatMap((each) => {
        const owner = { name: optionalText(each, 'name'), config: textMap(each['config']) };
        return kind && hasOwn(owner, kind) ? [owner.name] : [];
      }),
    );
    this.networks = networks
      .filter(isObject)
      .filter(givesNames)
      .map((network) => this.keyOf(place.project, optionalText(network, 'name')));
    this.others = all
      .map(({ name, project: of = 'default', expanded_devices = {} }) => ({
        name,
        project: of,
        networks: this.networksOf(expanded_devices, of),
      }))
      .filter(({ networks: on }) => on.length > 0);
  }

  /**
   * What the server would say at the start of an instance with this name, and which one is in its way; undefined where
   * nothing is, or nothing is known.
   * @param cards of a new instance; those that it has, where it is there
   */
  problem(name: string, cards?: Cards): string | undefined {
    const { project } = this.place;
    const isSelf = (each: OnNetworks): boolean =>
      each.name === this.self?.name && each.project === this.self.project;
    const inherited = devicesOf(this.profiles, cards?.profiles ?? []);
    const devices = cards && { ...inherited, ...cards.devices(inherited) };
    const networks = devices ? this.networksOf(devices, project) : this.others.find(isSelf)?.networks;
    const mine = networks?.filter((key) => this.networks.includes(bare(key))) ?? [];
    const other = this.others.find(
      (each) =>
        each.name.toLowerCase() === name.toLowerCase() &&
        !isSelf(each) &&
        // That one is taken, which is another problem.
        !(each.name === name && each.project === project) &&
        each.networks.some((key) => mine.includes(key)),
    );
    return other
      ? vscode.l10n.t(
          'Instance DNS name "{0}" already used on network, by {1} in project {2}: neither would start',
          name.toLowerCase(),
          other.name,
          other.project,
        )
      : undefined;
  }

  private networksOf(devices: Devices, project: string): string[] {
    return Object.values(devices).flatMap(({ type, network, nictype, parent, vlan = '' }) => {
      if (type !== 'nic') return [];
      const name = network ?? (nictype === 'bridged' ? parent : undefined);
      return name === undefined ? [] : [`${this.keyOf(network ? project : 'default', name)} ${vlan}`];
    });
  }

  /** A network by the project that it belongs to: those without networks of their own use the default one's. */
  private keyOf(project: string, network: string): string {
    return `${this.owners.has(project) ? project : 'default'}/${network}`;
  }
}

/** Without the VLAN: no name of a network has a space. */
function bare(key: string): string {
  return key.split(' ')[0] ?? '';
}

function givesNames({ type, managed, config }: Readonly<Record<string, unknown>>): boolean {
  return (
    managed === true && (type === 'ovn' || (type === 'bridge' && textMap(config)['dns.mode'] !== 'none'))
  );
}
