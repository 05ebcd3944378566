import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';

/** A list or a box of VS Code's quick input, answered by the test instead of a person. */
export class FakeInput {
  title = '';
  placeholder = '';
  prompt = '';
  value = '';
  password = false;
  busy = false;
  enabled = true;
  ignoreFocusOut = false;
  matchOnDescription = false;
  matchOnDetail = false;
  canSelectMany = false;
  /** How bad what is said is; an error where nothing is said of it. */
  severity: vscode.InputBoxValidationSeverity | undefined;
  private said: string | undefined;
  buttons: readonly vscode.QuickInputButton[] = [];
  items: readonly vscode.QuickPickItem[] = [];
  selectedItems: readonly vscode.QuickPickItem[] = [];
  isShown = false;
  private readonly changes = new vscode.EventEmitter<string>();
  private readonly accepts = new vscode.EventEmitter<void>();
  private readonly hides = new vscode.EventEmitter<void>();
  private readonly triggers = new vscode.EventEmitter<vscode.QuickInputButton>();
  readonly onDidChangeValue = this.changes.event;
  readonly onDidAccept = this.accepts.event;
  readonly onDidHide = this.hides.event;
  readonly onDidTriggerButton = this.triggers.event;

  constructor(
    readonly kind: 'pick' | 'box',
    private readonly onShow: (input: FakeInput) => void,
  ) {}

  get validationMessage(): string | undefined {
    return this.said;
  }

  set validationMessage(given: string | vscode.InputBoxValidationMessage | undefined) {
    this.said = typeof given === 'object' ? given.message : given;
    this.severity = typeof given === 'object' ? given.severity : undefined;
  }

  readonly show = (): void => {
    this.isShown = true;
    this.onShow(this);
  };
  readonly hide = (): void => {
    if (!this.isShown) return;
    this.isShown = false;
    this.hides.fire();
  };
  readonly dispose = (): void => {
    this.hide();
  };

  type(text: string): void {
    this.value = text;
    this.changes.fire(text);
  }

  /** Enter: on this row, or, without one, on the first that is no separator. */
  enter(label: string | RegExp = ''): void {
    if (this.kind === 'pick') {
      const row = this.items.find(
        (item) => item.kind !== vscode.QuickPickItemKind.Separator && matches(item.label, label),
      );
      assert.ok(row, `no row ${String(label)} in ${this.labels().join(' | ')}`);
      this.selectedItems = [row];
    }
    this.accepts.fire();
  }

  /** Enter in a list with boxes: what is checked is the answer. */
  accept(): void {
    this.accepts.fire();
  }

  /** Enter on this very row. */
  choose(row: vscode.QuickPickItem): void {
    this.selectedItems = [row];
    this.accepts.fire();
  }

  press(tooltip: string): void {
    const button = this.buttons.find((each) => each.tooltip === tooltip);
    assert.ok(button, `no button ${tooltip}`);
    this.triggers.fire(button);
  }

  back(): void {
    assert.ok(this.buttons.includes(vscode.QuickInputButtons.Back), 'no Back');
    this.triggers.fire(vscode.QuickInputButtons.Back);
  }

  labels(): string[] {
    return this.items.map(({ label }) => label);
  }

  /** All that a person reads. */
  text(): string {
    const rows = this.items.flatMap(({ label, description, detail }) => [label, description, detail]);
    return [this.title, this.placeholder, this.prompt, this.validationMessage, ...rows]
      .filter(Boolean)
      .join('\n');
  }
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

/** Takes the place of VS Code's quick input until it is disposed. */
export class QuickInputs {
  shown: FakeInput | undefined;
  /** All that was shown. */
  readonly history: FakeInput[] = [];
  private readonly original = {
    createQuickPick: vscode.window.createQuickPick,
    createInputBox: vscode.window.createInputBox,
  };

  constructor() {
    const onShow = (input: FakeInput): void => {
      const last = this.shown;
      this.shown = input;
      this.history.push(input);
      // As in VS Code, there is one place for all of them.
      if (last !== input) last?.hide();
    };
    Object.assign(vscode.window, {
      createQuickPick: () => new FakeInput('pick', onShow),
      createInputBox: () => new FakeInput('box', onShow),
    });
  }

  /** The list or box that is asking, once all that it says matches. */
  async asking(text: RegExp, timeout = 15_000): Promise<FakeInput> {
    return waitFor(
      `a question like ${String(text)}`,
      () => {
        const { shown } = this;
        if (shown?.isShown && shown.enabled && text.test(shown.text())) return shown;
        throw new Error(`shown is ${shown?.text() ?? 'nothing'}`);
      },
      { timeout, interval: 10 },
    );
  }

  /** True while something is shown. */
  get isOpen(): boolean {
    return this.shown?.isShown ?? false;
  }

  dispose(): void {
    this.shown?.hide();
    Object.assign(vscode.window, this.original);
  }
}

/** For a suite: VS Code's quick input in the hands of each test, from its beginning to its end. */
export function inputsOfSuite(): { readonly now: QuickInputs } {
  let inputs: QuickInputs | undefined;
  beforeEach(() => {
    inputs = new QuickInputs();
  });
  afterEach(() => inputs?.dispose());
  return {
    get now() {
      assert.ok(inputs, 'asked for before the tests');
      return inputs;
    },
  };
}
