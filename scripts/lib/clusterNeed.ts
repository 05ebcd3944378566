import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inRoot } from './paths';

/** Whether a test file of the layer that is going to run asks for the cluster. */
export function needsCluster(layer: string, rest: readonly string[]): boolean {
  const named = rest.filter((argument) => argument.endsWith('.ts')).map((name) => resolve(inRoot(), name));
  const folder = inRoot('test', layer);
  const all = readdirSync(folder).map((name) => join(folder, name));
  return (named.length > 0 ? named : all)
    .filter((file) => file.endsWith('.ts') && existsSync(file))
    .some((file) => /(support\/cluster|\.\/clusterRemote)'/.test(readFileSync(file, 'utf8')));
}
