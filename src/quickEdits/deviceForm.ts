import * as vscode from 'vscode';
import type { Abortable } from '../base/signal';
import { checkValue } from '../documents/schema/checkValue';
import type { KeySpec, Schema } from '../documents/schema/schema';
import type { KindRef } from '../kinds/kind';
import type { HubRow } from '../shell/hub';
import type { Steps } from '../shell/steps';
import type { QuickEditOptions } from './edit';
import { without } from './records';

/** The options of a device by their names; its type is one of them. */
export type Options = Readonly<Record<string, string>>;

/** What a person mostly says of a device, in this order; what the server needs is added. */
const usual: Readonly<Record<string, readonly string[]>> = {
  nic: ['network', 'name', 'hwaddr'],
  disk: ['pool', 'source', 'path', 'readonly'],
  proxy: ['listen', 'connect', 'bind'],
  gpu: ['id', 'pci'],
  usb: ['vendorid', 'productid'],
  'unix-char': ['source', 'path'],
  'unix-block': ['source', 'path'],
  'unix-hotplug': ['vendorid', 'productid'],
  tpm: ['path'],
};

/** A device while a person says what it is to be: its options as rows, each with the way to choose its value. */
export class DeviceForm {
  options: Options;

  constructor(
    private readonly schema: Schema,
    /** An instance of the server and project that the device is for. */
    private readonly ref: KindRef,
    options: Options,
    private readonly tools: QuickEditOptions,
    private readonly abort: Abortable,
  ) {
    this.options = options;
  }

  get type(): string {
    return this.options['type'] ?? '';
  }

  /** What the server needs and nobody has said. */
  get missing(): string | undefined {
    return this.needed.find((name) => !this.options[name]);
  }

  rows(): HubRow[] {
    const { keys, options } = this;
    const { needed } = this;
    const shown = new Set([...(usual[this.type] ?? []), ...needed, ...Object.keys(options)]);
    shown.delete('type');
    return [
      ...[...shown]
        .filter((name) => name in options || keys.some((key) => key.name === name))
        .map((name) => this.row(name)),
      {
        label: vscode.l10n.t('Another Option…'),
        change: async (ui) => {
          await this.another(ui);
        },
      },
    ];
  }

  /** Asks for the value of one option. @throws AbortError where they leave */
  async ask(ui: Steps, name: string): Promise<void> {
    const spec = this.schema.device(this.type, this.options).find(name);
    const value = await this.valueOf(ui, name, spec);
    const others = without(this.options, name);
    this.options = value === '' ? others : { ...others, [name]: value };
  }

  /** The servers call more of a disk needed than they need: a root disk has no source, and blocks have no path. */
  private get needed(): readonly string[] {
    if (this.type === 'disk') return this.options['path'] === '/' ? ['pool'] : ['source'];
    return this.keys.filter(({ name, required }) => required && name !== 'type').map(({ name }) => name);
  }

  private get keys(): readonly KeySpec[] {
    return this.schema.device(this.type, this.options).keys;
  }

  private row(name: string): HubRow {
    const spec = this.keys.find((key) => key.name === name);
    const none = this.needed.includes(name) ? vscode.l10n.t('needed') : (spec?.default ?? '');
    return {
      label: name,
      description: this.options[name] ?? (none && `(${none})`),
      detail: spec?.short ?? '',
      change: (ui) => this.ask(ui, name),
    };
  }

  private async another(ui: Steps): Promise<void> {
    const { options } = this;
    const rest = this.schema.device(this.type, options).suggestions(Object.keys(options));
    const { suggestion } = await ui.pick({
      placeholder: vscode.l10n.t('Option of a device of type {0}', this.type),
      items: () =>
        rest.map((each) => ({ label: each.spec.name, description: each.spec.short, suggestion: each })),
    });
    const { spec, parts } = suggestion;
    if (!parts.some(({ hole }) => hole)) return this.ask(ui, spec.name);
    const name = await ui.input({
      prompt: vscode.l10n.t('Name of the option: {0}', spec.name),
      value: parts.map(({ text, hole }) => (hole ? '' : text)).join(''),
      check: (text) =>
        /^[\w.-]+[\w-]$/.test(text) ? undefined : vscode.l10n.t('{0}, with a name in it', spec.name),
    });
    return this.ask(ui, name);
  }

  private async valueOf(ui: Steps, name: string, spec: KeySpec | undefined): Promise<string> {
    const choices = await this.choicesOf(ui, name);
    const allowed = spec?.type === 'bool' ? ['true', 'false'] : spec?.allowed;
    if (choices ?? (allowed && !spec?.othersAllowed)) {
      const unset = vscode.l10n.t({ message: 'none', args: [], comment: 'no value' });
      const all = choices ?? allowed ?? [];
      const isNeeded = this.needed.includes(name);
      const rows = [...all.map((label) => ({ label })), ...(isNeeded ? [] : [{ label: unset }])];
      const { label } = await ui.pick({ placeholder: spec?.short ?? name, items: () => rows });
      return label === unset ? '' : label;
    }
    return ui.input({
      prompt: spec?.short ?? name,
      value: this.options[name] ?? '',
      check: (text) => {
        if (text === '' && this.needed.includes(name)) return vscode.l10n.t('{0} is needed', name);
        return spec && checkValue(spec, text);
      },
    });
  }

  /** What there is on the server to choose from, where an option names something of it. */
  private async choicesOf(ui: Steps, name: string): Promise<readonly string[] | undefined> {
    const { pool } = this.options;
    const asking = vscode.l10n.t('Asking the server what there is');
    const named = (kind: string, isOne?: (item: Item) => boolean, parents?: readonly string[]) =>
      ui.work(asking, () => this.names(kind, isOne, parents));
    if (this.type === 'nic' && name === 'network') return named('network', ({ managed }) => managed === true);
    if (this.type !== 'disk') return undefined;
    if (name === 'pool') return named('storagePool');
    if (name !== 'source' || pool === undefined) return undefined;
    return named('volume', ({ type }) => type === 'custom', [pool]);
  }

  /** The names of what there is of a kind at the place of the instance. */
  private async names(
    id: string,
    isOne: (item: Item) => boolean = () => true,
    parents: readonly string[] = [],
  ): Promise<readonly string[]> {
    const { registry, targets, store } = this.tools;
    const kind = registry.get(id);
    if (!kind) return [];
    const { remote, project } = this.ref;
    const place = {
      connection: targets.connection(remote),
      project: kind.scope === 'server' ? '' : project || 'default',
      parents,
    };
    const items = await store.of(kind, place).loaded(this.abort);
    return (items as readonly Item[]).filter(isOne).map(({ name = '' }) => name);
  }
}

/** As much as this has to know of what it lists. */
interface Item {
  readonly name?: string;
  readonly type?: string;
  readonly managed?: boolean;
}
