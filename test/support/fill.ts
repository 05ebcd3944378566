import { newBridgeName } from '../../scripts/lib/network';
import { recordBridge } from '../../scripts/lib/run';
import type { Target } from './targets';

type Line = readonly string[];

/** What was made on a server. */
export interface Filled {
  /** The bridges, whose names a machine has once only. */
  readonly bridges: readonly [string, string];
  /** Takes all of it back. @throws what could not be taken back */
  undo(): Promise<void>;
}

/** What is made, and how it is taken back; snapshots go with what they are of. */
function steps(
  prefix: string,
  bridges: readonly string[],
  kind: Target['kind'],
): [make: Line, undo?: Line][] {
  const p = (name: string): string => `${prefix}-${name}`;
  const both = ['one', 'two'];
  const twice = (make: (name: string) => [make: Line, undo?: Line]): [make: Line, undo?: Line][] =>
    both.map(make);
  const create = kind === 'lxd' ? [] : ['create'];
  const [pool, zone, instance] = [p('one'), `${p('one')}.example`, p('one')];
  return [
    ...twice((name) => [
      ['profile', 'create', p(name)],
      ['profile', 'delete', p(name)],
    ]),
    [['profile', 'set', p('one'), 'limits.cpu', '2']],
    ...bridges.map((name): [Line, Line] => [
      ['network', 'create', name, 'ipv4.address=none', 'ipv6.address=none'],
      ['network', 'delete', name],
    ]),
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
    ...twice((name) => [
      ['storage', 'create', p(name), 'dir'],
      ['storage', 'delete', p(name)],
    ]),
    ...twice((name) => [
      ['storage', 'volume', 'create', pool, name],
      ['storage', 'volume', 'delete', pool, name],
    ]),
    ...twice((name): [Line] => [['storage', 'volume', 'snapshot', ...create, pool, 'one', name]]),
    ...twice((name) => [
      ['init', 'busybox', p(name), '-p', p('one'), '-s', pool],
      ['delete', '--force', p(name)],
    ]),
    ...twice((name): [Line] => [['snapshot', ...create, instance, name]]),
  ];
}

/** Makes two of most kinds of resources on a server, with its own client. @throws where one cannot be made */
export async function fill(target: Target, prefix: string): Promise<Filled> {
  const bridges = [newBridgeName(), newBridgeName()] as const;
  for (const name of bridges) recordBridge(target.server.run, name);
  const made: Line[] = [];
  const undo = async (): Promise<void> => {
    for (let line = made.pop(); line; line = made.pop()) await target.cli([...line]);
  };
  try {
    for (const [make, takeBack] of steps(prefix, bridges, target.kind)) {
      await target.cli([...make]);
      if (takeBack) made.push(takeBack);
    }
  } catch (error) {
    await undo();
    throw error;
  }
  return { bridges, undo };
}
