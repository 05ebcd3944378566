import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable';
import { configScheme } from './contribution';
import type { ServerObject } from './editable';
import { type Path, valueAt } from './merge';
import type { DocumentTools } from './tools';
import type { Problem } from './yamlText';

/** A pause in typing, in milliseconds. */
const pauseMs = 200;

/** What there is to say of a document that can be read: what the server will probably not take. */
export type Check = (uri: vscode.Uri, text: string, value: ServerObject) => Promise<readonly Problem[]>;

/** What is wrong in documents, at its place: what a person typed, and what the server refused. */
export class Problems implements Disposable {
  private timer: NodeJS.Timeout | undefined;
  /** What the server said. */
  private readonly refusals = vscode.languages.createDiagnosticCollection(`${configScheme}-server`);
  /** What is wrong before it was asked. */
  private readonly found = vscode.languages.createDiagnosticCollection(configScheme);
  private readonly listening = vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // What the server said was about another text.
      if (document.uri.scheme === configScheme && contentChanges.length) this.checkSoon(document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === configScheme) this.clear(uri);
    }),
  );

  constructor(
    private readonly tools: () => Promise<DocumentTools>,
    private readonly checked: Check,
  ) {}

  /** Also ends a check that is due: what a save finds is about a newer text. */
  clear(uri: vscode.Uri): void {
    clearTimeout(this.timer);
    this.refusals.delete(uri);
    this.found.delete(uri);
  }

  show(uri: vscode.Uri, problems: readonly Problem[]): void {
    this.found.set(uri, problems.map(diagnostic));
  }

  /** Shows the server's words at the key that they name, else on the first line. */
  async refused(uri: vscode.Uri, text: string, message: string): Promise<void> {
    const { findPlace, parseText } = await this.tools();
    const parsed = parseText(text);
    const named = parsed.ok
      ? keysOf(parsed.value)
          .filter((path) => names(message, path.at(-1) ?? ''))
          // The longest key that is named, and of those the deepest, says most.
          .sort((a, b) => (b.at(-1) ?? '').length - (a.at(-1) ?? '').length || b.length - a.length)
      : [];
    // Some name the value only.
    const told =
      named[0] ??
      (parsed.ok
        ? keysOf(parsed.value).find((path) => names(message, textAt(parsed.value, path)))
        : undefined);
    const place = told && findPlace(text, told);
    const start = { line: firstLine(text), character: 0 };
    const { from, to } = place ?? { from: start, to: { ...start, character: 1_000 } };
    this.refusals.set(uri, [diagnostic({ message, from, to })]);
  }

  /** Once nothing is typed for a moment. */
  private checkSoon(document: vscode.TextDocument): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.check(document), pauseMs);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.listening.dispose();
    this.refusals.dispose();
    this.found.dispose();
  }

  private async check(document: vscode.TextDocument): Promise<void> {
    const { uri, version } = document;
    const { parseText } = await this.tools();
    const text = document.getText();
    const parsed = parseText(text);
    const problems = parsed.ok ? await this.checked(uri, text, parsed.value) : parsed.problems;
    // Meanwhile something else was typed, or the document was closed.
    if (document.isClosed || document.version !== version) return;
    // What is still wrong stays as it is: a hover that is being shown would lose it.
    this.refusals.delete(uri);
    this.show(uri, problems);
  }
}

function diagnostic({ message, from, to, isWarning = false }: Problem): vscode.Diagnostic {
  const range = new vscode.Range(from.line, from.character, to.line, to.character);
  const { Error, Warning } = vscode.DiagnosticSeverity;
  const made = new vscode.Diagnostic(range, message, isWarning ? Warning : Error);
  made.source = 'LXD/Incus';
  return made;
}

/** All keys of a document, with where they stand. */
function keysOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, below]) => [[...path, key], ...keysOf(below, [...path, key])]);
}

/** Whether a message speaks of a key: as a word of its own, not within another. */
function names(message: string, key: string): boolean {
  if (key.length < 2) return false;
  const at = message.indexOf(key);
  if (at < 0) return false;
  const around = `${message[at - 1] ?? ' '}${message[at + key.length] ?? ' '}`;
  return !/[\w.-]/.test(around.replace(/\.$/, ''));
}

function textAt(value: unknown, path: Path): string {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : '';
}

function firstLine(text: string): number {
  const line = text.split('\n').findIndex((each) => each.trim() !== '' && !each.startsWith('#'));
  return Math.max(0, line);
}
