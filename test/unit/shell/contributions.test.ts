import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contributions } from '../../../src/contributions';
import { contextValue, fits, type RowTest, whenRow, whenView } from '../../../src/shell/contributions';
import { scaled, seed } from '../../support/seed';

/** What VS Code does with `viewItem =~ /…/` in a when clause. */
function matches(test: RowTest, viewItem: string): boolean {
  const pattern = /viewItem =~ \/(.*)\/$/.exec(whenRow(test))?.[1];
  assert.ok(pattern !== undefined);
  return new RegExp(pattern).test(viewItem);
}

// Flags and kinds that begin and end alike, as "stopped" and "stop" do.
const word = fc.constantFrom(
  'instance',
  'instances',
  'run',
  'running',
  'stop',
  'stopped',
  'vm',
  'canExec',
  'can',
);
const words = fc.uniqueArray(word, { maxLength: 5 });
const row = fc.record({ kind: word, all: words, none: words });

describe('contextValue, whenRow and fits', () => {
  it('agree on every row and every test', () => {
    fc.assert(
      fc.property(word, words, row, (kind, flags, test) => {
        const value = contextValue(kind, flags);
        assert.equal(matches(test, value), fits(test, value), `${value} ${whenRow(test)}`);
      }),
      { seed: seed(), numRuns: scaled(50_000) },
    );
  });

  it('agree on what they should say', () => {
    const test: RowTest = { kind: 'instance', all: ['running'], none: ['lost'] };
    const cases: [string, boolean][] = [
      [contextValue('instance', ['running', 'container']), true],
      [contextValue('instance', ['running', 'lost']), false],
      [contextValue('instance', ['stopped']), false],
      [contextValue('instances', ['running']), false],
      [contextValue('instance'), false],
    ];
    for (const [value, expected] of cases) {
      assert.equal(fits(test, value), expected, value);
      assert.equal(matches(test, value), expected, value);
    }
  });

  it('are about the view that a row is in: the tree of remotes, where none is named', () => {
    assert.equal(whenRow({ kind: 'k' }), 'view == lxd.remotes && viewItem =~ /^k\\b/');
    assert.match(whenRow({ kind: 'k', view: 'lxd.operations' }), /^view == lxd\.operations && /);
    const both = /^view =~ \/(.*)\/$/.exec(whenView(['lxd.remotes', 'lxd.operations']))?.[1] ?? '';
    const views = ['lxd.remotes', 'lxd.operations', 'lxd.operations2', 'lxd-remotes'];
    assert.deepEqual(
      views.map((view) => new RegExp(both).test(view)),
      [true, true, false, false],
    );
  });

  it('sort flags, so that the same row has the same value', () => {
    assert.equal(contextValue('k', ['b', 'a']), contextValue('k', ['a', 'b']));
    assert.equal(contextValue('k'), 'k');
  });
});

describe('everything that is contributed', () => {
  const commands = contributions.flatMap((feature) => feature.commands ?? []);

  it('has ids of its own, in our name', () => {
    const ids = commands.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, /^lxd\.[a-zA-Z]+\.[a-zA-Z]+$/);
  });

  it('has an icon wherever it stands as one', () => {
    for (const { id, icon, menus = [], toolbar } of commands) {
      const shown =
        menus.some(({ group }) => group.startsWith('inline')) || toolbar?.group.startsWith('navigation');
      if (shown) assert.ok(icon, id);
    }
  });

  it('goes back to a snapshot for one at a time', () => {
    for (const id of ['lxd.snapshot.restore', 'lxd.volumeSnapshot.restore']) {
      const menus = commands.find((command) => command.id === id)?.menus ?? [];
      assert.ok(
        menus.every(({ group, single }) => single ?? group.startsWith('inline')),
        id,
      );
    }
  });

  it('has at most two inline actions on any row', () => {
    const flags = [
      'running',
      'stopped',
      'frozen',
      'error',
      'lost',
      'ready',
      'forbidden',
      'canExec',
      'canFiles',
    ];
    const places = commands
      .flatMap(({ menus = [] }) => menus)
      .filter(({ group }) => group.startsWith('inline'));
    const kinds = new Set(places.map(({ row: { kind } }) => kind));
    const states = ['running', 'stopped', 'frozen', 'error'];
    for (const kind of kinds) {
      for (const state of states) {
        const others = flags.filter((flag) => !states.includes(flag) && flag !== 'lost' && flag !== 'ready');
        const value = contextValue(kind, kind === 'remote' ? ['lost', 'forbidden'] : [state, ...others]);
        const shown = places.filter((place) => fits(place.row, value)).length;
        assert.ok(shown <= 2, `${value}: ${shown}`);
      }
    }
  });
});
