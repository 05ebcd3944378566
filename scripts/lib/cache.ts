import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where everything lives that takes long to get: images, VS Code, Node. Safe to delete at any time. */
export function cacheDir(): string {
  const dir = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'lxd-explorer');
  mkdirSync(dir, { recursive: true });
  return dir;
}

/**
 * A folder of the cache, built on first use. It is built beside its place and renamed into it, so a run that is
 * killed leaves no half of it, and of two runs at once the second one's copy is dropped.
 */
export async function cachedFolder(name: string, build: (dir: string) => Promise<void>): Promise<string> {
  const target = join(cacheDir(), name);
  if (existsSync(target)) return target;
  const dir = mkdtempSync(join(cacheDir(), '.building-'));
  try {
    await build(dir);
    if (!existsSync(target)) renameSync(dir, target);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  return target;
}
