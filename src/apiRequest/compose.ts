import * as vscode from 'vscode';
import { AppError, isCancelled, messageOf } from '../base/errors';
import type { Abortable } from '../base/signal';
import { type AnyOperation, parametersOf, requestFor } from '../client/apiOperation';
import { withQuery } from '../client/path';
import type { Connection } from '../model/connection';
import { type Step, type Steps, runSteps } from '../shell/steps';
import { allOperations, isNear, listingOf, offered } from './catalogue';
import type { StartPlace } from './place';
import { targetProblem } from './request';

/** What a person has chosen. */
export interface Composed {
  readonly operation: AnyOperation;
  /** Encoded path with query. */
  readonly target: string;
}

interface OperationItem extends vscode.QuickPickItem {
  readonly operation?: AnyOperation;
  /** Leads to the operations that are not of this row. */
  readonly others?: true;
}

interface ValueItem extends vscode.QuickPickItem {
  readonly value?: string;
}

/** No list tells the types of volumes. */
const volumeTypes = ['custom', 'container', 'virtual-machine', 'image'];

/** Asks what to send: an operation that this server has, what its path names, and the whole line to look over. */
export async function compose(
  connection: Connection,
  start: StartPlace,
  signal: AbortSignal,
): Promise<Composed | undefined> {
  const server = await connection.ready({ signal });
  const operations = await allOperations();
  const project = start.project ?? connection.config.project;
  let operation: AnyOperation | undefined;
  let target = '';
  const values = new Map<string, string>();

  const all = operationItems(offered(operations, server, start), start);
  let typed = '';
  const askOperation: Step = (ui) => askAmong(ui, (text) => itemsFor(all, start, text));
  const askOthers: Step = (ui) => askAmong(ui, () => all);
  const askAmong = async (ui: Steps, items: (text: string) => OperationItem[]): Promise<Step> => {
    const item = await ui.pick<OperationItem>({
      placeholder: vscode.l10n.t('What to do: words, a method or a path'),
      value: typed,
      items: (text) => items((typed = text)),
      accepts: ({ operation: chosen, others }) => chosen !== undefined || others === true,
    });
    operation = item.operation;
    values.clear();
    if (!operation) return askOthers;
    const [first] = parametersOf(operation.path);
    if (start.name !== undefined && first !== undefined && isNear(operation, start))
      values.set(first, start.name);
    return next();
  };
  const next = (): Step => {
    const missing = parametersOf(operation?.path ?? '').find((name) => !values.has(name));
    return missing === undefined ? askLine : askValue(missing);
  };
  const askValue =
    (parameter: string): Step =>
    async (ui) => {
      const { path = '' } = operation ?? {};
      const listing = listingOf(operations, path, parameter);
      const { names, problem } = await ui.work(
        vscode.l10n.t('Asking {0}', connection.name),
        async (options) => namesFor(connection, { listing, values, project, parameter }, options),
      );
      const item = await ui.pick({
        placeholder: vscode.l10n.t('{0} in {1}', parameter, path),
        items: (typed) => valueItems(names, problem, typed.trim()),
        accepts: ({ value }) => value !== undefined,
      });
      values.set(parameter, item.value ?? '');
      return next();
    };
  const askLine: Step = async (ui) => {
    if (!operation) return askOperation;
    const { method, body, takesUpload } = operation;
    if (takesUpload && !body) {
      throw new AppError(
        'unsupported',
        vscode.l10n.t('{0} takes bytes, which cannot be sent from here', operation.title),
      );
    }
    target = await ui.input({
      prompt: body
        ? vscode.l10n.t('{0} to {1}: path and query. Enter opens the body', method, connection.name)
        : vscode.l10n.t('{0} to {1}: path and query. Enter sends', method, connection.name),
      value: targetFor(operation, values, project),
      check: targetProblem,
    });
    return undefined;
  };
  const answered = await runSteps(vscode.l10n.t('API Request to {0}', connection.name), askOperation);
  return answered && operation ? { operation, target } : undefined;
}

