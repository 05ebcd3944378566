import * as vscode from 'vscode';
import { AppError, messageOf } from '../base/errors';
import type { Log } from '../base/log';
import type { Abortable } from '../base/signal';
import { isObject } from '../client/decode';
import { Connection } from '../model/connection';
import type { Remotes } from '../model/remotes';
import type { Commands } from '../shell/commands';
import { pickOne } from '../shell/pick';
import type { Kind, KindRef, Place, ProjectFacts } from './kind';
import type { KindStore } from './kindStore';
import { labelOf, refOf } from './nodes';
import { hasOwn, isOffered } from './offered';
import type { KindRegistry } from './registry';

interface TargetsOptions {
  readonly remotes: Remotes;
  readonly commands: Commands;
  readonly registry: KindRegistry;
  readonly store: KindStore;
  readonly log: Log;
  projects(connection: Connection, options: Abortable): Promise<readonly ProjectFacts[]>;
}

/** One request for each of more places than this is too much for one list: whose it is, is asked first. */
const manyPlaces = 20;

interface ResourceRow extends vscode.QuickPickItem {
  readonly description: string;
  readonly ref: KindRef;
}

/** A place as a person reads it: remote, and project. */
export interface PlaceRow extends vscode.QuickPickItem {
  readonly place: Place;
}

/** Finds the resources and places that a command was called on, or asks. */
export class KindTargets {
  constructor(private readonly options: TargetsOptions) {}

  /** The resources of a kind that a command was called on. @throws AppError for what is no reference */
  async resolve(kind: Kind, args: readonly unknown[]): Promise<readonly KindRef[]> {
    const { id, editIn = [] } = kind.data;
    const named = this.options.commands.targets(args, { kind: id }, ...editIn.map(({ row }) => row));
    if (named !== undefined) return named.map((ref) => this.refOf(kind, ref));
    const nothing = vscode.l10n.t('There is nothing to choose from');
    const item = await pickOne<ResourceRow | PlaceRow>({
      placeholder: vscode.l10n.t(kind.data.noun),
      nothing,
      load: async (options) => {
        const places = await this.places(kind, options);
        return places.length > manyPlaces ? places.map(placeRow) : this.listAll(kind, places, options);
      },
    });
    if (!item || 'ref' in item) return item ? [item.ref] : [];
    const { place } = item;
    const one = await pickOne({
      placeholder: vscode.l10n.t('{0} of {1}', vscode.l10n.t(kind.data.noun), item.label),
      nothing,
      load: (options) => this.listAt(kind, place, options),
    });
    return one ? [one.ref] : [];
  }

  /** Where a new resource of a kind is to be made. @returns undefined where the person left */
  async place(kind: Kind, args: readonly unknown[]): Promise<Place | undefined> {
    const { folder, createIn = [] } = kind.data;
    const named = this.options.commands.targets(args, { kind: folder }, ...createIn.map(({ row }) => row));
    // The row of all projects together is in none of them.
    if (named?.[0] !== undefined) return this.placeOf(kind, named[0]);
    const item = await pickOne({
      placeholder: vscode.l10n.t('Where the new {0} belongs', vscode.l10n.t(kind.data.one)),
      nothing: vscode.l10n.t('There is no place for one'),
      load: (options) => this.newPlaces(kind, options),
    });
    return item?.place;
  }

  /** Everywhere on the servers that are connected where a new resource of a kind can be made. */
  async newPlaces(kind: Kind, options: Abortable): Promise<readonly PlaceRow[]> {
    const places = await this.places(kind, options, true);
    return places.map(placeRow);
  }

  /** The remote of a reference. @throws AppError 'notFound' */
  connection(remote: string): Connection {
    const connection = this.options.remotes.get(remote);
    if (!connection) throw new AppError('notFound', vscode.l10n.t('There is no remote "{0}"', remote));
    return connection;
  }

