import { optionalText, isObject, textMap } from '../../../client/decode';
import type { Abortable } from '../../../base/signal';
import type { KindContext } from '../../../kinds/common';
import type { Place } from '../../../kinds/kind';
import { labelOf } from '../../../kinds/nodes';
import type { Devices } from './request';

/** A profile as far as a new instance depends on it. */
export interface ProfileFacts {
  readonly name: string;
  readonly devices: Devices;
}

/** One of a list that a person chooses from. */
export interface Choice {
  readonly name: string;
  /** What its row in the tree says. */
  readonly text: string;
}

/** What there is at the place where an instance is created; each list is asked for once, when it is first needed. */
export class Facts {
  private readonly lists = new Map<string, Promise<readonly unknown[]>>();

  constructor(
    private readonly place: Place,
    private readonly context: Pick<KindContext, 'registry' | 'store'>,
    private readonly options: Abortable,
  ) {}

  get isClustered(): boolean {
    return this.place.connection.server?.clustered ?? false;
  }

  /** @throws AppError why they cannot be listed, AbortError; the same for the other lists */
  async profiles(): Promise<readonly ProfileFacts[]> {
    return (await this.list('profile')).filter(isObject).map((profile) => ({
      name: optionalText(profile, 'name'),
      devices: isObject(profile['devices'])
        ? Object.fromEntries(
            Object.entries(profile['devices']).map(([name, device]) => [name, textMap(device)]),
          )
        : {},
    }));
  }

  pools(): Promise<readonly Choice[]> {
    return this.choices('storagePool');
  }

  /** Those that the server manages itself: others cannot be named. */
  async networks(): Promise<readonly Choice[]> {
    return this.choices('network', (network) => isObject(network) && network['managed'] === true);
  }

  members(): Promise<readonly Choice[]> {
    return this.choices('member');
  }

  private async choices(id: string, isOne: (item: unknown) => boolean = () => true): Promise<Choice[]> {
    const kind = this.context.registry.get(id);
    if (!kind) return [];
    const place = this.placeOf(kind.scope);
    return (await this.list(id)).filter(isOne).map((item) => ({
      name: kind.partsOf(item)[0] ?? labelOf(kind, item, place),
      text: kind.look(item, place).description ?? '',
    }));
  }

  /** All of a kind, as the server has them. */
  list(id: string): Promise<readonly unknown[]> {
    const { registry, store } = this.context;
    const kind = registry.get(id);
    if (!kind) return Promise.resolve([]);
    const known = this.lists.get(id);
    if (known) return known;
    const asked = store.of(kind, this.placeOf(kind.scope)).loaded(this.options);
    this.lists.set(id, asked);
    // What failed is asked for again the next time.
    asked.catch(() => this.lists.delete(id));
    return asked;
  }

  private placeOf(scope: 'project' | 'server'): Place {
    return scope === 'server' ? { ...this.place, project: '' } : this.place;
  }
}
