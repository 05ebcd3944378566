import { readFileSync, readdirSync, statSync } from 'node:fs';
import { inRoot } from './paths';

const inDist = (ending: string): string[] =>
  readdirSync(inRoot('dist'))
    .filter((name) => name.endsWith(ending))
    .map((name) => inRoot('dist', name));

/** Bytes that may be bundled. More than half are libraries and the list of all operations, loaded when first needed. */
export const bundleLimit = 1400 * 1024;

/** Bytes of everything that is bundled. */
export function bundleSize(): number {
  return inDist('.js').reduce((sum, file) => sum + statSync(file).size, 0);
}

/** Bytes of what is loaded at activation: the extension, and the parts that it shares with what is loaded later. */
export function startSize(): number {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const [, part = ''] of readFileSync(inRoot('dist', name), 'utf8').matchAll(
      /require\("\.\/(shared-\w+\.js)"\)/g,
    ))
      visit(part);
  };
  visit('extension.js');
  return [...seen].reduce((sum, name) => sum + statSync(inRoot('dist', name)).size, 0);
}

/** The npm packages whose code is in dist, by what the source maps name. */
export function bundledPackages(): string[] {
  const maps = inDist('.js.map').map(
    (file) => JSON.parse(readFileSync(file, 'utf8')) as { sources: string[] },
  );
  const names = maps
    .flatMap(({ sources }) => sources)
    .map((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1])
    .filter((name) => name !== undefined);
  return [...new Set(names)].sort();
}
