import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { configScheme } from './contribution';
import type { ConfigDocuments } from './provider';
import type { KeySet, KeySpec, KeySuggestion, Schema } from './schema/schema';
import { keysAt } from './keysAt';
import type { Schemas } from './schemas';
import { type Spot, spotAt, topLevel } from './spot';

/** Completion and hover for the keys of `config` and `devices`. */
export class Assist implements Disposable {
  private readonly store = new DisposableStore();

  constructor(
    private readonly documents: ConfigDocuments,
    private readonly schemas: Schemas,
  ) {
    const selector = { scheme: configScheme, language: 'yaml' };
    this.store.add(
      vscode.languages.registerCompletionItemProvider(
        selector,
        { provideCompletionItems: (document, position) => this.complete(document, position) },
        ':',
        '.',
      ),
    );
    this.store.add(
      vscode.languages.registerHoverProvider(selector, {
        provideHover: (document, position) => this.hover(document, position),
      }),
    );
  }

  dispose(): void {
    this.store.dispose();
  }

  private async complete(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const { spot, keys, schema } = await this.at(document, position);
    if (spot.value !== undefined) {
      if (spot.key === 'type' && spot.path[0] === 'devices')
        return schema.deviceTypes().map(({ type, short }) => valueItem(type, short));
      const spec = keys?.find(spot.key);
      return valuesOf(spec).map((value) =>
        valueItem(value, spec?.default === value ? vscode.l10n.t('default') : ''),
      );
    }
    if (!keys) return [];
    const line = document.lineAt(position);
    const from = position.with({ character: line.firstNonWhitespaceCharacterIndex });
    const start = from.isAfter(position) ? position : from;
    // The rest of a key that is there already goes too, and its colon is not written twice.
    const [rest = '', colon] = /^[\w.-]*(:(?=\s|$))?/.exec(line.text.slice(position.character)) ?? [];
    const end = colon === undefined ? position : position.translate(0, rest.length);
    const range = new vscode.Range(start, end);
    const have = siblings(document, position, spot);
    have.delete(spot.key);
    return keys.suggestions(have).map((suggestion) => keyItem(suggestion, range, colon ?? ': '));
  }

  private async hover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const { spot, keys } = await this.at(document, position);
    const spec = keys?.find(spot.key);
    return spec && new vscode.Hover(explain(spec));
  }

  private async at(
    document: vscode.TextDocument,
    { line, character }: vscode.Position,
  ): Promise<{ spot: Spot; keys: KeySet | undefined; schema: Schema }> {
    const lines = document.getText().split('\n');
    const spot = spotAt(lines, line, character);
    const { resource, view } = this.documents.resourceOf(document.uri);
    const schema = await this.schemas.of(resource.connection);
    const options = optionsAround(lines, line);
    const object = view === 'new' ? topLevel(lines) : this.documents.objectOf(document.uri);
    return { spot, keys: keysAt(schema, resource.ref, object, spot.path, options), schema };
  }
}

/** The options of the device that a line belongs to, as far as they are typed. */
function optionsAround(lines: readonly string[], line: number): Record<string, string> {
  const pairs = block(lines, line)
    .map((each) => /^\s*["']?([^"':#]+)["']?:\s*["']?([^"'#]*?)["']?\s*$/.exec(each))
    .filter((match) => match !== null)
    .map(([, key = '', value = '']): [string, string] => [key, value]);
  return Object.fromEntries(pairs);
}

function siblings(document: vscode.TextDocument, { line }: vscode.Position, { path }: Spot): Set<string> {
  if (path.length === 0) return new Set();
  const lines = document.getText().split('\n');
  return new Set(block(lines, line).map((each) => /^\s*["']?([^"':]+)["']?:/.exec(each)?.[1] ?? ''));
}

/** The lines around one that are indented at least as far as it. */
function block(lines: readonly string[], line: number): string[] {
  const indentOf = (text: string): number => text.length - text.trimStart().length;
  const own = indentOf(lines[line] ?? '') || 2;
  const belongs = (text: string | undefined): boolean =>
    text !== undefined && (text.trim() === '' || indentOf(text) >= own);
  let [from, to] = [line, line];
  while (from > 0 && belongs(lines[from - 1])) from--;
  while (belongs(lines[to + 1])) to++;
  return lines.slice(from, to + 1);
}

function valuesOf(spec: KeySpec | undefined): readonly string[] {
  if (spec?.allowed) return spec.allowed;
  return spec?.type === 'bool' ? ['true', 'false'] : [];
}

function valueItem(value: string, what: string): vscode.CompletionItem {
  const item = new vscode.CompletionItem(value, vscode.CompletionItemKind.Value);
  item.insertText = /^(true|false)$/.test(value) ? `"${value}"` : value;
  item.detail = what;
  return item;
}

function keyItem({ spec, parts }: KeySuggestion, range: vscode.Range, colon: string): vscode.CompletionItem {
  const item = new vscode.CompletionItem(
    { label: spec.name, description: spec.typeText },
    vscode.CompletionItemKind.Property,
  );
  const text = new vscode.SnippetString();
  for (const { text: part, hole } of parts) {
    if (hole) text.appendPlaceholder(part);
    else text.appendText(part);
  }
  text.appendText(colon);
  item.insertText = text;
  item.range = range;
  item.detail = spec.short;
  item.documentation = explain(spec);
  if (valuesOf(spec).length)
    item.command = { command: 'editor.action.triggerSuggest', title: vscode.l10n.t('Values') };
  return item;
}

/** What is known of a key; the server's texts are shown as they are. */
function explain(spec: KeySpec): vscode.MarkdownString {
  const { name, typeText, short, long, condition, liveUpdate, allowed } = spec;
  const facts = [
    vscode.l10n.t('Type: {0}', typeText),
    ...(spec.default === undefined ? [] : [vscode.l10n.t('Default: {0}', spec.default)]),
    ...(allowed ? [vscode.l10n.t('One of: {0}', allowed.join(', '))] : []),
    ...(condition ? [vscode.l10n.t('Only for: {0}', condition)] : []),
    ...(liveUpdate === false ? [vscode.l10n.t('Takes effect after a restart')] : []),
  ];
  const text = new vscode.MarkdownString();
  text.appendMarkdown(`**${escaped(name)}** — ${escaped(short)}\n\n${escaped(facts.join(' · '))}`);
  if (long) text.appendMarkdown(`\n\n${long}`);
  return text;
}

/** As text within markdown, whose lines may be broken: appendText would keep every space. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>&~]/g, String.raw`\$&`);
}
