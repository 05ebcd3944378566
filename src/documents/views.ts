import { l10n } from 'vscode';
import type { Abortable } from '../base/signal';
import { isObject } from '../client/decode';
import type { KindRef } from '../kinds/kind';
import type { ServerObject } from './editable';
import type { Resource } from './store';
import { textOf } from './yamlText';

export interface ViewOptions extends Abortable {
  /** The profile with this name that an instance uses. */
  profile(instance: KindRef, name: string): Resource;
}

/** The text of a document that nobody edits: the effective configuration of an instance, or the state of a resource. */
export async function readonlyText(
  resource: Resource,
  view: 'effective' | 'state',
  options: ViewOptions,
): Promise<string> {
  return view === 'state' ? stateText(resource, options) : effectiveText(resource, options);
}

async function stateText(resource: Resource, options: Abortable): Promise<string> {
  const { ref } = resource;
  const head = l10n.t('State of {0} on {1}', ref.parts.at(-1) ?? '', ref.remote);
  return textOf(await resource.readState(options), { head: [head] });
}

/** Configuration and devices as the server applies them, each with the profile that it comes from. */
async function effectiveText(resource: Resource, options: ViewOptions): Promise<string> {
  const { stringify } = await import('yaml');
  const { ref } = resource;
  const { object } = await resource.read(options);
  const names = Array.isArray(object['profiles']) ? object['profiles'].map(String) : [];
  const profiles = await Promise.all(
    names.map(async (name) => {
      const { object: value } = await options.profile(ref, name).read(options);
      return { name: l10n.t('profile {0}', name), value };
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
