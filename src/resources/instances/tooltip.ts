import * as vscode from 'vscode';
import { sizeText } from '../../base/sizeText';
import { type Instance, isTime } from './instance';

/** What the hover of an instance shows. Everything from the server is escaped; only our own commands are links. */
export function instanceTooltip(instance: Instance): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(undefined, true);
  const { state, config } = instance;
  const vm = instance.type === 'virtual-machine';
  const icon = vm ? 'vm' : 'layers';
  markdown.appendMarkdown(`### $(${icon}) ${escape(instance.name)}\n\n*${headline(instance)}*\n\n`);
  if (instance.description) markdown.appendMarkdown(`${escape(instance.description)}\n\n`);
  const rows: [string, string | undefined][] = [
    [vscode.l10n.t('Image'), config['image.description'] ?? config['volatile.base_image']?.slice(0, 12)],
    [vscode.l10n.t('Addresses'), state?.addresses.join(', ')],
    [vscode.l10n.t('Memory'), memoryText(instance)],
    [vscode.l10n.t('Disk'), diskText(instance)],
    [vscode.l10n.t('Profiles'), instance.profiles.join(', ')],
    [vscode.l10n.t('Location'), instance.location],
    [vscode.l10n.t('Created'), isTime(instance.createdAt) ? dateText(instance.createdAt) : undefined],
    [vscode.l10n.t('Last used'), isTime(instance.lastUsedAt) ? dateText(instance.lastUsedAt) : undefined],
    [vscode.l10n.t('Snapshots'), instance.snapshots ? String(instance.snapshots) : undefined],
  ];
  markdown.appendMarkdown('| | |\n|:--|:--|\n');
  for (const [name, value] of rows)
    if (value) markdown.appendMarkdown(`| ${name}\u00a0\u00a0 | ${escape(value)} |\n`);
  const warnings = [
    ...(instance.ephemeral ? [vscode.l10n.t('Ephemeral: deleted when it stops')] : []),
    ...(config['security.protection.delete'] === 'true' ? [vscode.l10n.t('Protected against deletion')] : []),
  ];
  for (const warning of warnings) markdown.appendMarkdown(`\n\n$(warning) ${warning}`);
  return markdown;
}

function headline(instance: Instance): string {
  const kind =
    instance.type === 'virtual-machine' ? vscode.l10n.t('virtual machine') : vscode.l10n.t('container');
  const status = instance.status === 'other' ? escape(instance.statusText) : instance.status;
  return `${kind} · ${status}`;
}

function memoryText({ state, config }: Instance): string | undefined {
  if (!state?.memoryUsage) return undefined;
  const limit = config['limits.memory'];
  return limit
    ? vscode.l10n.t('{0} of {1}', sizeText(state.memoryUsage), limit)
    : sizeText(state.memoryUsage);
}

function diskText({ state, devices }: Instance): string | undefined {
  const size = Object.values(devices).find((device) => device['type'] === 'disk' && device['path'] === '/')?.[
    'size'
  ];
  if (!state?.diskUsage) return typeof size === 'string' ? size : undefined;
  return typeof size === 'string'
    ? vscode.l10n.t('{0} of {1}', sizeText(state.diskUsage), size)
    : sizeText(state.diskUsage);
}

function dateText(time: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(time),
  );
}

function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>$~&]/g, '\\$&').replace(/\s+/g, ' ');
}
