/**
 * Writes the `contributes` and `activationEvents` of package.json and package.nls.json from src/contributions.ts.
 * `--check` writes nothing and fails where they differ.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contributions } from '../src/contributions';
import {
  type CommandSpec,
  type MenuPlace,
  remotesView,
  selectionCommand,
  whenRow,
  whenView,
} from '../src/shell/contributions';

const root = join(__dirname, '..');
const nls: Record<string, string> = {};

/** Registers a text for translation and returns its placeholder. */
function text(key: string, value: string): string {
  nls[key] = value;
  return `%${key}%`;
}

const commands = contributions.flatMap((c): readonly CommandSpec[] => c.commands ?? []);
const submenus = contributions.flatMap((c) => c.submenus ?? []);
const points: Record<string, unknown> = {};
for (const { points: own = {} } of contributions)
  for (const [path, items] of Object.entries(own)) merge(points, path.split('.'), items);

function merge(
  target: Record<string, unknown>,
  [head = '', ...rest]: string[],
  items: readonly unknown[],
): void {
  if (rest.length === 0) target[head] = [...((target[head] as unknown[] | undefined) ?? []), ...items];
  else merge((target[head] ??= {}) as Record<string, unknown>, rest, items);
}

function place(menu: MenuPlace): string {
  return menu.single ? `${whenRow(menu.row)} && !listMultiSelection` : whenRow(menu.row);
}

const menus: Record<string, object[]> = { 'view/title': [], 'view/item/context': [], commandPalette: [] };
for (const spec of commands) {
  for (const menu of spec.menus ?? [])
    (menus[menu.submenu ?? 'view/item/context'] ??= []).push({
      command: spec.id,
      group: menu.group,
      when: place(menu),
    });
  if (spec.toolbar) {
    const when = [whenView(spec.toolbar.view), ...(spec.toolbar.when ? [spec.toolbar.when] : [])].join(
      ' && ',
    );
    menus['view/title']?.push({ command: spec.id, group: spec.toolbar.group, when });
  }
  if (spec.editor !== undefined)
    (menus['editor/title'] ??= []).push({ command: spec.id, group: 'navigation', when: spec.editor });
  if (spec.palette !== undefined)
    menus['commandPalette']?.push({
      command: spec.id,
      when: spec.palette === false ? 'false' : spec.palette,
    });
}
for (const { id, rows, group } of submenus)
  menus['view/item/context']?.push({ submenu: id, group, when: rows.map(whenRow).join(' || ') });

const contributes = {
  ...points,
  commands: commands.map(({ id, title, noun, icon }) => ({
    command: id,
    title: text(`command.${id}`, title),
    category: text(`category.${noun ?? 'LXD/Incus'}`.replace(/[ /]/g, ''), noun ?? 'LXD/Incus'),
    ...(icon ? { icon: `$(${icon})` } : {}),
  })),
  submenus: [
    ...new Map(submenus.map(({ id, label }) => [id, { id, label: text(`submenu.${id}`, label) }])).values(),
  ],
  menus,
  keybindings: [
    ...new Map(commands.flatMap(({ keys }) => (keys ? [[keys.key, keys] as const] : []))).values(),
  ].map(({ key, mac }) => ({
    command: selectionCommand,
    key,
    ...(mac ? { mac } : {}),
    when: `focusedView == ${remotesView} && listFocus && !inputFocus`,
    args: { key },
  })),
  configuration: {
    title: 'LXD & Incus',
    properties: Object.fromEntries(
      contributions
        .flatMap((c) => c.settings ?? [])
        .map(({ name, schema }) => [
          name,
          { ...schema, markdownDescription: text(`setting.${name}`, schema.markdownDescription) },
        ]),
    ),
  },
  colors: contributions
    .flatMap((c) => c.colors ?? [])
    .map((color) => ({ ...color, description: text(`color.${color.id}`, color.description) })),
};

const file = join(root, 'package.json');
const before = readFileSync(file, 'utf8');
const manifest = { ...(JSON.parse(before) as object), activationEvents: ['onFileSystem:lxd'], contributes };
const outcome = [
  { file, before, after: `${JSON.stringify(manifest, null, 2)}\n` },
  {
    file: join(root, 'package.nls.json'),
    before: readIfThere(join(root, 'package.nls.json')),
    after: `${JSON.stringify(nls, null, 2)}\n`,
  },
];

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

if (process.argv.includes('--check')) {
  const stale = outcome.filter(({ before: old, after }) => old !== after).map((o) => o.file);
  if (stale.length) {
    console.error(`Run "npm run generate": ${stale.join(', ')} is not what src/contributions.ts says`);
    process.exitCode = 1;
  }
} else {
  for (const { file: path, after } of outcome) writeFileSync(path, after);
}
