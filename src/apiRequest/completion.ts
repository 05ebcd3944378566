import * as vscode from 'vscode';
import { isObject } from '../client/decode';
import { apiScheme } from './contribution';
import type { ApiDocuments } from './documents';

/** Offers the fields of the body: those of the skeleton, and those that the object has on the server. */
export function registerCompletion(documents: ApiDocuments): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(
    { scheme: apiScheme, language: 'json' },
    {
      async provideCompletionItems(document, position) {
        const { samples = [] } = documents.get(document.uri) ?? {};
        // Loaded at the first completion.
        const { getLocation, parseTree, findNodeAtLocation } = await import('jsonc-parser');
        const text = document.getText();
        const { path, isAtPropertyKey, previousNode } = getLocation(text, document.offsetAt(position));
        if (!isAtPropertyKey) return [];
        const place = path.slice(0, -1);
        const root = parseTree(text);
        const here = root && findNodeAtLocation(root, place);
        const present = new Set(here?.children?.map((property) => String(property.children?.[0]?.value)));
        const range =
          previousNode &&
          new vscode.Range(
            document.positionAt(previousNode.offset),
            document.positionAt(previousNode.offset + previousNode.length),
          );
        return fieldsAt(samples, place)
          .filter(([name]) => !present.has(name))
          .map(([name, value]) => itemOf(name, value, range));
      },
    },
    '"',
  );
}

/** The fields that the samples have at a path, each with its value there. */
export function fieldsAt(
  samples: readonly unknown[],
  place: readonly (string | number)[],
): (readonly [string, unknown])[] {
  const found = new Map<string, unknown>();
  for (const sample of samples) {
    const value = place.reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
      sample,
    );
    if (!isObject(value)) continue;
    for (const [name, own] of Object.entries(value)) if (!found.has(name)) found.set(name, own);
  }
  return [...found];
}

function itemOf(name: string, value: unknown, range: vscode.Range | undefined): vscode.CompletionItem {
  const item = new vscode.CompletionItem(name, vscode.CompletionItemKind.Property);
  const key = JSON.stringify(name);
  item.insertText = `${key}: ${JSON.stringify(value)}`;
  item.filterText = key;
  item.detail = Array.isArray(value) ? 'list' : typeof value === 'object' ? 'object' : typeof value;
  if (range) item.range = range;
  return item;
}
