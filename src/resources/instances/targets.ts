import * as vscode from 'vscode';
import { AppError, messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import type { Abortable } from '../../base/signal';
import type { Connection } from '../../model/connection';
import type { Jobs } from '../../model/jobs';
import type { InstanceRef } from '../../model/key';
import type { Remotes } from '../../model/remotes';
import type { Commands } from '../../shell/commands';
import { type RowTest, fits } from '../../shell/contributions';
import { type PickOptions, pickMany, pickOne } from '../../shell/pick';
import * as api from './api';
import { anyInstance } from './contribution';
import { type Instance, decodeInstance } from './instance';
import { contextOf, descriptionOf, iconOf } from './look';
import type { InstanceStore } from './store';

/** An instance that a command acts on. */
export interface InstanceTarget {
  readonly name: string;
  readonly ref: InstanceRef;
  readonly connection: Connection;
  /** As last known; undefined where nothing has listed it. */
  readonly instance: Instance | undefined;
}

interface InstanceItem extends vscode.QuickPickItem {
  readonly target: InstanceTarget;
}

/** Finds the instances that a command was called on, or asks. */
export class InstanceTargets {
  constructor(
    private readonly remotes: Remotes,
    private readonly store: InstanceStore,
    private readonly jobs: Jobs,
    private readonly commands: Commands,
    private readonly log: Log,
  ) {}

  /**
   * @param row what fits when a person has to choose, and which rows of a selection are taken
   * @returns none when the person chose nothing
   * @throws AppError for an argument that is no reference, or names a remote that is not there
   */
  async resolve(
    args: readonly unknown[],
    row: RowTest,
    placeholder: string,
  ): Promise<readonly InstanceTarget[]> {
    const named = this.commands.targets(args, anyInstance);
    if (named !== undefined) return named.map((ref) => this.target(ref));
    const picked = await this.pick(row, placeholder);
    return picked ? [picked] : [];
  }

  /** The target of a plain reference. @throws AppError 'notFound', 'rejected' */
  target(ref: unknown): InstanceTarget {
    if (!isInstanceRef(ref)) {
      throw new AppError('rejected', vscode.l10n.t('An instance is named as { remote, project, instance }'));
    }
    const connection = this.remotes.get(ref.remote);
    if (!connection) throw new AppError('notFound', vscode.l10n.t('There is no remote "{0}"', ref.remote));
    const instance = this.store.of(connection, ref.project).item(ref.instance);
    return { name: ref.instance, ref, connection, instance };
  }

  /** Whether the row of this target would pass the test; true where nothing is known of it. */
  fits({ instance, ref, connection }: InstanceTarget, row: RowTest): boolean {
    return instance === undefined || fits(row, this.context(connection, ref, instance));
  }

  /** Asks for one instance among those of all connected remotes. */
  async pick(row: RowTest, placeholder: string): Promise<InstanceTarget | undefined> {
    return (await pickOne(this.choice(row, placeholder)))?.target;
  }

  /** Asks for some of them. */
  async pickMany(row: RowTest, placeholder: string): Promise<readonly InstanceTarget[]> {
    return ((await pickMany(this.choice(row, placeholder))) ?? []).map(({ target }) => target);
  }

  private choice(row: RowTest, placeholder: string): PickOptions<InstanceItem> {
    return {
      placeholder,
      nothing: vscode.l10n.t('No instance to choose from'),
      load: async (options) => {
        const found = await this.listAll(options);
        return found
          .filter((target) => this.fits(target, row))
          .map((target) => this.pickItem(target))
          .sort((a, b) => a.label.localeCompare(b.label));
      },
    };
  }

  private async listAll(options: Abortable): Promise<InstanceTarget[]> {
    const lists = await Promise.all(
      this.remotes.all
        .filter((connection) => connection.server)
        .map(async (connection) => {
          try {
            return await listOf(connection, options);
          } catch (error) {
            this.log.warn(`${connection.name}: ${messageOf(error)}`); // one dead remote must not hide the others
            return [];
          }
        }),
    );
    return lists.flat();
  }

  private pickItem(target: InstanceTarget): InstanceItem {
    const { instance, connection, ref } = target;
    const where = ref.project === 'default' ? ref.remote : `${ref.remote}/${ref.project}`;
    if (!instance) return { label: target.name, target };
    const around = { job: this.jobs.get(ref), lost: false, incus: connection.server?.product === 'incus' };
    const icon = iconOf(instance, around);
    return {
      label: target.name,
      description: `${where} · ${descriptionOf(instance, around)}`,
      iconPath: new vscode.ThemeIcon(
        icon.id,
        icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color),
      ),
      target,
    };
  }

  private context(connection: Connection, ref: InstanceRef, instance: Instance): string {
    const lost = connection.state.kind === 'lost';
    return contextOf(instance, {
      job: this.jobs.get(ref),
      lost,
      incus: connection.server?.product === 'incus',
    });
  }
}

async function listOf(connection: Connection, options: Abortable): Promise<InstanceTarget[]> {
  const everywhere = connection.server?.extensions.has('instance_all_projects') ?? false;
  const where = everywhere ? { 'all-projects': true } : { project: connection.config.project };
  const listed = await connection.transport.value(api.listInstances(where), options);
  return listed.map(decodeInstance).map((instance) => ({
    name: instance.name,
    ref: { remote: connection.name, project: instance.project, instance: instance.name },
    connection,
    instance,
  }));
}

function isInstanceRef(value: unknown): value is InstanceRef {
  if (typeof value !== 'object' || value === null) return false;
  const { remote, project, instance } = value as Partial<Record<keyof InstanceRef, unknown>>;
  return (
    typeof remote === 'string' &&
    typeof project === 'string' &&
    typeof instance === 'string' &&
    instance !== ''
  );
}