  private refOf(kind: Kind, value: unknown): KindRef {
    if (value instanceof Connection)
      return { remote: value.name, project: '', kind: kind.data.id, parents: [], parts: [], member: '' };
    if (isObject(value)) {
      const { remote, project, parts, parents, member } = value;
      // Instances and certificates have references of their own.
      const alone = [value['instance'], value['fingerprint']].filter((each) => typeof each === 'string');
      const own = texts(parts) ?? alone;
      if (typeof remote === 'string' && own.length) {
        return {
          remote,
          project: typeof project === 'string' ? project : kind.scope === 'server' ? '' : 'default',
          kind: kind.data.id,
          parents: texts(parents) ?? [],
          parts: own,
          member: typeof member === 'string' ? member : '',
        };
      }
    }
    throw new AppError(
      'rejected',
      vscode.l10n.t('A {0} is named as { remote, project, parents, parts }', kind.data.one),
    );
  }

  private placeOf(kind: Kind, value: unknown): Place | undefined {
    if (value instanceof Connection) return { connection: value, project: '', parents: [] };
    if (!isObject(value)) return undefined;
    const { connection, remote, project, parents, member } = value;
    const at = typeof remote === 'string' ? this.connection(remote) : (connection as Connection | undefined);
    return (
      at && {
        connection: at,
        project: kind.scope === 'server' ? '' : typeof project === 'string' ? project : 'default',
        parents: texts(parents) ?? [],
        ...(typeof member === 'string' ? { member } : {}),
      }
    );
  }

  /** All resources of a kind on the servers that are connected, named as their rows are. */
  async everywhere(kind: Kind, options: Abortable): Promise<readonly ResourceRow[]> {
    return this.listAll(kind, await this.places(kind, options), options);
  }

  private async listAll(
    kind: Kind,
    places: readonly Place[],
    options: Abortable,
  ): Promise<readonly ResourceRow[]> {
    const lists = await Promise.all(places.map((place) => this.listAt(kind, place, options)));
    return lists.flat();
  }

  private async listAt(
    kind: Kind,
    place: Place,
    options: Abortable,
  ): Promise<(ResourceRow & { item: unknown })[]> {
    try {
      const items = await this.options.store.of(kind, place).loaded(options);
      const where = [place.connection.name, place.project, ...place.parents].filter(Boolean).join('/');
      return items.map((item) => ({
        label: labelOf(kind, item, place),
        description: where,
        ref: refOf(kind, place, item),
        item,
      }));
    } catch (error) {
      this.options.log.warn(`${place.connection.name}: ${messageOf(error)}`); // one must not hide the others
      return [];
    }
  }

  /** Every place of a kind on the servers that are connected. @param isNew only those where a new one stays */
  private async places(kind: Kind, options: Abortable, isNew = false): Promise<Place[]> {
    const ready = this.options.remotes.all.filter((connection) => isOffered(kind, connection));
    const all = await Promise.all(ready.map((connection) => this.placesOn(kind, connection, options, isNew)));
    return all.flat();
  }

  private async placesOn(
    kind: Kind,
    connection: Connection,
    options: Abortable,
    isNew = false,
  ): Promise<Place[]> {
    const above = kind.parent === undefined ? undefined : this.options.registry.get(kind.parent);
    const projects =
      kind.scope === 'server'
        ? []
        : (await this.options.projects(connection, options)).filter(
            (project) => hasOwn(project, kind) || (!isNew && kind.alwaysOwn !== undefined),
          );
    if (!above)
      return kind.scope === 'server'
        ? [{ connection, project: '', parents: [] }]
        : projects.map(({ name }) => ({ connection, project: name, parents: [] }));
    const holders = await this.placesOn(above, connection, options);
    const found = (await Promise.all(holders.map((place) => this.listAt(above, place, options)))).flat();
    const { server } = connection;
    // As in the tree: a volume of an instance has no snapshots of its own.
    const holding = found.filter(
      ({ item }) => !server || (above.below?.(item, server).includes(kind.data.id) ?? true),
    );
    return holding.flatMap(({ ref }) => {
      const parents = [...ref.parents, ...ref.parts];
      const at = { connection, parents, ...(ref.member === '' ? {} : { member: ref.member }) };
      return above.scope === 'server' && kind.scope === 'project'
        ? projects.map(({ name }) => ({ ...at, project: name }))
        : [{ ...at, project: ref.project }];
    });
  }
}

function placeRow(place: Place): PlaceRow {
  const { connection, project, parents } = place;
  const label = [connection.name, ...parents].join('/');
  return { label, ...(project === '' ? {} : { description: project }), place };
}

function texts(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : undefined;
}
