import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { Log } from '../../base/log';
import { type Abortable, systemClock } from '../../base/signal';
import { describeHost } from '../../client/auth/hostPort';
import { oidcProvider, signIn } from '../../client/auth/oidc';
import type { OidcTokens } from '../../client/auth/oidcTypes';
import { getServer } from '../../client/server';
import { Transport } from '../../client/transport';
import type { Step, Steps } from '../../shell/steps';
import type { FlowContext } from './context';
import { entryOf } from './entryOf';
import { type FoundServer, addressOf } from './find';
import { nameStep, suggestName } from './name';

/** Where the person signs in, and the code that they compare there. */
interface Invitation {
  readonly uri: string;
  readonly code: string;
}

/** Signs the person in with OpenID Connect, in the browser, after the remote has its name. */
export function signInStep(context: FlowContext, server: FoundServer, project: string | undefined): Step {
  const [{ host }] = server.hosts;
  return nameStep(context, suggestName(host, server.product), (name) => async (ui) => {
    try {
      const tokens = await signedIn(ui, server);
      const where = describeHost(server.hosts[0]);
      await ui.work(vscode.l10n.t('Connecting to {0}…', where), (options) =>
        accepted(server, tokens, context.log, options),
      );
      await context.save(name, { ...entryOf(server, project), auth: 'oidc' }, { tokens });
    } catch (error) {
      if (!AppError.is(error)) throw error;
      return context.startAgain(error);
    }
    return undefined;
  });
}

async function signedIn(ui: Steps, server: FoundServer): Promise<OidcTokens> {
  const stop = new AbortController();
  const { signal } = stop;
  let show: (invitation: Invitation) => void = () => undefined;
  const invited = new Promise<Invitation>((resolve) => (show = resolve));
  const signing = (async () => {
    const provider = await oidcProvider(addressOf(server), { signal });
    return signIn(provider, {
      signal,
      clock: systemClock,
      show: (uri, code) => {
        show({ uri, code });
      },
    });
  })();
  signing.catch(() => undefined); // it is awaited below, unless the person has left
  try {
    const invitation = await ui.work(vscode.l10n.t('Starting the sign-in…'), () =>
      Promise.race([invited, signing.then(() => ({ uri: '', code: '' }))]),
    );
    await ask(ui, invitation, signing);
    return await signing;
  } finally {
    stop.abort();
  }
}

/** Shows the code until the person has signed in. */
async function ask(ui: Steps, { uri, code }: Invitation, signing: Promise<unknown>): Promise<void> {
  const open = (): void => void vscode.env.openExternal(vscode.Uri.parse(uri));
  const copy = (): void => void vscode.env.clipboard.writeText(code);
  const rows = [
    { label: `$(globe) ${vscode.l10n.t('Open the Browser Again')}`, detail: uri, run: open },
    { label: `$(copy) ${vscode.l10n.t('Copy the Code')}`, description: code, run: copy },
  ];
  const done = { label: '', run: (): void => undefined };
  copy();
  open();
  await ui.pick({
    placeholder: vscode.l10n.t('Sign in in the browser and confirm the code {0}. It was copied.', code),
    items: () => rows,
    accepts: ({ run }) => {
      run();
      return false;
    },
    meanwhile: signing.then(() => done),
  });
}

/** @throws AppError 'untrusted' where the server does not take the sign-in */
async function accepted(
  server: FoundServer,
  { accessToken }: OidcTokens,
  log: Log,
  options: Abortable,
): Promise<void> {
  const bearer = { token: () => Promise.resolve(accessToken) };
  const transport = new Transport(addressOf(server), log, bearer);
  try {
    const { trusted } = await transport.value(getServer(), options);
    if (!trusted) throw new AppError('untrusted', 'The server does not accept this sign-in.');
  } finally {
    await transport.close();
  }
}
