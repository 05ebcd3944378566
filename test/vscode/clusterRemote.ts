import assert from 'node:assert/strict';
import { exec } from '../../scripts/lib/exec';
import { flavours, trustPassword } from '../../scripts/lib/flavour';
import { waitFor } from '../../scripts/lib/wait';
import * as vscode from 'vscode';
import type { RemotesView } from '../../src/shell/remotesView';
import { cluster } from '../support/cluster';
import { type FilledWhole, fillWhole } from '../support/fillRest';
import { eachServer, remoteOf, type Target } from '../support/targets';
import { remoteRow, trustedBy } from './addHost';
import type { Host } from './extensionHost';

/** The members of the cluster. */
export const members = ['node-a', 'node-b'] as const;
const remote = 'cluster';

/** Makes the cluster a remote of this VS Code, as a person does with the client, until undone. */
export async function addCluster(view: RemotesView): Promise<() => Promise<void>> {
  const [first] = cluster();
  const kept = new Set((await trustedBy(first)).map(({ fingerprint }) => fingerprint));
  const { client } = flavours.lxd;
  const { host, port } = first.server;
  const password = ['--accept-certificate', '--password', trustPassword];
  await exec(client, ['remote', 'add', remote, `https://${host}:${port}`, ...password]);
  const ours = (await trustedBy(first)).filter(({ fingerprint }) => !kept.has(fingerprint));
  await vscode.commands.executeCommand('lxd.view.refresh');
  await waitFor('the cluster', async () => /\+ready/.test((await remoteRow(view, remote)) ?? ''), {
    timeout: 10_000,
  });
  return async () => {
    await exec(client, ['remote', 'remove', remote]);
    for (const { fingerprint } of ours) await first.cli(['config', 'trust', 'remove', fingerprint]);
    await vscode.commands.executeCommand('lxd.view.refresh');
  };
}

/** Where the same tests run: each server over its socket, and the cluster over TLS. */
export interface Somewhere {
  readonly target: Target;
  readonly remote: string;
  /** Of the cluster; none elsewhere. */
  readonly members: readonly string[];
  /** What the server was filled with. */
  readonly filled: () => FilledWhole;
}

/** What the names of all that the servers are filled with begin with. */
const prefix = 'whole';

/** Filled once for all that use it one after the other, in files that stand side by side. */
const shared = {
  users: 0,
  made: new Map<string, FilledWhole>(),
  removeCluster: undefined as Undo | undefined,
};

type Undo = () => Promise<void>;

/**
 * Defines the same tests for every server and for the cluster, which is a remote meanwhile. All are filled at once with
 * two of every kind that they can hold, whose names begin with `whole`, until the last who uses them has ended: each
 * leaves them as it found them.
 */
export function everywhere(host: Host, define: (where: Somewhere) => void): void {
  const places: Omit<Somewhere, 'filled'>[] = [];
  const at = (place: Omit<Somewhere, 'filled'>): void => {
    places.push(place);
    const filled = (): FilledWhole => {
      const found = shared.made.get(place.remote);
      assert.ok(found, 'nothing is there before the tests');
      return found;
    };
    define({ ...place, filled });
  };
  shared.users++;
  before(async function () {
    this.timeout(180_000);
    shared.removeCluster ??= await addCluster(host.view);
    await all(
      places
        .filter(({ remote: name }) => !shared.made.has(name))
        .map(async ({ target, remote: name, members: of }) => {
          shared.made.set(name, await fillWhole(target, prefix, of));
        }),
    );
  });
  after(async function () {
    this.timeout(120_000);
    if (--shared.users > 0) return;
    try {
      await all([...shared.made.values()].map((each) => each.undo()));
    } finally {
      await shared.removeCluster?.();
    }
  });
  eachServer((target) => {
    at({ target, remote: remoteOf(target), members: [] });
  });
  describe('a cluster of LXD', () => {
    at({ target: cluster()[0], remote, members });
  });
}

/** Waits for every one, also where one fails. */
async function all(works: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(works)).filter((each) => each.status === 'rejected');
  if (failed.length) throw new AggregateError(failed, failed.map(({ reason }) => String(reason)).join('\n'));
}
