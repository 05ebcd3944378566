import * as vscode from 'vscode';
import { cancelled } from '../base/errors';
import type { Abortable } from '../base/signal';

/** One question or one piece of work of a flow. @returns what follows, or undefined at the end */
export type Step = (ui: Steps) => Promise<Step | undefined>;

/** What a step asks with a list. */
export interface PickStep<T extends vscode.QuickPickItem> {
  readonly placeholder: string;
  /** What stands in the box at first. */
  readonly value?: string;
  /** The rows for what stands in the box, asked again after each change; rows whose `alwaysShow` is set are not filtered. */
  items(value: string): readonly T[];
  readonly buttons?: readonly StepButton[];
  /** True where Enter on this row is an answer; others only inform. */
  accepts?(item: T): boolean;
  /** The rows are asked again when each of these has come. */
  readonly later?: readonly Promise<unknown>[];
  /** Work that goes on meanwhile; the step ends with it. */
  readonly meanwhile?: Promise<T>;
}

/** What a step asks with a box. */
export interface InputStep {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly password?: boolean;
  /** What was wrong with the last answer, shown until something is typed. */
  readonly problem?: string | undefined;
  readonly buttons?: readonly StepButton[];
  /** One line that says what is wrong, or undefined; asked after each change. */
  check?(value: string): string | undefined;
  /** One line that says what will go wrong later: the answer is taken all the same. */
  warn?(value: string): string | undefined;
  /** The value is checked again when each of these has come. */
  later?: readonly Promise<unknown>[];
}

export interface StepButton extends vscode.QuickInputButton {
  run(): unknown;
}

function asWarning(message: string | undefined): vscode.InputBoxValidationMessage | undefined {
  return message === undefined ? undefined : { message, severity: vscode.InputBoxValidationSeverity.Warning };
}

type Input = vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox;

/** How long work may take, in milliseconds, before it is shown instead of the last question. */
const patienceMs = 300;

/** Thrown inside a step when the person wants the one before. */
class Back extends Error {}

/**
 * Runs a flow of questions: every step has Back, Escape ends the flow, and a step that is returned again takes the
 * person back to it.
 * @returns false where the person left it
 */
export async function runSteps(title: string, first: Step): Promise<boolean> {
  const ui = new Steps(title);
  const passed: Step[] = [];
  let step: Step | undefined = first;
  try {
    while (step) {
      const place = passed.indexOf(step);
      if (place >= 0) passed.length = place;
      const asked: number = ui.begin(passed.length > 0);
      try {
        const next: Step | undefined = await step(ui);
        // Work and questions that were skipped are not what Back leads to.
        if (ui.asked > asked) passed.push(step);
        step = next;
      } catch (error) {
        if (!(error instanceof Back)) throw error;
        step = passed.pop() ?? first;
      }
    }
    return true;
  } finally {
    ui.dispose();
  }
}

/** What a step has to ask with. */
export class Steps {
  /** How many questions have been asked. */
  asked = 0;
  private shown: Input | undefined;
  private hasBack = false;

  constructor(private readonly title: string) {}

  /** Before each step. @returns how many questions have been asked so far */
  begin(hasBack: boolean): number {
    this.hasBack = hasBack;
    return this.asked;
  }

