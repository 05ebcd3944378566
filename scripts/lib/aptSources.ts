import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One archive that apt on this machine already uses. */
export interface AptSource {
  readonly uri: string;
  readonly suites: readonly string[];
  readonly components: readonly string[];
  readonly signedBy: string | undefined;
}

/** `deb [signed-by=…] uri suite component…`, the old format. */
function oneLine(text: string): AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+([^#]*)/.exec(line);
    if (!match) return [];
    const [, options = '', uri = '', suite = '', components = ''] = match;
    const signedBy = /signed-by=(\S+)/.exec(options)?.[1];
    return [{ uri, suites: [suite], components: components.trim().split(/\s+/), signedBy }];
  });
}

/** deb822 stanzas: `Types:`, `URIs:`, `Suites:`, `Components:`, `Signed-By:`. */
function deb822(text: string): AptSource[] {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .split(/\n\s*\n/)
    .flatMap((stanza) => {
      const field = (name: string) =>
        (new RegExp(`^${name}:[ \\t]*(.*(?:\\n[ \\t].*)*)`, 'im').exec(stanza)?.[1] ?? '').trim();
      const words = (name: string) => field(name).split(/\s+/).filter(Boolean);
      if (!words('Types').includes('deb') || /^no$/i.test(field('Enabled'))) return [];
      const key = field('Signed-By');
      const signedBy = key.startsWith('/') ? key : undefined;
      return words('URIs').map((uri) => ({
        uri,
        suites: words('Suites'),
        components: words('Components'),
        signedBy,
      }));
    });
}

/** Debian's cloud images name a file with a list of mirrors instead of a mirror. */
function resolveUri(uri: string): string {
  const list = /^mirror\+file:(\/.*)$/.exec(uri)?.[1];
  if (list === undefined || !existsSync(list)) return uri;
  const first = readFileSync(list, 'utf8')
    .split('\n')
    .find((line) => /^\w+:/.test(line));
  return first?.split(/\s+/)[0] ?? uri;
}

export function aptSources(etc = '/etc/apt'): AptSource[] {
  const parts = join(etc, 'sources.list.d');
  const files = existsSync(parts) ? readdirSync(parts).map((name) => join(parts, name)) : [];
  return [join(etc, 'sources.list'), ...files]
    .filter((file) => existsSync(file) && /\.(list|sources)$/.test(file))
    .flatMap((file) => (file.endsWith('.list') ? oneLine : deb822)(readFileSync(file, 'utf8')))
    .map((source) => ({ ...source, uri: resolveUri(source.uri) }));
}

/** The archive this machine gets its own release from. */
export function mainSource(codename: string, etc?: string): AptSource {
  const found = aptSources(etc).find(
    ({ suites, components }) => suites.includes(codename) && components.includes('main'),
  );
  if (!found) throw new Error(`apt's sources on this machine name no archive for ${codename}`);
  return found;
}
