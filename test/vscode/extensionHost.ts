import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import type { ExtensionExports } from '../../src/extension';
import type { TreeNode } from '../../src/shell/node';
import type { RemotesView } from '../../src/shell/remotesView';

/** The activated extension's view. */
export async function remotesView(): Promise<RemotesView> {
  const extension = vscode.extensions.getExtension('lxd-explorer.lxd-explorer');
  assert.ok(extension);
  const { view } = (await extension.activate()) as ExtensionExports;
  assert.ok(view, 'the extension is not in test mode');
  await vscode.commands.executeCommand('lxd.remotes.focus');
  return view;
}

/** Rows as text: label, description, icon and colour, context value; two spaces for each level. */
export async function renderTree(
  { tree }: RemotesView,
  { wants = () => true, below }: { wants?: (node: TreeNode) => boolean; below?: TreeNode } = {},
): Promise<string> {
  const lines: string[] = [];
  const walk = async (parent: TreeNode | undefined, indent: string): Promise<void> => {
    for (const node of await tree.getChildren(parent)) {
      if (!wants(node)) continue;
      lines.push(indent + rowText(tree.getTreeItem(node)));
      await walk(node, `${indent}  `);
    }
  };
  await walk(below, '');
  return lines.join('\n');
}

export function rowText(item: vscode.TreeItem): string {
  const label = typeof item.label === 'string' ? item.label : (item.label?.label ?? '');
  const icon = item.iconPath instanceof vscode.ThemeIcon ? item.iconPath : undefined;
  const look = [icon?.id, icon?.color?.id].filter(Boolean).join(' ');
  return `${label} | ${String(item.description ?? '')} | ${look} | ${item.contextValue ?? ''}`;
}

/** The row of an instance as it is shown now. */
export async function instanceRow(
  { tree }: RemotesView,
  ref: { remote: string; instance: string },
): Promise<string | undefined> {
  for (const remote of await tree.getChildren()) {
    if (remote.id !== encodeURIComponent(ref.remote)) continue;
    for (const category of await tree.getChildren(remote)) {
      for (const row of await tree.getChildren(category)) {
        const text = rowText(tree.getTreeItem(row));
        if (text.startsWith(`${ref.instance} |`)) return text;
      }
    }
  }
  return undefined;
}

/** Waits until the instance's row matches; undefined waits until there is none. */
export async function rowBecomes(
  view: RemotesView,
  ref: { remote: string; instance: string },
  expected: RegExp | undefined,
  timeout = 2000,
): Promise<void> {
  let last: string | undefined;
  await waitFor(
    `${ref.instance} to become ${String(expected)}`,
    async () => {
      last = await instanceRow(view, ref);
      if (expected ? last !== undefined && expected.test(last) : last === undefined) return true;
      throw new Error(`it is ${String(last)}`);
    },
    { timeout, interval: 20 },
  );
}

/** What the extension shows while a test runs, answered by the test instead of a person. */
export class Dialogs {
  readonly errors: string[] = [];
  readonly warnings: { text: string; detail: string | undefined; buttons: string[] }[] = [];
  readonly inputs: vscode.InputBoxOptions[] = [];
  /** The button of the next questions; undefined leaves them. */
  answer: string | undefined;
  /** The button of the next error messages. */
  errorAnswer: string | undefined;
  input: string | undefined;
  /** What is typed into the next boxes, before `input`. */
  inputsFirst: readonly string[] = [];
  /** Modal messages that warn of nothing, with their details. */
  readonly notices: { text: string; detail: string | undefined; buttons: string[] }[] = [];
  /** Quick picks that were shown, with their labels. */
  readonly picks: { title: string | undefined; labels: string[]; picked: string[] }[] = [];
  /** The labels that are chosen in the next quick picks, one list for each; a missing list leaves the pick. */
  choices: readonly string[][] = [];
  private readonly original = { ...vscode.window };

  constructor() {
    const window = vscode.window as unknown as Record<string, unknown>;
    window['showErrorMessage'] = (text: string, ...buttons: string[]) => {
      this.errors.push(text);
      const answer = this.errorAnswer;
      this.errorAnswer = undefined;
      return Promise.resolve(buttons.find((button) => button === answer));
    };
    window['showWarningMessage'] = (text: string, ...rest: (string | vscode.MessageOptions)[]) => {
      const options = rest.find((part) => typeof part === 'object');
      const buttons = rest.filter((part) => typeof part === 'string');
      this.warnings.push({ text, detail: options?.detail, buttons });
      return Promise.resolve(buttons.find((button) => button === this.answer));
    };
    window['showInformationMessage'] = (text: string, ...rest: (string | vscode.MessageOptions)[]) => {
      const options = rest.find((part) => typeof part === 'object');
      const buttons = rest.filter((part) => typeof part === 'string');
      this.notices.push({ text, detail: options?.detail, buttons });
      return Promise.resolve(buttons.find((button) => button === this.answer));
    };
    window['showQuickPick'] = async (
      given: readonly vscode.QuickPickItem[] | Promise<readonly vscode.QuickPickItem[]>,
      options: vscode.QuickPickOptions = {},
    ) => {
      const items = await given;
      const picked = items.filter((item) => item.picked === true).map(({ label }) => label);
      this.picks.push({ title: options.title, labels: items.map(({ label }) => label), picked });
      const [choice, ...later] = this.choices;
      this.choices = later;
      if (!choice) return undefined;
      const chosen = items.filter(({ label }) => choice.includes(label));
      return options.canPickMany ? chosen : chosen[0];
    };
    window['showInputBox'] = (options: vscode.InputBoxOptions) => {
      this.inputs.push(options);
      const [first, ...later] = this.inputsFirst;
      this.inputsFirst = later;
      return Promise.resolve(first ?? this.input);
    };
  }

  reset(): void {
    this.errors.length = 0;
    this.warnings.length = 0;
    this.inputs.length = 0;
    this.notices.length = 0;
    this.picks.length = 0;
    this.choices = [];
    this.answer = this.errorAnswer = this.input = undefined;
  }

  dispose(): void {
    const { showErrorMessage, showWarningMessage, showInputBox } = this.original;
    const { showInformationMessage, showQuickPick } = this.original;
    Object.assign(vscode.window, { showErrorMessage, showWarningMessage, showInputBox });
    Object.assign(vscode.window, { showInformationMessage, showQuickPick });
  }
}

/** The extension in the tests of a suite, and what it shows there. */
export interface Host {
  readonly view: RemotesView;
  readonly dialogs: Dialogs;
}

/** Called in a suite: the extension is there before its tests, and each begins with no dialog shown or answered. */
export function hostOfSuite(): Host {
  let view: RemotesView | undefined;
  let dialogs: Dialogs | undefined;
  before(async () => {
    view = await remotesView();
    dialogs = new Dialogs();
  });
  beforeEach(() => dialogs?.reset());
  after(() => dialogs?.dispose());
  return {
    get view() {
      assert.ok(view, 'asked for before the tests');
      return view;
    },
    get dialogs() {
      assert.ok(dialogs, 'asked for before the tests');
      return dialogs;
    },
  };
}
