import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { exec } from './exec';

/** The normal user that every image of ours has, so that ownership has something to differ from root's. */
export const user = { name: 'dev', uid: 1000, gid: 1000, home: '/home/dev' } as const;

export function put(root: string, path: string, text: string, mode = 0o644): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
}

export function putHome(root: string): void {
  const home = join(root, user.home);
  mkdirSync(home, { recursive: true });
  put(root, `${user.home}/hello.txt`, 'Hello from inside the container.\n');
  for (const path of [home, join(home, 'hello.txt')]) chownSync(path, user.uid, user.gid);
}

export interface ImageProperties {
  readonly os: string;
  readonly release: string;
  readonly description: string;
}

/** A unified image from `dir`, which holds `rootfs`: metadata and templates added, packed as `image.tar.gz` beside it. */
export async function packImage(dir: string, properties: ImageProperties): Promise<void> {
  const metadata = {
    architecture: process.arch === 'arm64' ? 'aarch64' : 'x86_64',
    creation_date: Math.floor(Date.now() / 1000),
    properties: { ...properties, architecture: process.arch === 'arm64' ? 'arm64' : 'amd64' },
    templates: { '/etc/hostname': { when: ['create', 'copy'], template: 'hostname.tpl' } },
  };
  put(dir, 'metadata.yaml', stringify(metadata));
  put(dir, 'templates/hostname.tpl', '{{ container.name }}\n');
  const parts = ['metadata.yaml', 'templates', 'rootfs'];
  await exec(
    'tar',
    ['--numeric-owner', '--use-compress-program', 'gzip -4', '-cf', 'image.tar.gz', ...parts],
    { cwd: dir },
  );
  await exec('rm', ['-rf', ...parts], { cwd: dir });
}
