/** What of an instance matters in a case; what is left out is empty, or as an instance is made. */
interface Part {
  readonly description?: string;
  readonly profiles?: readonly string[];
  readonly config?: Readonly<Record<string, string>>;
  readonly devices?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What both started from, what each made of it, and what then is on the server. */
export interface ConflictCase {
  readonly what: string;
  readonly base: Part;
  readonly mine: Part;
  /** None where nobody else edits. */
  readonly theirs?: Part;
  /** What somebody else does meanwhile. */
  readonly outside?: 'start' | 'stop';
  /** What is on the server afterwards: mine, merged, or theirs while a person is asked. */
  readonly result: Part;
  /** The places that a person is asked about; none where it is saved. */
  readonly asked?: readonly string[];
}

const a = { type: 'none' };
const path = (source: string) => ({ type: 'disk', source, path: '/mnt' });
const user = (...entries: [string, string][]) => ({
  config: Object.fromEntries(entries.map(([key, value]) => [`user.${key}`, value])),
});

export const conflictCases: readonly ConflictCase[] = [
  {
    what: 'nobody else: mine is saved',
    base: user(['a', '1']),
    mine: user(['a', '2']),
    result: user(['a', '2']),
  },
  {
    what: 'nothing changed: nothing is sent',
    base: user(['a', '1']),
    mine: user(['a', '1']),
    result: user(['a', '1']),
  },
  {
    what: 'only they changed: theirs stays',
    base: user(['a', '1']),
    mine: user(['a', '1']),
    theirs: user(['a', '2']),
    result: user(['a', '2']),
  },
  {
    what: 'different keys: both',
    base: user(['a', '1'], ['b', '1']),
    mine: user(['a', '2'], ['b', '1']),
    theirs: user(['a', '1'], ['b', '2']),
    result: user(['a', '2'], ['b', '2']),
  },
  {
    what: 'the same key in different ways: asked',
    base: user(['a', '1']),
    mine: user(['a', '2']),
    theirs: user(['a', '3']),
    result: user(['a', '3']),
    asked: ['user.a'],
  },
  {
    what: 'the same key in the same way: no question',
    base: user(['a', '1']),
    mine: user(['a', '2']),
    theirs: user(['a', '2']),
    result: user(['a', '2']),
  },
  {
    what: 'both add different keys: both',
    base: {},
    mine: user(['a', '1']),
    theirs: user(['b', '1']),
    result: user(['a', '1'], ['b', '1']),
  },
  {
    what: 'both add the same key alike: no question',
    base: {},
    mine: user(['a', '1']),
    theirs: user(['a', '1']),
    result: user(['a', '1']),
  },
  {
    what: 'both add the same key differently: asked',
    base: {},
    mine: user(['a', '1']),
    theirs: user(['a', '2']),
    result: user(['a', '2']),
    asked: ['user.a'],
  },
  {
    what: 'I remove what they left alone: removed',
    base: user(['a', '1'], ['b', '1']),
    mine: user(['b', '1']),
    theirs: user(['a', '1'], ['b', '2']),
    result: user(['b', '2']),
  },
  {
    what: 'they remove what I left alone: removed',
    base: user(['a', '1'], ['b', '1']),
    mine: user(['a', '1'], ['b', '2']),
    theirs: user(['b', '1']),
    result: user(['b', '2']),
  },
  { what: 'both remove: removed', base: user(['a', '1']), mine: {}, theirs: {}, result: {} },
  {
    what: 'I remove what they changed: asked',
    base: user(['a', '1']),
    mine: {},
    theirs: user(['a', '2']),
    result: user(['a', '2']),
    asked: ['user.a'],
  },
  {
    what: 'they remove what I changed: asked',
    base: user(['a', '1']),
    mine: user(['a', '2']),
    theirs: {},
    result: {},
    asked: ['user.a'],
  },
  {
    what: 'description here, config there: both',
    base: {},
    mine: { description: 'mine' },
    theirs: user(['a', '1']),
    result: { description: 'mine', ...user(['a', '1']) },
  },
  {
    what: 'both describe it: asked',
    base: {},
    mine: { description: 'mine' },
    theirs: { description: 'theirs' },
    result: { description: 'theirs' },
    asked: ['description'],
  },
  {
    what: 'I add a profile, they change a key: both',
    base: {},
    mine: { profiles: ['default', 'other'] },
    theirs: user(['a', '1']),
    result: { profiles: ['default', 'other'], ...user(['a', '1']) },
  },
  {
    what: 'they add a profile, I change a key: both',
    base: {},
    mine: user(['a', '1']),
    theirs: { profiles: ['default', 'other'] },
    result: { profiles: ['default', 'other'], ...user(['a', '1']) },
  },
  {
    what: 'both add the same profile: no question',
    base: {},
    mine: { profiles: ['default', 'other'] },
    theirs: { profiles: ['default', 'other'] },
    result: { profiles: ['default', 'other'] },
  },
  {
    what: 'profiles in different orders: asked',
    base: {},
    mine: { profiles: ['default', 'other'] },
    theirs: { profiles: ['other', 'default'] },
    result: { profiles: ['other', 'default'] },
    asked: ['profiles'],
  },
  {
    what: 'different devices: both',
    base: {},
    mine: { devices: { one: a } },
    theirs: { devices: { two: a } },
    result: { devices: { one: a, two: a } },
  },
  {
    what: 'the same new device: no question',
    base: {},
    mine: { devices: { one: a } },
    theirs: { devices: { one: a } },
    result: { devices: { one: a } },
  },
  {
    what: 'different keys of one device: both',
    base: { devices: { d: path('/tmp') } },
    mine: { devices: { d: { ...path('/tmp'), readonly: 'true' } } },
    theirs: { devices: { d: { ...path('/tmp'), optional: 'true' } } },
    result: { devices: { d: { ...path('/tmp'), readonly: 'true', optional: 'true' } } },
  },
  {
    what: 'the same key of one device: asked',
    base: { devices: { d: path('/tmp') } },
    mine: { devices: { d: path('/usr') } },
    theirs: { devices: { d: path('/var') } },
    result: { devices: { d: path('/var') } },
    asked: ['devices.d.source'],
  },
  {
    what: 'I remove a device, they left it: removed',
    base: { devices: { d: path('/tmp') } },
    mine: {},
    theirs: { devices: { d: path('/tmp') }, description: 'x' },
    result: { description: 'x' },
  },
  {
    what: 'I remove a device that they changed: asked',
    base: { devices: { d: path('/tmp') } },
    mine: {},
    theirs: { devices: { d: path('/var') } },
    result: { devices: { d: path('/var') } },
    asked: ['devices.d'],
  },
  {
    what: 'they remove a device that I changed: asked',
    base: { devices: { d: path('/tmp') } },
    mine: { devices: { d: path('/var') } },
    theirs: {},
    result: {},
    asked: ['devices.d'],
  },
  {
    what: 'one conflict among clean changes: asked about that one only',
    base: user(['a', '1'], ['b', '1'], ['c', '1']),
    mine: user(['a', '2'], ['b', '2'], ['c', '1']),
    theirs: user(['a', '3'], ['b', '1'], ['c', '3']),
    result: user(['a', '3'], ['b', '1'], ['c', '3']),
    asked: ['user.a'],
  },
  {
    what: 'started meanwhile: only what is volatile differs, no question',
    base: user(['a', '1']),
    mine: user(['a', '2']),
    outside: 'start',
    result: user(['a', '2']),
  },
  {
    what: 'stopped meanwhile: no question',
    base: user(['a', '1']),
    mine: user(['a', '3']),
    outside: 'stop',
    result: user(['a', '3']),
  },
  {
    what: 'a started one that they changed too: both',
    base: user(['a', '1']),
    mine: user(['a', '2']),
    theirs: user(['a', '1'], ['b', '1']),
    outside: 'start',
    result: user(['a', '2'], ['b', '1']),
  },
];
