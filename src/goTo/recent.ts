import type * as vscode from 'vscode';
import { isObject } from '../client/decode';
import type { KindRef } from '../kinds/kind';

const key = 'goTo';
const limit = 10;

/** The resources that a person went to last, newest first; their names are kept on the disk, nothing else of them. */
export class RecentResources {
  constructor(private readonly state: vscode.Memento) {}

  get all(): readonly KindRef[] {
    const kept: unknown = this.state.get(key);
    return (Array.isArray(kept) ? kept : []).filter(isRef);
  }

  async add(ref: KindRef): Promise<void> {
    const others = this.all.filter((other) => JSON.stringify(other) !== JSON.stringify(ref));
    await this.state.update(key, [ref, ...others].slice(0, limit));
  }
}

function isRef(value: unknown): value is KindRef {
  return (
    isObject(value) &&
    [value['remote'], value['project'], value['kind'], value['member']].every(
      (text) => typeof text === 'string',
    ) &&
    [value['parents'], value['parts']].every(
      (list) => Array.isArray(list) && list.every((each) => typeof each === 'string'),
    )
  );
}
