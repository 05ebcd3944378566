import { newBridgeName } from '../../scripts/lib/network';
import { recordBridge } from '../../scripts/lib/run';
import type { Target } from './targets';

type Line = readonly string[];

/** What was made on a server. */
export interface Filled {
  /** The networks: bridges, whose names a machine has once only, or on a cluster macvlan ones. */
  readonly bridges: readonly [string, string];
  /** Takes all of it back. @throws what could not be taken back */
  readonly undo: () => Promise<void>;
}

/** A line of the client, or something that no line can do. */
type Doing = Line | (() => Promise<unknown>);
export type Step = readonly [make: Doing, undo?: Doing];

export interface FillOptions {
  /** Of the cluster that the server is one of. */
  readonly members?: readonly string[];
  /** The first three numbers of the first bridge's addresses; without them it has none. */
  readonly subnet?: string;
}

/** What is made, and how it is taken back; snapshots go with what they are of. */
function steps(
  prefix: string,
  networks: readonly string[],
  kind: Target['kind'],
  { members = [], subnet }: FillOptions,
): Step[] {
  const p = (name: string): string => `${prefix}-${name}`;
  const both = ['one', 'two'];
  const at = (index: number): Line => (members[index] === undefined ? [] : ['--target', members[index]]);
  const twice = (make: (name: string, where: Line) => Step): Step[] =>
    both.map((name, index) => make(name, at(index)));
  const create = kind === 'lxd' ? [] : ['create'];
  const [pool, zone, instance] = [p('one'), `${p('one')}.example`, p('one')];
  // On a cluster each member is told first.
  const onEach = (line: Line, own: Line = []): Step[] =>
    members.map((member) => [[...line, ...own, '--target', member]]);
  const bridge = (name: string): Line => {
    const address = subnet !== undefined && name === networks[0] ? `${subnet}.1/24` : 'none';
    return [`ipv4.address=${address}`, 'ipv6.address=none'];
  };
  return [
    ...twice((name) => [
      ['profile', 'create', p(name)],
      ['profile', 'delete', p(name)],
    ]),
    [['profile', 'set', p('one'), 'limits.cpu', '2']],
    ...networks.flatMap((name): Step[] => {
      // Bridges of two members on one machine collide.
      const line = ['network', 'create', name, ...(members.length ? ['--type=macvlan'] : bridge(name))];
      return [...onEach(line, ['parent=lo']), [line, ['network', 'delete', name]]];
    }),
    ...twice((name) => [
      ['network', 'acl', 'create', p(name)],
      ['network', 'acl', 'delete', p(name)],
    ]),
    ...twice((name) => [
      ['network', 'zone', 'create', `${p(name)}.example`],
      ['network', 'zone', 'delete', `${p(name)}.example`],
    ]),
    ...twice((name) => [
      ['network', 'zone', 'record', 'create', zone, name],
      ['network', 'zone', 'record', 'delete', zone, name],
    ]),
    ...both.flatMap((name): Step[] => {
      const line = ['storage', 'create', p(name), 'dir'];
      return [...onEach(line), [line, ['storage', 'delete', p(name)]]];
    }),
    ...twice((name, where) => [
      ['storage', 'volume', 'create', pool, name, ...where],
      ['storage', 'volume', 'delete', pool, name, ...where],
    ]),
    ...both.map((name): Step => [['storage', 'volume', 'snapshot', ...create, pool, 'one', name, ...at(0)]]),
    ...twice((name, where) => [
      ['init', 'busybox', p(name), '-p', p('one'), '-s', pool, ...where],
      ['delete', '--force', p(name)],
    ]),
    ...twice((name): Step => [['snapshot', ...create, instance, name]]),
  ];
}

/** Does all steps. @returns what takes them back, last first @throws where one cannot be done */
export async function carryOutSteps(target: Target, all: readonly Step[]): Promise<() => Promise<void>> {
  const run = (doing: Doing): Promise<unknown> =>
    typeof doing === 'function' ? doing() : target.cli([...doing]);
  const made: Doing[] = [];
  const undo = async (): Promise<void> => {
    const failed: unknown[] = [];
    for (let doing = made.pop(); doing; doing = made.pop()) {
      const again = doing;
      // Incus trips over interfaces that other servers of this machine remove at the same moment.
      await run(doing)
        .catch(() => run(again))
        .catch((error: unknown) => failed.push(error));
    }
    if (failed.length) throw new AggregateError(failed, failed.map(String).join('\n'));
  };
  try {
    for (const [make, takeBack] of all) {
      await run(make);
      if (takeBack) made.push(takeBack);
    }
  } catch (error) {
    await undo();
    throw error;
  }
  return undo;
}

/**
 * Makes two of most kinds of resources on a server, with its own client; `fillRest` makes the others.
 * @throws where one cannot be made
 */
export async function fill(target: Target, prefix: string, options: FillOptions = {}): Promise<Filled> {
  const isCluster = options.members?.length;
  const bridges = isCluster ? ([`${prefix}-one`, `${prefix}-two`] as const) : twoBridges();
  if (!isCluster) for (const name of bridges) recordBridge(target.server.run, name);
  const undo = await carryOutSteps(target, steps(prefix, bridges, target.kind, options));
  return { bridges, undo };
}

/** In the order of their rows. */
function twoBridges(): readonly [string, string] {
  const names = [newBridgeName(), newBridgeName()] as const;
  return naturally.compare(...names) < 0 ? names : [names[1], names[0]];
}

const naturally = new Intl.Collator(undefined, { numeric: true });
