import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inRoot } from './paths';

/** The test files of a layer: those that are named, else all. Absolute paths. @param rest arguments for mocha */
export function testFiles(layer: string, rest: readonly string[] = []): string[] {
  const named = rest.filter((argument) => argument.endsWith('.ts'));
  if (named.length > 0)
    return named.map((name) => resolve(inRoot(), name)).filter((file) => existsSync(file));
  const folder = inRoot('test', layer);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(folder, name));
}
