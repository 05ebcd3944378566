import { type Schema, type Swagger, type Use, refName, refsOf, usesOf } from './swagger';
import { renamed, undefinedShapes, unnamed, written } from './wireGaps';
import { partOf, placeOf, wireFileName } from './wirePlaces';

/** The place of shapes that several folders need. */
export const shared = 'shared';

/** One server's definition of a name, or several servers' of the same one. */
type Variants = readonly Schema[];

/** What every answer about an object carries, where all servers' definitions have it. */
const alwaysAnswered = /^(name|server_name|listen_address|fingerprint|id|uuid|status|status_code|type)$/;

/** What a request that creates or renames cannot leave out; elsewhere the server finds a name by itself. */
const alwaysSent = /^(name|server_name|listen_address)$/;
const serverNames =
  /^(CertificatesPost|Instance(s|Snapshots|Backups)?Post|StorageVolume(Snapshots|Backups)?Post|StorageBucketBackupsPost|CertificatePut|IdentitiesTLSPost)$/;

const nameOf = ($ref: string): string => renamed[refName($ref)] ?? refName($ref);

/** The text of each file to write, by its place. */
export function wireFiles(servers: readonly Swagger[]): Map<string, string> {
  const definitions = new Map<string, Variants>();
  for (const server of [...servers, { definitions: undefinedShapes }])
    for (const [name, schema] of Object.entries(server.definitions))
      definitions.set(nameOf(name), [...(definitions.get(nameOf(name)) ?? []), schema]);

  const isDefined = ({ schema }: Use): boolean => namesIn([schema]).every((name) => definitions.has(name));
  const uses = [...servers.flatMap(usesOf), ...unnamed.filter(isDefined)];
  const missing = [...new Set(uses.flatMap(({ schema }) => namesIn([schema])))].filter(
    (name) => !definitions.has(name),
  );
  if (missing.length > 0) throw new Error(`no file defines ${missing.join(', ')}`);
  const places = placesOf(definitions, uses);
  const answered = rootsOf(uses, 'answer');
  const sent = rootsOf(uses, 'request');
  const texts = new Map<string, string>();
  for (const place of [...new Set(places.values())].sort()) {
    const own = [...places].filter(([, other]) => other === place).map(([name]) => name);
    const bodies = own.sort().map((name) => {
      const variants = definitions.get(name) ?? [];
      const required = sent.has(name)
        ? (field: string) => /Post$/.test(name) && !serverNames.test(name) && alwaysSent.test(field)
        : (field: string) => answered.has(name) && alwaysAnswered.test(field);
      return `export interface ${name} ${shapeText(variants, definitions, required)}\n`;
    });
    const used = new Set(own.flatMap((name) => namesIn(definitions.get(name) ?? [])));
    const imports = [...new Set(places.values())]
      .filter((other) => other !== place)
      .sort((a, b) => Number(b === shared) - Number(a === shared))
      .flatMap((other) => {
        const names = [...used].filter((name) => places.get(name) === other).sort();
        const from = other === shared ? '../../client/wire' : `./${wireFileName(other)}`;
        return names.length > 0 ? [`import type { ${names.join(', ')} } from '${from}';\n`] : [];
      });
    texts.set(place, [imports.join(''), ...bodies].filter(Boolean).join('\n'));
  }
  return texts;
}

const namesIn = (variants: Variants): string[] => variants.flatMap(refsOf).map(nameOf);

/** Objects only: a name for a number or a map is written out where it is used. */
const isObject = (variants: Variants | undefined): boolean =>
  variants?.some(({ properties }) => properties !== undefined) ?? false;

/** Each definition that an operation reaches, with the folder of the operations that reach it. */
function placesOf(definitions: ReadonlyMap<string, Variants>, uses: readonly Use[]): Map<string, string> {
  const found = new Map<string, Set<string>>();
  const visit = (name: string, place: string): void => {
    const places = found.get(name) ?? new Set();
    if (places.has(place)) return;
    found.set(name, places.add(place));
    for (const inner of namesIn(definitions.get(name) ?? [])) visit(inner, place);
  };
  for (const { path, schema } of uses) {
    const place = placeOf(path);
    if (place !== undefined) for (const name of namesIn([schema])) visit(name, place);
  }
  const objects = [...found].filter(([name]) => isObject(definitions.get(name)));
  return new Map(
    objects.map(([name, [place = '', ...more]]) => [name, more.length > 0 ? shared : partOf(place, name)]),
  );
}

/** The definitions that are themselves, or as a list or map, what is sent or answered. */
function rootsOf(uses: readonly Use[], direction: Use['direction']): Set<string> {
  return new Set(
    uses.filter((use) => use.direction === direction).flatMap(({ schema }) => namesIn([schema])),
  );
}

function shapeText(
  variants: Variants,
  definitions: ReadonlyMap<string, Variants>,
  required: (field: string) => boolean = () => false,
): string {
  const fields = [...new Set(variants.flatMap(({ properties = {} }) => Object.keys(properties)))].sort();
  const lines = fields.map((field) => {
    const own = variants
      .map(({ properties }) => properties?.[field])
      .filter((schema) => schema !== undefined);
    const optional = own.length < variants.length || !required(field) ? '?' : '';
    const key = /^\w+$/.test(field) ? field : `'${field}'`;
    return `readonly ${key}${optional}: ${typeText(own, definitions)};`;
  });
  return `{\n${lines.join('\n')}\n}`;
}

/** The TypeScript type of a value, by what all servers say of it. */
function typeText(variants: Variants, definitions: ReadonlyMap<string, Variants>): string {
  const inner = (pick: (schema: Schema) => Schema | undefined): Variants =>
    variants.map(pick).filter((schema) => schema !== undefined);
  const one = (schema: Schema): string => {
    if (schema.$ref !== undefined) {
      const name = nameOf(schema.$ref);
      const target = definitions.get(name) ?? [];
      return written[name] ?? (isObject(target) ? name : typeText(target, definitions));
    }
    if (schema.type === 'array' && schema.items?.format === 'uint8') return 'string'; // bytes, as base64
    if (schema.type === 'array')
      return `readonly (${typeText(
        inner(({ items }) => items),
        definitions,
      )})[]`;
    if (schema.additionalProperties !== undefined) {
      const value = typeText(
        inner((other) => other.additionalProperties),
        definitions,
      );
      return `Readonly<Record<string, ${value}>>`;
    }
    if (schema.properties !== undefined) return shapeText(variants, definitions);
    if (schema.type === 'integer' || schema.type === 'number') return 'number';
    return schema.type === 'string' || schema.type === 'boolean' ? schema.type : 'unknown';
  };
  const found = [...new Set(variants.map(one))].sort();
  const loose = 'Readonly<Record<string, unknown>>';
  const types = found.includes(loose) ? [loose] : found; // holds every other map, too
  return types.length === 0 || types.includes('unknown') ? 'unknown' : types.join(' | ');
}