/** The path filled in, with the query that is usual: the project, and the parameters that the path's own query names. */
export function targetFor(
  operation: AnyOperation,
  values: ReadonlyMap<string, string>,
  project: string,
): string {
  const { query } = operation;
  const endpoint = requestFor(operation, {
    ...Object.fromEntries(values),
    ...(query?.includes('project') ? { project } : {}),
    ...(query?.includes('path') ? { path: '/' } : {}),
  });
  return withQuery(endpoint.path, endpoint.query);
}

function operationItems(operations: readonly AnyOperation[], start: StartPlace): OperationItem[] {
  const items: OperationItem[] = [];
  let group: string | undefined;
  for (const operation of operations) {
    const near = isNear(operation, start);
    const now = near
      ? vscode.l10n.t('of this row')
      : (operation.path.split(/[/?]/)[2] ?? vscode.l10n.t('server'));
    if (now !== group) items.push({ label: now, kind: vscode.QuickPickItemKind.Separator });
    group = now;
    items.push({
      label: operation.title,
      description: `${operation.method} ${operation.path}`,
      iconPath: new vscode.ThemeIcon(icons[operation.method] ?? 'question'),
      operation,
    });
  }
  return items;
}

/**
 * What is shown for the text that was typed. VS Code puts what matches into an order of its own, and the operations of
 * the row would be lost among all others: as long as some of them match, they are alone.
 */
function itemsFor(all: OperationItem[], start: StartPlace, typed: string): OperationItem[] {
  const text = typed.trim().toLowerCase();
  if (text === '') return all;
  const near = all.filter(({ operation }) => operation !== undefined && isNear(operation, start));
  const matches = ({ label, description }: OperationItem): boolean =>
    label.toLowerCase().includes(text) || description?.toLowerCase().includes(text) === true;
  if (!near.some(matches)) return all;
  return [...near, { label: vscode.l10n.t('Other Operations…'), alwaysShow: true, others: true }];
}

const icons: Readonly<Record<string, string>> = {
  GET: 'eye',
  HEAD: 'eye',
  POST: 'add',
  PUT: 'edit',
  PATCH: 'edit',
  DELETE: 'trash',
};

function valueItems(names: readonly string[], problem: string | undefined, typed: string): ValueItem[] {
  return [
    ...names.map((value) => ({ label: value, value })),
    ...(typed !== '' && !names.includes(typed)
      ? [{ label: typed, description: vscode.l10n.t('as typed'), alwaysShow: true, value: typed }]
      : []),
    ...(names.length === 0 && typed === ''
      ? [{ label: problem ?? vscode.l10n.t('There is none to choose: type one'), alwaysShow: true }]
      : []),
  ];
}

/** What exists for a parameter; a server that cannot list it leaves it to be typed, and says why. */
async function namesFor(
  connection: Connection,
  asked: {
    listing: AnyOperation | undefined;
    values: ReadonlyMap<string, string>;
    project: string;
    parameter: string;
  },
  options: Abortable,
): Promise<{ names: readonly string[]; problem?: string }> {
  const { listing, values, project, parameter } = asked;
  if (parameter === 'type') return { names: volumeTypes };
  if (!listing) return { names: [] };
  // The listing may call the same parameters by other names: they are the same by their order.
  const known = [...values.values()];
  const args = Object.fromEntries(
    parametersOf(listing.path).map((name, index) => [name, known[index] ?? '']),
  );
  const endpoint = requestFor(listing, {
    ...args,
    ...(listing.query?.includes('project') ? { project } : {}),
  });
  try {
    const found = await connection.transport.value(endpoint, options);
    return { names: (Array.isArray(found) ? found : []).map(String).sort() };
  } catch (error) {
    if (isCancelled(error)) throw error;
    return { names: [], problem: messageOf(error) };
  }
}
