// Makes a server trust us, and takes that back where the rest fails.
import { AppError, messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import type { Abortable } from '../../base/signal';
import type { ClientIdentity } from '../../client/address';
import { certificateFacts } from '../../client/auth/clientCertificate';
import { enrollWithPassword, enrollWithToken, removeOwnCertificate } from '../../client/auth/enroll';
import { inspect } from '../../client/auth/probe';
import type { TrustToken } from '../../client/auth/trustToken';
import { Transport } from '../../client/transport';
import { type FoundServer, addressOf } from './find';

/** How to get in. */
export type Proof =
  | { readonly kind: 'token'; readonly token: TrustToken }
  | { readonly kind: 'password'; readonly password: string };

/** How long taking it back may take, in milliseconds. */
const undoMs = 10_000;

/** True where the server trusts this certificate already. @throws as inspect */
export async function isTrusted(
  server: FoundServer,
  identity: ClientIdentity,
  log: Log,
  options: Abortable,
): Promise<boolean> {
  return (await inspect({ ...addressOf(server), identity }, log, options)).trusted;
}

/**
 * Makes the server trust our certificate, then runs `work`, which keeps what was won. Where either fails or is aborted
 * the server forgets the certificate again, unless it knew it before.
 * @param name what the server shall call us where the token does not say it
 * @throws AppError with the server's reason, AbortError
 */
export async function joined(
  server: FoundServer,
  identity: ClientIdentity,
  proof: Proof,
  { name, log, signal }: Abortable & { name: string; log: Log },
  work: () => Promise<void>,
): Promise<void> {
  const address = addressOf(server);
  const before = await isTrusted(server, identity, log, { signal });
  try {
    if (!before) {
      const options = { log, signal };
      if (proof.kind === 'token') await enrollWithToken(address, proof.token, identity, options);
      else await enrollWithPassword(address, proof.password, identity, { ...options, name });
      if (!(await isTrusted(server, identity, log, { signal })))
        throw new AppError('untrusted', 'The server took it, but does not trust this computer.');
    }
    await work();
  } catch (error) {
    if (!before) await undo(server, identity, log);
    throw error;
  }
}

async function undo(server: FoundServer, identity: ClientIdentity, log: Log): Promise<void> {
  const signal = AbortSignal.timeout(undoMs);
  const transport = new Transport({ ...addressOf(server), identity }, log);
  try {
    // A server that has refused us knows nothing to forget, and tells so.
    if (await isTrusted(server, identity, log, { signal }))
      await removeOwnCertificate(transport, certificateFacts(identity.cert).fingerprint, { signal });
  } catch (error) {
    log.warn(`The server keeps our certificate: ${messageOf(error)}`);
  } finally {
    await transport.close();
  }
}
