import { hostname } from 'node:os';
import * as vscode from 'vscode';
import { AppError, messageOf } from '../../base/errors';
import { describeHost } from '../../client/auth/hostPort';
import type { RemoteInputOptions } from '../../client/auth/remoteInput';
import { isExpired, parseTrustToken } from '../../client/auth/trustToken';
import type { Step } from '../../shell/steps';
import type { RemoteEntry } from '../entries';
import type { FlowContext } from './context';
import { entryOf } from './entryOf';
import type { FoundServer } from './find';
import { howToButton, tokenCommand } from './howTo';
import { type Proof, isTrusted, joined } from './join';
import { nameStep, suggestName } from './name';
import { signInStep } from './signIn';

/** A server of LXD or Incus whose certificate is the right one. */
export type KnownServer = FoundServer & { readonly product: 'lxd' | 'incus' };

/** Goes on with a server that was found: what was pasted says how to get in, or the person chooses. */
export function waysStep(context: FlowContext, server: KnownServer, options: RemoteInputOptions): Step {
  if (options.public) return publicStep(context, server);
  if (options.authType === 'oidc') return signInStep(context, server, options.project);
  return async (ui) => {
    const { token, password } = options;
    if (token) return proofStep(context, server, { kind: 'token', token }, options.project);
    if (password) return proofStep(context, server, { kind: 'password', password }, options.project);
    const where = describeHost(server.hosts[0]);
    const { identity } = await context.identityFor(server.product);
    const isKnown = await ui.work(vscode.l10n.t('Connecting to {0}…', where), ({ signal }) =>
      isTrusted(server, identity, context.log, { signal }),
    );
    if (isKnown) return proofStep(context, server, undefined, options.project);
    return choiceStep(context, server, options.project);
  };
}

interface Way extends vscode.QuickPickItem {
  readonly next: Step;
}

function choiceStep(context: FlowContext, server: KnownServer, project: string | undefined): Step {
  const { product, authMethods, oidc } = server;
  const ways: Way[] = [];
  if (authMethods.includes('tls') || !authMethods.length) {
    ways.push({
      label: `$(key) ${vscode.l10n.t('Enter Trust Token')}`,
      detail: vscode.l10n.t('On the server, "{0}" prints one.', tokenCommand(product)),
      next: tokenStep(context, server, project),
    });
    // Incus never had one.
    if (product === 'lxd')
      ways.push({
        label: `$(lock) ${vscode.l10n.t('Enter Trust Password')}`,
        detail: vscode.l10n.t('For a server whose administrator has set core.trust_password.'),
        next: passwordStep(context, server, project),
      });
  }
  if (oidc)
    ways.push({
      label: `$(globe) ${vscode.l10n.t('Sign In in the Browser')}`,
      detail: vscode.l10n.t('With the account that the server knows you by.'),
      next: signInStep(context, server, project),
    });
  ways.push({
    label: `$(library) ${vscode.l10n.t('Use as Public Image Server')}`,
    detail: vscode.l10n.t('Shows the images that it offers to everybody.'),
    next: publicStep(context, server),
  });
  const name = product === 'incus' ? 'Incus' : 'LXD';
  return async (ui) => {
    const placeholder = vscode.l10n.t('{0} answers but does not trust this computer. How to get in?', name);
    return (await ui.pick({ placeholder, items: () => ways })).next;
  };
}

function tokenStep(context: FlowContext, server: KnownServer, project: string | undefined): Step {
  let problem: string | undefined;
  const step: Step = async (ui) => {
    const text = await ui.input({
      prompt: vscode.l10n.t('Trust token'),
      problem,
      buttons: [howToButton()],
      check: (typed) => tokenProblem(typed, server),
    });
    const token = parseTrustToken(text);
    const again = (why: unknown): Step => {
      problem = messageOf(why);
      return step;
    };
    return token && proofStep(context, server, { kind: 'token', token }, project, again);
  };
  return step;
}

function tokenProblem(text: string, { hosts, certificate }: KnownServer): string | undefined {
  const token = parseTrustToken(text);
  if (!token) return vscode.l10n.t('This is not a whole trust token.');
  if (isExpired(token, new Date())) return vscode.l10n.t('This token has expired. Ask for a new one.');
  if (token.fingerprint === certificate.fingerprint) return undefined;
  return vscode.l10n.t(
    'This token belongs to another server than the one at {0}. Nothing was sent.',
    describeHost(hosts[0]),
  );
}

function passwordStep(context: FlowContext, server: KnownServer, project: string | undefined): Step {
  let problem: string | undefined;
  const step: Step = async (ui) => {
    const password = await ui.input({ prompt: vscode.l10n.t('Trust password'), password: true, problem });
    const again = (why: unknown): Step => {
      problem = messageOf(why);
      return step;
    };
    return proofStep(context, server, { kind: 'password', password }, project, again);
  };
  return step;
}

/** Asks for the name, then gets in, then keeps the remote: before that the server knows nothing of us. */
function proofStep(
  context: FlowContext,
  server: KnownServer,
  proof: Proof | undefined,
  project: string | undefined,
  again: (problem: unknown) => Step = (problem) => context.startAgain(problem),
): Step {
  const [{ host }] = server.hosts;
  return nameStep(context, suggestName(host, server.product), (name) => async (ui) => {
    const chosen = await context.identityFor(server.product);
    const entry: RemoteEntry = {
      ...entryOf(server, project),
      auth: 'tls',
      identity: chosen.choice,
    };
    const keep = (): Promise<void> => context.save(name, entry, { identity: chosen });
    const { log } = context;
    try {
      await ui.work(vscode.l10n.t('Introducing this computer to {0}…', name), ({ signal }) =>
        proof ? joined(server, chosen.identity, proof, { name: hostname(), log, signal }, keep) : keep(),
      );
    } catch (error) {
      if (!AppError.is(error)) throw error;
      return again(error);
    }
    return undefined;
  });
}

function publicStep(context: FlowContext, server: KnownServer): Step {
  const [{ host }] = server.hosts;
  return nameStep(context, suggestName(host, server.product), (name) => async () => {
    await context.save(name, { ...entryOf(server, undefined), auth: 'none', public: true }, {});
    return undefined;
  });
}
