import { join } from 'node:path';

/** The checkout this script belongs to. */
export const root = join(import.meta.dirname, '..', '..');

export const inRoot = (...parts: string[]): string => join(root, ...parts);
