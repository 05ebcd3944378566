// Looks for the server that a person means. Nothing of ours is shown to it.
import { AppError, cancelled } from '../../base/errors';
import type { Log } from '../../base/log';
import { type Abortable, systemClock } from '../../base/signal';
import type { Address, HostPort } from '../../client/address';
import { describeHost, parseHost } from '../../client/auth/hostPort';
import { type Inspection, type Presented, firstAnswering, inspect, presented } from '../../client/auth/probe';
import type { TrustToken } from '../../client/auth/trustToken';

/** A server that answers. */
export interface FoundServer extends Inspection {
  /** Where it listens, the best first. */
  readonly hosts: readonly [HostPort, ...HostPort[]];
  readonly certificate: Presented;
}

type TlsAddress = Address & { readonly kind: 'tls' };

/** How long the further addresses of a token may take once one has answered, in milliseconds. */
const graceMs = 400;

/** The server's address; it is known by its certificate unless an authority vouches for it. */
export function addressOf({ hosts, certificate }: Pick<FoundServer, 'hosts' | 'certificate'>): TlsAddress {
  return tlsAddress(hosts, certificate);
}

function tlsAddress(
  [first, ...others]: readonly [HostPort, ...HostPort[]],
  { vouched, fingerprint }: Presented,
): TlsAddress {
  return {
    kind: 'tls',
    ...first,
    ...(others.length ? { others } : {}),
    trust: vouched ? { kind: 'system' } : { kind: 'pin', fingerprint },
  };
}

/** The first of these addresses at which something answers that is LXD, Incus or an image server. @throws AppError, AbortError */
export async function findByAddress(
  candidates: readonly HostPort[],
  log: Log,
  options: Abortable,
): Promise<FoundServer> {
  const certificate = await firstAnswering(candidates, options);
  const hosts = [{ host: certificate.host, port: certificate.port }] as const;
  return { ...(await inspect(tlsAddress(hosts, certificate), log, options)), hosts, certificate };
}

/**
 * The server that a token is for: all its addresses are tried at once, and those that show the token's certificate
 * count. @throws AppError 'untrusted' where only other servers answer, 'unreachable'; AbortError
 */
export async function findByToken(token: TrustToken, log: Log, { signal }: Abortable): Promise<FoundServer> {
  const done = new AbortController();
  const either = { signal: AbortSignal.any([signal, done.signal]) };
  const matching: Presented[] = [];
  let noteFirst = (): void => undefined;
  const first = new Promise<void>((resolve) => (noteFirst = resolve));
  const all = Promise.allSettled(
    token.addresses.flatMap(hostsOf).map(async ({ host, port }) => {
      const certificate = await presented(host, port, either);
      if (certificate.fingerprint === token.fingerprint) matching.push(certificate);
      if (matching.length) noteFirst();
      return certificate;
    }),
  );
  try {
    await Promise.race([all, first.then(() => systemClock.sleep(graceMs, either))]);
    const [certificate, ...rest] = matching;
    if (!certificate) throw notFound(await all, signal);
    const hosts = [certificate, ...rest].map(({ host, port }) => ({ host, port }));
    const found = hosts as [HostPort, ...HostPort[]];
    // Whoever vouches for it: the token says which certificate it is.
    const pinned = { ...certificate, vouched: false };
    const inspection = await inspect(tlsAddress(found, pinned), log, { signal });
    return { ...inspection, hosts: found, certificate: pinned };
  } finally {
    done.abort();
  }
}

function hostsOf(address: string): HostPort[] {
  const parsed = parseHost(address);
  return 'host' in parsed && parsed.port !== undefined ? [{ host: parsed.host, port: parsed.port }] : [];
}

function notFound(outcomes: readonly PromiseSettledResult<Presented>[], signal: AbortSignal): Error {
  if (signal.aborted) return cancelled();
  const other = outcomes.find((outcome) => outcome.status === 'fulfilled');
  if (other) {
    return new AppError(
      'untrusted',
      `This token belongs to another server than the one at ${describeHost(other.value)}. Nothing was sent.`,
    );
  }
  const failures = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as Error] : [],
  );
  const reasons = failures.map(({ message }) => message).join('; ');
  return new AppError('unreachable', reasons || 'This token names no address of its server.', {
    cause: new AggregateError(failures),
  });
}
