import * as vscode from 'vscode';
import type { Place } from '../../../kinds/kind';
import type { Connection } from '../../../model/connection';
import type { Instance } from '../wire';
import type { Mode } from './migrate';

/** What is copied or moved, as its server has it. */
export interface Origin {
  readonly connection: Connection;
  readonly project: string;
  /** Of the instance. */
  readonly name: string;
  /** The snapshot that is copied instead of the instance itself; '' for none. */
  readonly snapshot: string;
  readonly instance: Instance;
  readonly isRunning: boolean;
  /** The names of its snapshots. */
  readonly snapshots: readonly string[];
  /** The names of the backups of it that its server holds. */
  readonly backups: readonly string[];
}

/** Where it goes, and how. */
export interface CopyDraft {
  readonly place: Place;
  readonly name: string;
  /** Those of the instance that are there, and those that are not. */
  readonly profiles: readonly string[];
  readonly missing: readonly string[];
  withSnapshots: boolean;
  pool?: string | undefined;
  member?: string | undefined;
  /** Undefined for whatever works. */
  mode?: Mode | undefined;
  starts: boolean;
  /** Something of this name is there, an earlier copy: it is brought to what the origin is now. */
  readonly refreshes?: boolean;
}

/** Whether a place is where it is already. */
export function hereOf({ connection, project }: Origin, place: Place): boolean {
  return place.connection === connection && place.project === project;
}

/** Whether its snapshots cannot go there: LXD refuses keys that Incus writes into them. */
export function lacksSnapshots({ connection }: Origin, { connection: to }: Place): boolean {
  return connection.server?.product === 'incus' && to.server?.product === 'lxd';
}

/** The ways between two servers, for a person. */
export function wayTexts(): Record<Mode, { readonly short: string; readonly long: string }> {
  return {
    pull: {
      short: vscode.l10n.t('pull'),
      long: vscode.l10n.t('the other server connects to the one that has it'),
    },
    push: {
      short: vscode.l10n.t('push'),
      long: vscode.l10n.t('the server that has it connects to the other one'),
    },
    relay: {
      short: vscode.l10n.t('through this computer'),
      long: vscode.l10n.t('where the servers cannot reach each other'),
    },
  };
}
