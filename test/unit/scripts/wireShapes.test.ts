import assert from 'node:assert/strict';
import type { Schema, Swagger } from '../../../scripts/lib/swagger';
import { shared, wireFiles } from '../../../scripts/lib/wireShapes';

const text: Schema = { type: 'string' };
const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` });
const answer = (schema: Schema) => ({
  get: { responses: { '200': { schema: { properties: { metadata: schema } } } } },
});

const older: Swagger = {
  definitions: {
    Profile: {
      properties: { name: text, config: { type: 'object', additionalProperties: text }, description: text },
    },
    ProfilesPost: { properties: { name: text, description: text } },
    Unused: { properties: { name: text } },
  },
  paths: {
    '/1.0/profiles/{name}': answer(ref('Profile')),
    '/1.0/profiles': { post: { parameters: [{ in: 'body', schema: ref('ProfilesPost') }] } },
  },
};
const newer: Swagger = {
  definitions: {
    ...older.definitions,
    Profile: {
      properties: {
        name: text,
        config: ref('ConfigMap'),
        devices: ref('DevicesMap'),
        limits: { type: 'array', items: ref('Limit') },
      },
    },
    ConfigMap: { type: 'object' },
    DevicesMap: { type: 'object' },
    Limit: {
      properties: { 'per-member': { type: 'integer' }, raw: { type: 'array', items: { format: 'uint8' } } },
    },
    Project: { properties: { name: text, limit: ref('Limit') } },
  },
  paths: { ...older.paths, '/1.0/projects/{name}': answer(ref('Project')) },
};

describe('wire types', () => {
  const files = wireFiles([older, newer]);
  const file = (place: string): string => files.get(place)?.replaceAll(/\s+/g, ' ') ?? '';

  it('merge what the servers have: a field of one of them is optional, a name is always answered', () => {
    assert.ok(
      file('profiles').includes(
        'export interface Profile { ' +
          'readonly config?: Readonly<Record<string, string>>; ' +
          'readonly description?: string; ' +
          'readonly devices?: Readonly<Record<string, Readonly<Record<string, string>>>>; ' +
          'readonly limits?: readonly (Limit)[]; ' +
          'readonly name: string; }',
      ),
      file('profiles'),
    );
  });

  it('ask only for the name in a request', () => {
    assert.ok(
      file('profiles').includes(
        'export interface ProfilesPost { readonly description?: string; readonly name: string; }',
      ),
    );
  });

  it('put what two folders need where both may import it', () => {
    assert.ok(
      file(shared).includes(
        "export interface Limit { readonly 'per-member'?: number; readonly raw?: string; }",
      ),
    );
    assert.ok(file('projects').startsWith("import type { Limit } from '../../client/wire';"));
  });

  it('put the parts of a large folder into files of their own, which import each other', () => {
    const parts = wireFiles([
      {
        definitions: {
          InstanceFull: { properties: { name: text, state: ref('InstanceState') } },
          InstanceState: { properties: { pid: { type: 'integer' } } },
        },
        paths: { '/1.0/instances/{name}': answer(ref('InstanceFull')) },
      },
    ]);
    assert.ok(parts.has('instances') && parts.has('instances/state'));
    assert.match(parts.get('instances') ?? '', /^import type \{ InstanceState \} from '.\/stateWire';/);
    assert.match(parts.get('instances/state') ?? '', /^export interface InstanceState \{/);
  });

  it('leave out what no operation reaches', () => {
    assert.equal(
      [...files.values()].some((content) => content.includes('Unused')),
      false,
    );
  });

  it('refuse a file that names what it does not define', () => {
    const broken = { ...older, paths: { '/1.0/profiles': answer(ref('Gone')) } };
    assert.throws(() => wireFiles([broken]), /no file defines Gone/);
  });
});
