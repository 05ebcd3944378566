import * as vscode from 'vscode';
import { type Disposable, toDisposable } from '../base/disposable';
import type { Event } from '../base/emitter';
import type { Log } from '../base/log';
import type { Clock } from '../base/signal';
import { asLifecycle } from '../client/events';
import { startPty } from '../client/exec/pty';
import { apiPath } from '../client/path';
import type { Connection } from '../model/connection';
import { loginShell, terminalEnvironment } from './loginShell';
import { type ShellPlace, terminalIcon, titleOf } from './look';
import { type InstanceEnd, ShellTerminal, type ShellTexts } from './shellTerminal';

/** The instance that a shell is opened in. */
export interface ShellTarget {
  readonly connection: Connection;
  readonly project: string;
  readonly instance: string;
  /** `image.os` of its configuration: the icon. */
  readonly os?: string;
  /** Panel by default. */
  readonly location?: vscode.ExtensionTerminalOptions['location'];
}

/** All open shells: opens them, keeps their titles apart, ends them when it is disposed. */
export class Shells implements Disposable {
  private readonly open = new Map<ShellTerminal, { readonly place: ShellPlace; title: string }>();

  constructor(private readonly options: { readonly log: Log; readonly clock: Clock }) {}

  /** Opens a shell in a new terminal and shows it. Whatever goes wrong is said in the terminal. */
  openShell(target: ShellTarget): vscode.Terminal {
    const terminal = vscode.window.createTerminal(this.terminalOptions(target));
    terminal.show();
    return terminal;
  }

  /** As openShell, for VS Code to open. */
  profileOf(target: ShellTarget): vscode.TerminalProfile {
    return new vscode.TerminalProfile(this.terminalOptions(target));
  }

  dispose(): void {
    for (const terminal of [...this.open.keys()]) terminal.close();
    this.open.clear();
  }

  private terminalOptions(target: ShellTarget): vscode.ExtensionTerminalOptions {
    const { connection, project, instance, os, location } = target;
    const { log, clock } = this.options;
    const place = { remote: connection.name, project, instance };
    const title = titleOf(place, this.places());
    const pty: ShellTerminal = new ShellTerminal({
      texts: textsFor(instance),
      log,
      clock,
      onInstanceEnd: instanceEnds(connection, place),
      onOpened: () => {
        this.open.set(pty, { place, title });
        this.retitle();
      },
      onClosed: () => {
        this.open.delete(pty);
        this.retitle();
      },
      start: async (size, { signal }) => {
        await connection.ready({ signal });
        const request = { project, instance, command: loginShell, environment: terminalEnvironment, size };
        return startPty(connection.transport, request, { signal, clock });
      },
    });
    return {
      name: title,
      pty,
      iconPath: new vscode.ThemeIcon(terminalIcon(os)),
      isTransient: true,
      ...(location === undefined ? {} : { location }),
    };
  }

  private places(): ShellPlace[] {
    return [...this.open.values()].map(({ place }) => place);
  }

  /** A second c1 from another remote gives the first one its remote's name, too. */
  private retitle(): void {
    const places = this.places();
    for (const [pty, entry] of this.open) {
      const title = titleOf(entry.place, places);
      if (title === entry.title) continue;
      entry.title = title;
      pty.rename(title);
    }
  }
}

/** The ends of one instance among the events of its server. */
function instanceEnds(connection: Connection, { project, instance }: ShellPlace): Event<InstanceEnd> {
  const ends = new Map<string, InstanceEnd>([
    ['instance-stopped', 'stopped'],
    ['instance-shutdown', 'stopped'],
    ['instance-restarted', 'restarted'],
    ['instance-deleted', 'deleted'],
  ]);
  const source = apiPath`/1.0/instances/${instance}`;
  return (listener) => {
    const listening = connection.onEvent((event) => {
      const lifecycle = asLifecycle(event);
      const end = lifecycle && ends.get(lifecycle.action);
      if (end && lifecycle.source === source && lifecycle.project === project) listener(end);
    });
    return toDisposable(() => {
      listening.dispose();
    });
  };
}

function textsFor(instance: string): ShellTexts {
  const { t } = vscode.l10n;
  return {
    opening: t('Opening a shell in {0}…', instance),
    reopen: t('Press Enter to open a new shell, Ctrl+D to close.'),
    failed: (reason) => t('Could not open a shell in {0}: {1}', instance, reason),
    lost: (reason) => t('The shell in {0} is gone: {1}', instance, reason),
    signalled: (signal) => t('The shell in {0} was ended by {1}.', instance, signal),
    ended: (how) =>
      how === 'stopped'
        ? t('{0} was stopped from outside.', instance)
        : how === 'restarted'
          ? t('{0} was restarted from outside.', instance)
          : t('{0} was deleted.', instance),
  };
}
