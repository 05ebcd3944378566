import { join } from 'node:path';
import { exec } from '../../scripts/lib/exec';
import type { Target } from './targets';

const listing = `
cd "$1" || exit 1
find . -mindepth 1 -printf '%P\\t%y\\t%m\\t%U\\t%G\\t%l\\n' | sort
find . -mindepth 1 -type f -print0 | sort -z | xargs -0r sha256sum
getfattr --recursive --physical --dump --match=- . 2>/dev/null || true
`;

/**
 * Every file of a stopped container as the server keeps it on its \`dir\` pool: names, types, modes, owners, links,
 * contents and extended attributes, as text.
 */
export function contentsOf({ server }: Target, name: string): Promise<string> {
  const root = join(server.dir, 'storage-pools', 'default', 'containers', name, 'rootfs');
  return exec('sh', ['-c', listing, 'sh', root]);
}

/** Where a file of a container is on the machine. */
export function onMachine({ server }: Target, name: string, path: string): string {
  return join(server.dir, 'storage-pools', 'default', 'containers', name, 'rootfs', path);
}
