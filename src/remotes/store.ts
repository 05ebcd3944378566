import * as vscode from 'vscode';
import { AppError, messageOf } from '../base/errors';
import { isObject, type JsonObject } from '../client/decode';
import { type Entries, type RemoteEntry, readEntries } from './entries';

/** The remotes of the person's settings. What is not understood in them is kept when something is written. */
export class RemoteStore {
  read(): Entries {
    return readEntries(vscode.workspace.getConfiguration('lxd').get('remotes'));
  }

  /** Keeps a new remote. What was set for another one of that name, which is gone, is not for this one. */
  async add(name: string, entry: RemoteEntry): Promise<void> {
    await write({ ...this.raw(), [name]: entry });
  }

  /** Adds an entry or changes fields of one; a field that is undefined is taken out. */
  async change(name: string, fields: Partial<Record<keyof RemoteEntry, unknown>>): Promise<void> {
    const all = this.raw();
    const before = all[name];
    const entry = Object.fromEntries(
      Object.entries({ ...(isObject(before) ? before : {}), ...fields }).filter(
        ([, value]) => value !== undefined,
      ),
    );
    const isEmpty = Object.keys(entry).length === 0;
    await write(isEmpty ? without(all, name) : { ...all, [name]: entry });
  }

  async remove(name: string): Promise<void> {
    await write(without(this.raw(), name));
  }

  /** The entry keeps its place among the others. What was set for a remote of the new name, which is gone, goes. */
  async rename(name: string, newName: string): Promise<void> {
    const entries = Object.entries(without(this.raw(), newName));
    await write(Object.fromEntries(entries.map(([key, value]) => [key === name ? newName : key, value])));
  }

  private raw(): JsonObject {
    const value = vscode.workspace.getConfiguration('lxd').inspect('remotes')?.globalValue;
    return isObject(value) ? value : {};
  }
}

function without(all: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(all).filter(([key]) => key !== name));
}

async function write(value: JsonObject): Promise<void> {
  const { Global } = vscode.ConfigurationTarget;
  const next = Object.keys(value).length ? value : undefined;
  try {
    await vscode.workspace.getConfiguration('lxd').update('remotes', next, Global);
  } catch (error) {
    // Unsaved changes, a file that cannot be written: VS Code says which.
    throw new AppError('rejected', `The settings cannot be written: ${messageOf(error)}`, { cause: error });
  }
}
