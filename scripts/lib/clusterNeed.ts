import { readFileSync } from 'node:fs';
import { testFiles } from './testFiles';

/** Whether a test file asks for the cluster. */
export const asksForCluster = (file: string): boolean =>
  /(support\/cluster|\.\/clusterRemote)'/.test(readFileSync(file, 'utf8'));

/** Whether one of the test files that are going to run does. */
export const needsCluster = (layer: string, rest: readonly string[]): boolean =>
  testFiles(layer, rest).some(asksForCluster);
