import assert from 'node:assert/strict';
import { AppError } from '../../src/base/errors';
import type { Endpoint } from '../../src/client/endpoint';
import { type ServerInfo, getServer } from '../../src/client/server';
import { settle } from '../../src/client/settle';
import { requestAt } from '../../src/kinds/address';
import { nameProblem } from '../../src/kinds/names';
import { listImages } from '../../src/resources/images/api';
import * as api from '../../src/resources/instances/api';
import { nameProblem as instanceNameProblem } from '../../src/resources/instances/names';
import { kinds } from '../../src/resources/kinds';
import { ApiPlace } from '../live/api/apiPlace';
import { unhurried } from '../support/connect';
import { eachServerSomeWay } from '../support/targets';

const project = 'default';
const long = (length: number): string => 'w'.repeat(length);
const odd = [
  ...[
    long(63),
    long(64),
    long(255),
    long(300),
    'x',
    'xy',
    'WEB',
    'none',
    '1web',
    '123',
    '9'.repeat(30),
    '9223372036854775808',
  ],
  ...[
    'web-',
    '-web',
    '_a',
    'a_b',
    '.a',
    'a.b',
    'a..b',
    '.',
    '..',
    '../x',
    'a/b',
    '/a',
    'a/',
    'a b',
    ' a',
    'a ',
  ],
  ...['a\tb', '😀', 'ä', 'a:b', 'a%b', 'a?b', 'a#b', 'a@b', "a'b", 'a"b', 'a,b', 'a=b', '*', 'a\\b'],
  ...['a&b', '~a', 'a$b', 'a+b'],
];

/** Where each costs the server something. */
const few = [
  long(255),
  long(300),
  'ä',
  'a:b',
  'a..b',
  '.',
  '..',
  'a/b',
  'a b',
  'a\tb',
  ...['a%b', 'a?b', 'a&b', 'a+b', 'a#b'],
  ' a',
  'a ',
];

/** Nobody sees such a space, in a row as in a message: ours refuses it though a server may take it. */
const unseen = [' a', 'a '];

interface Case {
  readonly id: string;
  readonly parents: readonly string[];
  readonly names?: readonly string[];
  /** What a name is in its path. */
  readonly parts?: (name: string) => readonly string[];
  readonly body?: Readonly<Record<string, unknown>>;
  /** What ours refuses though the server takes it. */
  readonly ours?: readonly string[];
  /** Not sent, as the server does harm with it. */
  readonly harmful?: readonly string[];
}

