import type * as vscode from 'vscode';
import type { Step, Steps } from './steps';

/** A row of a hub: one that asks for an option and comes back, or, without `change`, one that ends it. */
export interface HubRow extends vscode.QuickPickItem {
  readonly change?: (ui: Steps) => Promise<void>;
}

/**
 * A list of options that stands there until one of its rows ends it.
 * @param rows asked again after each change
 * @param done gets the row that ended it
 */
export function hubStep<T extends HubRow>(
  placeholder: string,
  rows: () => readonly T[],
  done: (row: T) => Step | undefined,
): Step {
  const hub: Step = async (ui) => {
    const row = await ui.pick<T>({ placeholder, items: rows });
    const { change } = row;
    if (!change) return done(row);
    return async (again) => {
      await change(again);
      return hub;
    };
  };
  return hub;
}