  /** Lets the person choose. @throws AbortError where they leave */
  async pick<T extends vscode.QuickPickItem>(step: PickStep<T>): Promise<T> {
    this.asked++;
    const pick = vscode.window.createQuickPick<T>();
    pick.placeholder = step.placeholder;
    pick.matchOnDescription = pick.matchOnDetail = true;
    pick.ignoreFocusOut = true;
    if (step.value !== undefined) pick.value = step.value;
    const fill = (): void => {
      pick.items = step.items(pick.value);
    };
    const answer = this.show<T>(pick, step.buttons ?? [], (resolve, reject) => {
      pick.onDidChangeValue(fill);
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item && (step.accepts?.(item) ?? true)) resolve(item);
      });
      step.meanwhile?.then(resolve, reject);
      const { later = [] } = step;
      pick.busy = later.length > 0;
      for (const each of later) each.then(fill).catch(reject);
      void Promise.allSettled(later).then(() => {
        if (pick.enabled) pick.busy = false;
      });
      fill();
    });
    return this.settled(pick, answer);
  }

  /** Lets the person choose several; rows with `picked` are checked at first. @throws AbortError where they leave */
  async picks<T extends vscode.QuickPickItem>(
    placeholder: string,
    items: readonly T[],
  ): Promise<readonly T[]> {
    this.asked++;
    const pick = vscode.window.createQuickPick<T>();
    Object.assign(pick, { placeholder, canSelectMany: true, matchOnDescription: true, ignoreFocusOut: true });
    pick.items = items;
    pick.selectedItems = items.filter(({ picked }) => picked);
    const answer = this.show<readonly T[]>(pick, [], (resolve) => {
      pick.onDidAccept(() => {
        resolve([...pick.selectedItems]);
      });
    });
    return this.settled(pick, answer);
  }

  /** Lets the person type. @throws AbortError where they leave */
  async input(step: InputStep): Promise<string> {
    this.asked++;
    const box = vscode.window.createInputBox();
    box.prompt = step.prompt;
    box.placeholder = step.placeholder;
    box.password = step.password ?? false;
    box.ignoreFocusOut = true;
    box.value = step.value ?? '';
    box.validationMessage = step.problem;
    const accepts = (): boolean => {
      const problem = step.check?.(box.value);
      box.validationMessage = problem ?? asWarning(step.warn?.(box.value));
      return problem === undefined;
    };
    const answer = this.show<string>(box, step.buttons ?? [], (resolve, reject) => {
      let isTyped = false;
      box.onDidChangeValue((value) => {
        isTyped = true;
        // An empty box is no mistake until Enter.
        if (value === '') box.validationMessage = undefined;
        else accepts();
      });
      box.onDidAccept(() => {
        if (accepts()) resolve(box.value);
      });
      for (const each of step.later ?? [])
        each
          .then(() => {
            if (box.enabled && box.value !== '' && (isTyped || step.problem === undefined)) accepts();
          })
          .catch(reject);
    });
    return this.settled(box, answer);
  }

  /**
   * Works with the last question still there, and from 0.3 s on with a line that says what happens; Escape and Back
   * abort it.
   */
  async work<T>(text: string, work: (options: Abortable) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const working = work({ signal: stop.signal });
    const item = { label: `$(loading~spin) ${text}`, alwaysShow: true };
    const pick = vscode.window.createQuickPick();
    Object.assign(pick, { placeholder: vscode.l10n.t('Escape cancels'), busy: true, ignoreFocusOut: true });
    pick.items = [item];
    let timer: NodeJS.Timeout | undefined;
    const leaving = new Promise<never>((_resolve, reject) => {
      const last = this.shown;
      // The last question cannot be answered twice; leaving it leaves the work.
      last?.onDidHide(() => {
        if (this.shown === last) reject(cancelled());
      });
      last?.onDidTriggerButton((button) => {
        if (button === vscode.QuickInputButtons.Back) reject(new Back());
      });
      timer = setTimeout(
        () => {
          this.show<never>(pick, [], () => undefined).catch(reject);
        },
        last ? patienceMs : 0,
      );
    });
    try {
      return await Promise.race([working, leaving]);
    } finally {
      clearTimeout(timer);
      stop.abort();
      if (this.shown !== pick) pick.dispose();
      working.catch(() => undefined); // its end was reported above, or nobody waits for it any more
    }
  }

  dispose(): void {
    const last = this.shown;
    this.shown = undefined;
    last?.dispose();
  }

  /** Shows an input in the place of the last one. */
  private show<T>(
    input: Input,
    buttons: readonly StepButton[],
    listen: (resolve: (value: T) => void, reject: (reason: unknown) => void) => void,
  ): Promise<T> {
    input.title = this.title;
    input.buttons = [...(this.hasBack ? [vscode.QuickInputButtons.Back] : []), ...buttons];
    const last = this.shown;
    this.shown = input;
    const answer = new Promise<T>((resolve, reject) => {
      input.onDidTriggerButton((button) => {
        if (button === vscode.QuickInputButtons.Back) reject(new Back());
        else buttons.find((own) => own === button)?.run();
      });
      input.onDidHide(() => {
        if (this.shown === input) reject(cancelled());
      });
      listen(resolve, reject);
    });
    input.show();
    last?.dispose();
    return answer;
  }

  /** After the answer the input stays, greyed, until the next one takes its place. */
  private async settled<T>(input: Input, answer: Promise<T>): Promise<T> {
    const value = await answer;
    input.busy = true;
    input.enabled = false;
    return value;
  }
}
