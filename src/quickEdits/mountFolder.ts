import { basename } from 'node:path';
import * as vscode from 'vscode';
import { AppError, cancelled } from '../base/errors';
import type { Abortable } from '../base/signal';
import { isObject, textMap } from '../client/decode';
import type { ServerObject } from '../documents/editable';
import type { KindRef } from '../kinds/kind';
import { runBatch } from '../shell/batch';
import { withProgress } from '../shell/commands';
import { remotesView } from '../shell/contributions';
import { type HubRow, hubStep } from '../shell/hub';
import { type Step, type Steps, runSteps } from '../shell/steps';
import { type QuickEditOptions, devicesOf, editResource } from './edit';
import { freeName } from './records';
import { targetOf } from './entries';

interface Mount {
  folder: string;
  path: string;
  isReadOnly: boolean;
  /** Whether owners are the same on both sides. */
  isShifted: boolean;
}

/** Lets an instance on this computer see one of its folders. */
export async function mountFolder(args: readonly unknown[], options: QuickEditOptions): Promise<void> {
  const ref = await targetOf('instance', args, options);
  if (!ref) return;
  const name = ref.parts[0] ?? '';
  const { address } = options.targets.connection(ref.remote).transport;
  if (address.kind !== 'unix')
    throw new AppError(
      'unsupported',
      vscode.l10n.t(
        '{0} is another machine, and cannot see folders of this one. Copy the files there, or attach a volume.',
        ref.remote,
      ),
    );
  const reading = vscode.l10n.t('Reading {0}', name);
  const read = await withProgress(reading, remotesView, async (work) => {
    const [{ object }, server] = await Promise.all([
      options.resource(ref).read(work),
      options.resource({ ...ref, kind: 'server', project: '', parts: [] }).read(work),
    ]);
    const { environment } = server.object;
    const here = textMap(environment)['server_name'] ?? '';
    const { location } = textMap(object);
    if (isObject(environment) && environment['server_clustered'] === true && location !== here)
      throw new AppError(
        'unsupported',
        vscode.l10n.t('{0} is on the member {1}, and cannot see folders of {2}', name, location ?? '', here),
      );
    return {
      canShift: object['type'] !== 'virtual-machine' && shifts(server.object),
      isMachine: object['type'] === 'virtual-machine',
    };
  });
  if (!read) return;
  const { canShift, isMachine } = read;
  const mount: Mount = { folder: '', path: '', isReadOnly: false, isShifted: canShift };
  const title = vscode.l10n.t('Mount a Folder in {0}', name);
  if (!(await runSteps(title, askFolder(mount, name, canShift, isMachine)))) return;
  let isRunning = false;
  let why: string | undefined;
  const save = (abort: Abortable): Promise<void> =>
    editResource(
      options.resource(ref),
      (now, whole) => {
        isRunning = whole['status'] === 'Running';
        const device = freeName(plainName(mount.path), devicesOf(whole, 'expanded_devices'));
        return { ...now, devices: { ...devicesOf(now), [device]: deviceOf(mount) } };
      },
      abort,
    );
  const texts = {
    title: () => vscode.l10n.t('Mounting {0} in {1}', mount.folder, name),
    failed: () => vscode.l10n.t('Could not mount {0} in {1}', mount.folder, name),
    part: () => '',
  };
  const isDone = await runBatch(options.present, [{ name }], texts, async (_item, abort) => {
    try {
      await save(abort);
    } catch (error) {
      // What the kernel can do is not always what this container can.
      if (!mount.isShifted || !AppError.is(error) || !/idmap|shift/i.test(error.message)) throw error;
      why = error.message;
      mount.isShifted = false;
      await save(abort);
    }
  });
  if (isDone && why)
    options.present.warning(
      vscode.l10n.t('{0} sees {1}, but its files are nobody’s there: {2}', name, mount.folder, why),
    );
  if (isDone) report(ref, mount, isRunning, options);
}

function report(
  { parts: [name = ''] }: KindRef,
  { folder, path }: Mount,
  isRunning: boolean,
  { present }: QuickEditOptions,
): void {
  present.status(
    isRunning
      ? vscode.l10n.t('{0} sees {1} at {2}', name, folder, path)
      : vscode.l10n.t('{0} will see {1} at {2} when it runs', name, folder, path),
  );
}

