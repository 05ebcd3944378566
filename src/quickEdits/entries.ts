// Lists inside a resource, like the ports of a forward: one entry more, or some taken away.
import * as vscode from 'vscode';
import { isObject } from '../client/decode';
import type { ServerObject } from '../documents/editable';
import type { KindRef } from '../kinds/kind';
import { pickMany } from '../shell/pick';
import { type QuickEditOptions, editAll } from './edit';

/** What is told of an entry in a list to choose from. */
export interface EntryText {
  readonly label: string;
  readonly description?: string;
}

/** The resource of this kind that a command is for. */
export async function targetOf(
  id: string,
  args: readonly unknown[],
  { registry, targets }: QuickEditOptions,
): Promise<KindRef | undefined> {
  const kind = registry.get(id);
  return kind && (await targets.resolve(kind, args))[0];
}

/** Adds an entry at the end of a list. @returns whether it was saved */
export function addEntry(
  ref: KindRef,
  field: string,
  entry: ServerObject,
  options: QuickEditOptions,
): Promise<boolean> {
  return editAll([ref], (object) => ({ ...object, [field]: [...entriesOf(object, field), entry] }), options);
}

/** Lets the person choose which entries of these lists go. */
export async function removeEntries(
  ref: KindRef,
  fields: readonly string[],
  text: (entry: ServerObject, field: string) => EntryText,
  { placeholder, nothing }: Readonly<Record<'placeholder' | 'nothing', string>>,
  options: QuickEditOptions,
): Promise<void> {
  const chosen = await pickMany({
    placeholder,
    nothing,
    load: async (load) => {
      const { object } = await options.resource(ref).read(load);
      return fields.flatMap((field) =>
        entriesOf(object, field).map((entry) => ({ ...text(entry, field), field, key: keyOf(entry) })),
      );
    },
  });
  if (!chosen?.length) return;
  const goes = (field: string, entry: ServerObject): boolean =>
    chosen.some((row) => row.field === field && row.key === keyOf(entry));
  const isDone = await editAll(
    [ref],
    (object) => {
      const kept = fields
        .filter((field) => Array.isArray(object[field]))
        .map((field) => [field, entriesOf(object, field).filter((entry) => !goes(field, entry))] as const);
      return { ...object, ...Object.fromEntries(kept) };
    },
    options,
  );
  const gone = chosen.map(({ label }) => label).join(', ');
  if (isDone) options.present.status(vscode.l10n.t('Removed {0} from {1}', gone, ref.parts.at(-1) ?? ''));
}

function entriesOf(object: ServerObject, field: string): readonly ServerObject[] {
  const value = object[field];
  return Array.isArray(value) ? (value as unknown[]).filter(isObject) : [];
}

/** What an entry says under a key; '' where it is no text. */
export function textAt(entry: ServerObject, key: string): string {
  const value = entry[key];
  return typeof value === 'string' ? value : '';
}

/** An entry has no name: it is known by all that it says. */
const keyOf = (entry: ServerObject): string => JSON.stringify(Object.entries(entry).sort());

/** Ports as the servers take them, `22,80-90`, with the protocol after a slash. */
export interface Ports {
  readonly protocol: 'tcp' | 'udp';
  readonly ports: string;
}

/** @returns undefined where it is no list of ports */
export function portsIn(text: string): Ports | undefined {
  const [, list, protocol = 'tcp'] = /^\s*([\d\s,-]+?)\s*(?:\/\s*(tcp|udp))?\s*$/i.exec(text) ?? [];
  const ranges = list?.split(',').map((range) => range.trim().split(/\s*-\s*/));
  if (!ranges?.every(isRange)) return undefined;
  return {
    protocol: protocol.toLowerCase() === 'udp' ? 'udp' : 'tcp',
    ports: ranges.map((range) => range.join('-')).join(','),
  };
}

function isRange(range: readonly string[]): boolean {
  const [from, to = from] = range.map((port) => (/^\d{1,5}$/.test(port) ? Number(port) : 0));
  return (
    range.length <= 2 && from !== undefined && to !== undefined && from >= 1 && to >= from && to <= 65_535
  );
}

export const portsHint = (): string => vscode.l10n.t('Ports are like 443, 80,443, 8000-8010 or 53/udp');
