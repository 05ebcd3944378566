import { readFileSync } from 'node:fs';
import { inRoot } from './paths';

/** The npm packages whose code is in dist/extension.js, by what its source map names. */
export function bundledPackages(): string[] {
  const map = JSON.parse(readFileSync(inRoot('dist', 'extension.js.map'), 'utf8')) as {
    readonly sources: string[];
  };
  const names = map.sources
    .map((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1])
    .filter((name) => name !== undefined);
  return [...new Set(names)].sort();
}
