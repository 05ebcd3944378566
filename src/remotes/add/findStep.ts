import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { type RemoteInput } from '../../client/auth/remoteInput';
import { inspect } from '../../client/auth/probe';
import { describeHost } from '../../client/auth/hostPort';
import type { Step, Steps } from '../../shell/steps';
import type { RemoteEntry } from '../entries';
import { certificateStep } from './certificate';
import type { FlowContext } from './context';
import { entryOf } from './entryOf';
import { type FoundServer, findByAddress, findByToken } from './find';
import { findImages } from './images';
import { nameStep, suggestName } from './name';
import { type KnownServer, waysStep } from './ways';

/** Looks for what was pasted, and goes on as it is. */
export function findStep(context: FlowContext, input: RemoteInput): Step {
  return async (ui) => {
    try {
      return await find(context, input, ui);
    } catch (error) {
      // What nothing is left of for a person to decide: they begin anew, with what they had typed.
      if (AppError.is(error)) return context.startAgain(error);
      throw error;
    }
  };
}

async function find(context: FlowContext, input: RemoteInput, ui: Steps): Promise<Step | undefined> {
  const { log } = context;
  switch (input.kind) {
    case 'nothing':
      return undefined;
    case 'invalid':
      throw new AppError('rejected', input.message);
    case 'unix': {
      const address = { kind: 'unix', path: input.path } as const;
      const { product } = await ui.work(connecting(input.path), (options) => inspect(address, log, options));
      const protocol = product === 'incus' ? 'incus' : 'lxd';
      const entry = { addresses: [`unix:${input.path}`], auth: 'none', protocol } as const;
      return saveStep(context, input.name ?? protocol, withProject(entry, input.project));
    }
    case 'token': {
      const { token } = input;
      const where = token.addresses[0] ?? '';
      const server = await ui.work(connecting(where), (options) => findByToken(token, log, options));
      return waysStep(named(context, input.name), asLxd(server), input);
    }
    case 'simplestreams': {
      const server = await ui.work(connecting(input.url), (options) => findImages(input.url, log, options));
      return imagesStep(named(context, input.name), server, input.url);
    }
    case 'address': {
      const [first] = input.hosts;
      const where = first ? describeHost(first) : '';
      const server = await ui.work(connecting(where), (options) => findByAddress(input.hosts, log, options));
      const own = named(context, input.name);
      if (server.product === 'simplestreams')
        return imagesStep(own, server, `https://${describeHost(server.hosts[0])}`);
      return ifTrusted(own, server, input.token?.fingerprint, waysStep(own, asLxd(server), input));
    }
  }
}

function connecting(where: string): string {
  return vscode.l10n.t('Connecting to {0}…', where);
}

/** The name of an `lxc remote add` line, unless the caller has one. */
function named(context: FlowContext, name: string | undefined): FlowContext {
  return context.name === undefined && name !== undefined ? { ...context, name } : context;
}

function asLxd(server: FoundServer): KnownServer {
  return { ...server, product: server.product === 'incus' ? 'incus' : 'lxd' };
}

/** Asks about the certificate where nobody vouches for it and nobody has said which one it is. */
function ifTrusted(
  context: FlowContext,
  server: FoundServer,
  expected: string | undefined,
  next: Step,
): Step {
  const { certificate, product } = server;
  if (certificate.vouched || [expected, context.fingerprint].includes(certificate.fingerprint)) return next;
  if (expected !== undefined) {
    const where = describeHost(server.hosts[0]);
    throw new AppError(
      'untrusted',
      vscode.l10n.t('This token belongs to another server than the one at {0}. Nothing was sent.', where),
    );
  }
  return certificateStep({ certificate, product }, next);
}

function imagesStep(context: FlowContext, server: FoundServer, url: string): Step {
  const entry: RemoteEntry = { ...entryOf(server, undefined), addresses: [url], auth: 'none' };
  const [{ host }] = server.hosts;
  return ifTrusted(context, server, undefined, saveStep(context, suggestName(host, 'simplestreams'), entry));
}

/** Asks for the name and keeps what needs no proof. */
function saveStep(context: FlowContext, suggestion: string, entry: RemoteEntry): Step {
  return nameStep(context, suggestion, (name) => async () => {
    await context.save(name, entry, {});
    return undefined;
  });
}

function withProject(entry: RemoteEntry, project: string | undefined): RemoteEntry {
  return project === undefined ? entry : { ...entry, project };
}
