import { X509Certificate } from 'node:crypto';
import { AppError } from '../base/errors';
import { type Abortable, type Clock, raceAbort } from '../base/signal';
import { type ServerEvent, openEvents } from '../client/events';
import { type RemoteConfig, isImageServer } from '../client/remoteConfig';
import { type ServerInfo, getServer } from '../client/server';
import type { Transport } from '../client/transport';

/** How long a server may take to say hello and to open the event stream, in milliseconds. */
const greetingMs = 20_000;

/** Who answers, and what it tells from now on. */
export interface Greeting {
  readonly server: ServerInfo;
  readonly events: AsyncIterable<ServerEvent>;
}

/**
 * Says hello (GET /1.0) and opens the event stream. A server that takes the connection and then says nothing is
 * unreachable.
 * @throws AppError 'untrusted' where the server does not know us, 'unreachable', AbortError
 */
export async function greet(
  config: RemoteConfig,
  transport: Transport,
  { signal, clock }: Abortable & { clock: Clock },
): Promise<Greeting> {
  const late = new AbortController();
  const done = new AbortController();
  const limit = clock.sleep(greetingMs, { signal: done.signal }).then(
    () => {
      late.abort();
    },
    () => undefined, // the greeting was over first
  );
  // The stream outlives the greeting: once that is done nothing makes it late any more.
  const hello = AbortSignal.any([signal, late.signal]);
  try {
    const server = await transport.value(getServer(), { signal: hello });
    // Who is only let in to look at images gets no events.
    if (isImageServer(config)) return { server, events: noEvents(signal) };
    if (!server.trusted) throw notTrusted(config);
    const events = await openEvents(transport, {
      types: ['lifecycle', 'operation'],
      clock,
      signal: hello,
      onSilence: () => void transport.reset(),
    });
    return { server, events };
  } catch (error) {
    if (!late.signal.aborted || signal.aborted) throw error;
    void transport.reset();
    throw new AppError('unreachable', `${config.location} does not answer`, { cause: error });
  } finally {
    done.abort();
    await limit;
  }
}

/** The servers only say that they do not know us; our own dates say more. */
function notTrusted({ address, auth }: RemoteConfig): AppError {
  if (auth === 'oidc') return new AppError('untrusted', 'The server does not accept this sign-in');
  const own = address.kind === 'tls' ? address.identity : undefined;
  const ends = own && new Date(new X509Certificate(own.cert).validTo);
  return new AppError(
    'untrusted',
    ends && ends.getTime() < Date.now()
      ? `Our client certificate expired on ${ends.toISOString().slice(0, 10)}`
      : 'The server does not trust this computer',
  );
}

/** Events of a server that has none for us: nothing, until `signal` ends it. */
async function* noEvents(signal: AbortSignal): AsyncIterable<ServerEvent> {
  await raceAbort(new Promise<never>(() => undefined), signal);
  yield* [];
}