/** A folder that VS Code has open, or another one. */
function askFolder(mount: Mount, name: string, canShift: boolean, isMachine: boolean): Step {
  type Row = vscode.QuickPickItem & { readonly folder?: string };
  const step: Step = async (ui) => {
    const open = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const other: Row = { label: vscode.l10n.t('$(folder-opened) Another Folder…') };
    const rows: Row[] = [
      ...open.map(({ uri, name: label }) => ({
        label: `$(root-folder) ${label}`,
        description: uri.fsPath,
        folder: uri.fsPath,
      })),
      other,
    ];
    const { folder = await otherFolder() } =
      rows.length > 1
        ? await ui.pick<Row>({
            placeholder: vscode.l10n.t('Folder of this computer that {0} is to see', name),
            items: () => rows,
          })
        : other;
    if (folder === undefined) {
      if (rows.length > 1) return step;
      throw cancelled();
    }
    if (mount.folder !== folder) mount.path = `/mnt/${basename(folder)}`;
    mount.folder = folder;
    return askPath(mount, name, canShift, isMachine);
  };
  return step;
}

async function otherFolder(): Promise<string | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Mount'),
    })) ?? [];
  if (uri && uri.scheme !== 'file')
    throw new AppError('unsupported', vscode.l10n.t('{0} is not on this computer', uri.toString(true)));
  return uri?.fsPath;
}

function askPath(mount: Mount, name: string, canShift: boolean, isMachine: boolean): Step {
  return async (ui) => {
    await typePath(ui, mount);
    return hubStep(
      vscode.l10n.t('{0} in {1}', mount.folder, name),
      () => rowsOf(mount, canShift, isMachine),
      () => undefined,
    );
  };
}

async function typePath(ui: Steps, mount: Mount): Promise<void> {
  mount.path = await ui.input({
    prompt: vscode.l10n.t('Folder in the instance'),
    value: mount.path,
    check: (text) => {
      if (!text.startsWith('/')) return vscode.l10n.t('A folder begins with /');
      return text === '/' ? vscode.l10n.t('/ is its own') : undefined;
    },
  });
}

function rowsOf(mount: Mount, canShift: boolean, isMachine: boolean): HubRow[] {
  const { path, isReadOnly, isShifted } = mount;
  const owners: HubRow = {
    label: vscode.l10n.t('Owners'),
    description: !canShift
      ? vscode.l10n.t('nobody’s in a container: this server cannot shift them')
      : isShifted
        ? vscode.l10n.t('the same numbers on both sides (shifted)')
        : vscode.l10n.t('not shifted'),
    change: () => {
      mount.isShifted = canShift && !isShifted;
      return Promise.resolve();
    },
  };
  return [
    { label: vscode.l10n.t('$(folder-opened) Mount at {0}', path) },
    { label: vscode.l10n.t('Options'), kind: vscode.QuickPickItemKind.Separator },
    {
      label: vscode.l10n.t('Access'),
      description: isReadOnly ? vscode.l10n.t('read only') : vscode.l10n.t('read and write'),
      change: () => {
        mount.isReadOnly = !isReadOnly;
        return Promise.resolve();
      },
    },
    ...(isMachine ? [] : [owners]),
  ];
}

function deviceOf({ folder, path, isReadOnly, isShifted }: Mount): ServerObject {
  return {
    type: 'disk',
    source: folder,
    path,
    ...(isReadOnly ? { readonly: 'true' } : {}),
    ...(isShifted ? { shift: 'true' } : {}),
  };
}

/** Whether the kernel and the server can show files with other owners than they have. */
function shifts({ environment }: ServerObject): boolean {
  const features = isObject(environment) ? environment['kernel_features'] : undefined;
  return isObject(features) && [features['idmapped_mounts'], features['shiftfs']].includes('true');
}

/** The last part of a path, as far as a device may be called so. */
function plainName(path: string): string {
  return (
    basename(path)
      .replace(/[^\w.-]+/g, '-')
      .replace(/^[.-]+/, '')
      .slice(0, 55) || 'folder'
  );
}