describe('names', function () {
  this.timeout(180_000);

  eachServerSomeWay((target) => {
    let place: ApiPlace;
    let server: ServerInfo;

    before(async () => {
      place = new ApiPlace(target);
      server = await place.value(getServer());
    });
    after(() => place.end());

    /** The server's own words against it; undefined where it takes it. */
    const refusal = async (endpoint: Endpoint<unknown>): Promise<string | undefined> => {
      try {
        const answer = await place.transport.send(endpoint, unhurried());
        if (answer.kind === 'operation') await settle(place.transport, answer.operation, unhurried());
        return undefined;
      } catch (error) {
        assert.ok(AppError.is(error), String(error));
        return error.message;
      }
    };
    /** Makes one of each name. @returns what ours and the server say otherwise of */
    const compare = async (
      names: readonly string[],
      say: (name: string) => string | undefined,
      create: (name: string) => Endpoint<unknown>,
      remove: (name: string) => Endpoint<unknown>,
      sameWords: (ours: string, theirs: string) => boolean,
    ): Promise<{ ours: string[]; theirs: string[]; words: string[] }> => {
      const differ = { ours: [] as string[], theirs: [] as string[], words: [] as string[] };
      for (const name of names) {
        const [mine, theirs] = [say(name), await refusal(create(name))];
        if (theirs === undefined) assert.equal(await refusal(remove(name)), undefined, name);
        if (mine !== undefined && theirs === undefined) differ.ours.push(name);
        if (mine === undefined && theirs !== undefined) differ.theirs.push(`${name}: ${theirs}`);
        if (mine !== undefined && theirs !== undefined && !sameWords(mine, theirs))
          differ.words.push(`${name}: ${mine} / ${theirs}`);
      }
      return differ;
    };

    it('of instances are refused as the server refuses them, in its own sentence', async () => {
      const differ = await compare(
        odd,
        (name) => instanceNameProblem(name, server),
        (name) => api.createInstance({ project, body: { name, source: { type: 'none' } } }),
        (name) => api.deleteInstance({ project, name }),
        (ours, theirs) => theirs.endsWith(ours),
      );
      assert.deepEqual(differ, { ours: [], theirs: [], words: [] });
      // Nothing at all is a name that the server thinks of itself, and to a person a mistake.
      assert.equal(instanceNameProblem('', server), 'A name is needed');
    });

    it('of instances are refused in a rename as in a creation', async () => {
      const made = await place.instance('init');
      for (const name of ['1web', '123', 'web-', '-web', 'a_b', 'a/b', long(64)]) {
        const theirs = await refusal(api.postInstance({ project, name: made, body: { name } }));
        if (theirs === undefined)
          assert.equal(await refusal(api.postInstance({ project, name, body: { name: made } })), undefined);
        const mine = instanceNameProblem(name, server);
        assert.ok(
          mine === undefined ? theirs === undefined : theirs?.endsWith(mine),
          `${name}: ${mine} / ${theirs}`,
        );
      }
    });

    const check = async ({
      id,
      parents,
      names = odd,
      parts,
      body = {},
      ours = [],
      harmful = [],
    }: Case): Promise<void> => {
      const kind = kinds.find(({ data }) => data.id === id);
      assert.ok(kind?.operations.create && kind.operations.remove, id);
      const { create, remove } = kind.operations;
      const differ = await compare(
        names.filter((name) => !harmful.includes(name)),
        (name) => nameProblem(kind, name, () => false, server),
        (name) =>
          requestAt(
            create,
            { project, names: parents },
            { body: { ...(kind.creation?.body(name, [], parents) ?? { name, description: '' }), ...body } },
          ),
        (name) => requestAt(remove, { project, names: [...parents, ...(parts?.(name) ?? [name])] }),
        (mine, said) => meaning(mine) === meaning(said),
      );
      for (const name of harmful)
        assert.ok(nameProblem(kind, name, () => false, server) !== undefined, `${id} ${name}`);
      assert.deepEqual(differ, { ours, theirs: [], words: [] }, id);
    };
    it('of snapshots and backups of instances', async () => {
      const made = await place.instance('init');
      // Of a snapshot that is called . or .. they delete the folder of all; one with a percent sign is never found again.
      const harmful = ['.', '..', 'a%b', ...unseen];
      await check({ id: 'snapshot', parents: [made], names: few, harmful });
      await check({
        id: 'backup',
        parents: [made],
        names: [long(255), long(300), 'a/b', '.', 'ä', ' a'],
        ours: [' a'],
      });
    });
    it('of profiles and projects', async () => {
      await check({ id: 'profile', parents: [], ours: unseen });
      await check({ id: 'project', parents: [] });
    });
    it('of storage pools and volumes', async () => {
      await check({ id: 'storagePool', parents: [], names: few });
      const parts = (name: string): string[] => ['custom', name];
      await check({ id: 'volume', parents: ['default'], parts, names: few, ours: ['.', '..', ...unseen] });
    });
    it('of snapshots of volumes', async () => {
      const volume = place.name('v');
      await target.cli(['storage', 'volume', 'create', 'default', volume]);
      place.later(() => target.cli(['storage', 'volume', 'delete', 'default', volume]));
      const parents = ['default', 'custom', volume];
      await check({ id: 'volumeSnapshot', parents, names: few, harmful: ['.', '..'] });
    });
    it('of networks and their ACLs', async () => {
      const config = { 'ipv4.address': 'none', 'ipv6.address': 'none' };
      const names = ['x', '.', '..', 'none', long(16), '😀', 'a b', 'a/b', 'a:b', 'a%b', 'a+b', ...unseen];
      await check({ id: 'network', parents: [], names, body: { config } });
      await check({ id: 'networkAcl', parents: [] });
    });
    it('of aliases of images', async () => {
      const [image] = await place.value(listImages({ project }));
      assert.ok(image);
      await check({ id: 'imageAlias', parents: [image.fingerprint], ours: unseen });
    });
  });
});

/** What a refusal is about: how long a name is, or what is in it. */
function meaning(text: string): string {
  if (/too (long|short)|characters long|^Volume path/i.test(text)) return 'length';
  return /contain|slash|space|reserved|a path|Invalid \w+ name|already exists|not valid|is a directory/i.test(
    text,
  )
    ? 'characters'
    : text;
}
