import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** As much of a Swagger 2 schema as the servers' files use. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
}

interface Parameter {
  readonly in: string;
  readonly schema?: Schema;
}

interface SwaggerOperation {
  readonly parameters?: readonly Parameter[];
  readonly responses?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

export interface Swagger {
  readonly definitions: Readonly<Record<string, Schema>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, SwaggerOperation>>>>;
}

/** A schema that a request carries or an answer brings. */
export interface Use {
  readonly path: string;
  readonly direction: 'request' | 'answer';
  readonly schema: Schema;
}

export function readSwagger(file: string): Swagger {
  return parse(readFileSync(file, 'utf8')) as Swagger;
}

/** What all operations send and answer; of an answer only the metadata within its envelope. */
export function usesOf({ paths }: Swagger): Use[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.values(operations).flatMap(({ parameters = [], responses = {} }) => {
      const requests = parameters.filter((parameter) => parameter.in === 'body');
      const answers = Object.values(responses).map(
        ({ schema }) => schema?.properties?.['metadata'] ?? schema,
      );
      return [
        ...requests.map(({ schema }) => ({ path, direction: 'request' as const, schema })),
        ...answers.map((schema) => ({ path, direction: 'answer' as const, schema })),
      ].filter((use): use is Use => use.schema !== undefined);
    }),
  );
}

/** The names of all definitions that a schema names, at any depth of the schema itself. */
export function refsOf({ $ref, properties = {}, items, additionalProperties }: Schema): string[] {
  const parts = [...Object.values(properties), items, additionalProperties].filter(
    (part) => part !== undefined,
  );
  return [...($ref === undefined ? [] : [refName($ref)]), ...parts.flatMap(refsOf)];
}

export const refName = ($ref: string): string => $ref.replace('#/definitions/', '');
