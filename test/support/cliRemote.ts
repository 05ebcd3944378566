import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Adds a remote to a client's configuration folder as the client itself would write it, with the server's certificate.
 * @param lines of the entry, like `protocol: simplestreams`
 * @returns what takes it out again
 */
export function addCliRemote(
  folder: string,
  name: string,
  lines: readonly string[],
  pem: string,
): () => void {
  const config = join(folder, 'config.yml');
  const entry = [`  ${name}:`, ...lines.map((line) => `    ${line}`), ''].join('\n');
  const certificate = join(folder, 'servercerts', `${name}.crt`);
  mkdirSync(join(folder, 'servercerts'), { recursive: true });
  writeFileSync(certificate, pem);
  writeFileSync(config, readFileSync(config, 'utf8').replace(/^remotes:\n/m, `remotes:\n${entry}`));
  return () => {
    writeFileSync(config, readFileSync(config, 'utf8').replace(entry, ''));
    rmSync(certificate);
  };
}
