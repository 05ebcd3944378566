import { l10n } from 'vscode';
import { AppError } from '../base/errors';
import type { Abortable } from '../base/signal';
import { isObject } from '../client/decode';
import type { Endpoint } from '../client/endpoint';
import { apiPath } from '../client/path';
import type { ServerObject } from './editable';
import type { Resource } from './store';

/** Where the state of a kind is, below its own path. */
const states: Readonly<Record<string, string>> = {
  instance: '/state',
  network: '/state',
  storagePool: '/resources',
  member: '/state',
  project: '/state',
};

/** The text of a document that nobody edits: the effective configuration of an instance, or the state of a resource. */
export async function readonlyText(
  resource: Resource,
  view: 'effective' | 'state',
  options: Abortable,
): Promise<string> {
  return view === 'state' ? stateText(resource, options) : effectiveText(resource, options);
}

async function stateText({ connection, kind, ref }: Resource, options: Abortable): Promise<string> {
  const { textOf } = await import('./yamlText');
  await connection.ready(options);
  const path = [...ref.parents, ...ref.parts].reduce(
    (template, name) => template.replace(/\{\w+\}/, apiPath`${name}`),
    kind.operations.get.path,
  );
  const value = await get(connection, `${path}${states[ref.kind] ?? ''}`, ref.project, options);
  if (!isObject(value)) throw new AppError('protocol', 'The state is no object');
  return textOf(value, { head: [l10n.t('State of {0} on {1}', ref.parts.at(-1) ?? '', ref.remote)] });
}

/** Configuration and devices as the server applies them, each with the profile that it comes from. */
async function effectiveText(resource: Resource, options: Abortable): Promise<string> {
  const { stringify } = await import('yaml');
  const { connection, ref } = resource;
  const { object } = await resource.read(options);
  const names = Array.isArray(object['profiles']) ? object['profiles'].map(String) : [];
  const profiles = await Promise.all(
    names.map(async (name) => {
      const value = await get(connection, apiPath`/1.0/profiles/${name}`, ref.project, options);
      return { name: l10n.t('profile {0}', name), value: isObject(value) ? value : {} };
    }),
  );
  const sources = [...profiles, { name: l10n.t('the instance itself'), value: object }];
  const section = (field: string): string => {
    const expanded = object[`expanded_${field}`];
    if (!isObject(expanded) || !Object.keys(expanded).length) return `${field}: {}\n`;
    const lines = Object.entries(expanded).map(([key, value]) => {
      const source = sources.filter((each) => has(each.value, field, key)).at(-1)?.name ?? '';
      const [first = '', ...rest] = stringify({ [key]: value }, { lineWidth: 0 })
        .trimEnd()
        .split('\n');
      return [`${first}${source ? `  # ${source}` : ''}`, ...rest].map((line) => `  ${line}`).join('\n');
    });
    return `${field}:\n${lines.join('\n')}\n`;
  };
  const head = l10n.t(
    'What applies to {0} on {1}, and where each key comes from',
    ref.parts[0] ?? '',
    ref.remote,
  );
  return `# ${head}\n\n${section('config')}${section('devices')}`;
}

function has(object: ServerObject, field: string, key: string): boolean {
  const map = object[field];
  return isObject(map) && Object.hasOwn(map, key);
}

function get(
  connection: Resource['connection'],
  path: string,
  project: string,
  options: Abortable,
): Promise<unknown> {
  const endpoint: Endpoint<unknown> = {
    method: 'GET',
    path,
    ...(project === '' ? {} : { query: { project } }),
    decode: (value) => value,
  };
  return connection.transport.value(endpoint, options);
}
