import type * as vscode from 'vscode';
import { isObject, textMap } from '../../../client/decode';
import type { Wishes } from './request';

const key = 'createInstance';
/** How many images are kept for each server. */
const limit = 5;

/** What of a person's choices is offered again: nothing of one instance alone, like its name or cloud-init. */
export type Kept = Pick<Wishes, 'profiles' | 'pool' | 'size' | 'cpu' | 'memory' | 'network'> & {
  readonly openShell: boolean;
};

/** The last choices when instances were created, kept on the disk by the names of images, profiles, pools and networks. */
export class LastChoices {
  constructor(private readonly state: vscode.Memento) {}

  /** The keys of the images that were chosen last on a server, newest first. */
  images(remote: string): readonly string[] {
    const kept = this.part(`images ${remote}`);
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  }

  /** What was wished for last in a project. */
  wishes(remote: string, project: string): Kept | undefined {
    const kept = this.part(`wishes ${remote}/${project}`);
    if (!isObject(kept) || !Array.isArray(kept['profiles'])) return undefined;
    const { pool, size, cpu, memory, network } = textMap(kept);
    return {
      profiles: kept['profiles'].map(String),
      openShell: kept['openShell'] === true,
      pool,
      size,
      cpu,
      memory,
      network,
    };
  }

  async keep(remote: string, project: string, image: string, kept: Kept): Promise<void> {
    const others = this.images(remote).filter((other) => other !== image);
    const all: unknown = this.state.get(key);
    await this.state.update(key, {
      ...(isObject(all) ? all : {}),
      [`images ${remote}`]: [image, ...others].slice(0, limit),
      [`wishes ${remote}/${project}`]: kept,
    });
  }

  private part(name: string): unknown {
    const all: unknown = this.state.get(key);
    return isObject(all) ? all[name] : undefined;
  }
}
