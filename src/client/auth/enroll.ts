import { AppError } from '../../base/errors';
import type { Log } from '../../base/log';
import type { Abortable } from '../../base/signal';
import { type Address, type ClientIdentity, describeAddress } from '../address';
import { type Endpoint, nothing } from '../endpoint';
import { apiPath } from '../path';
import { getServer, type ServerInfo } from '../server';
import { Transport } from '../transport';
import { presented } from './probe';
import type { TrustToken } from './trustToken';

type TlsAddress = Address & { readonly kind: 'tls' };

export interface EnrollOptions extends Abortable {
  readonly log: Log;
}

export interface Enrolled {
  /** The server trusted our certificate before; the token or password was not used up. */
  readonly already: boolean;
}

/**
 * Makes the server trust our certificate by a trust token: POST /1.0/certificates, for the newer identities of LXD
 * POST /1.0/auth/identities/tls. The certificate that the server shows is compared with the token's first; nothing is
 * sent to another one.
 * @param address where the server listens; its trust and identity do not matter
 * @throws AppError 'untrusted' where the token belongs to another server, is used, unknown or expired; as
 * Transport.send; AbortError. The token is in no message.
 */
export async function enrollWithToken(
  address: TlsAddress,
  token: TrustToken,
  identity: ClientIdentity,
  { log, signal }: EnrollOptions,
): Promise<Enrolled> {
  const { host, port } = address;
  const { fingerprint } = await presented(host, port, { signal });
  if (fingerprint !== token.fingerprint) throw otherServer(address);
  const pinned: TlsAddress = { kind: 'tls', host, port, trust: { kind: 'pin', fingerprint }, identity };
  return enroll(pinned, (server) => redeem(token, server), tokenRefusal, { log, signal });
}

/**
 * Makes the server trust our certificate by a trust password (LXD up to 5.0 and some newer ones).
 * @param address with the trust that the person has confirmed
 * @param name what the server shall call our certificate
 * @throws AppError 'untrusted' for a wrong password, 'unsupported' where the server takes none; as Transport.send;
 * AbortError. The password is in no message.
 */
export async function enrollWithPassword(
  address: TlsAddress,
  password: string,
  identity: ClientIdentity,
  { name, log, signal }: EnrollOptions & { readonly name: string },
): Promise<Enrolled> {
  const request = (server: ServerInfo): Endpoint<void> => {
    if (server.product === 'incus')
      throw new AppError('unsupported', 'Incus takes no trust passwords. Ask for a trust token.');
    return post(apiPath`/1.0/certificates`, { type: 'client', name, password });
  };
  return enroll({ ...address, identity }, request, passwordRefusal, { log, signal });
}

/**
 * Takes our own certificate off the server's list: DELETE /1.0/certificates/{fingerprint}, or for LXD's newer
 * identities DELETE /1.0/auth/identities/tls/{fingerprint}.
 * @throws AppError 'forbidden' where a restricted client may not, 'notFound'; as Transport.send; AbortError
 */
export async function removeOwnCertificate(
  transport: Transport,
  fingerprint: string,
  { signal }: Abortable,
): Promise<void> {
  const remove = (path: string): Promise<unknown> =>
    transport.send({ method: 'DELETE', path, decode: nothing }, { signal });
  try {
    await remove(apiPath`/1.0/certificates/${fingerprint}`);
  } catch (error) {
    if (!AppError.is(error, 'notFound')) throw error;
    await remove(apiPath`/1.0/auth/identities/tls/${fingerprint}`);
  }
}

function post(path: string, body: object): Endpoint<void> {
  return { method: 'POST', path, body, decode: nothing };
}

function redeem({ text, type }: TrustToken, { product, extensions }: ServerInfo): Endpoint<void> {
  if (type !== '') return post(apiPath`/1.0/auth/identities/tls`, { type, trust_token: text });
  // Before that extension, a token was a kind of password.
  const isExplicit = product === 'incus' || extensions.has('explicit_trust_token');
  return post(apiPath`/1.0/certificates`, {
    type: 'client',
    ...(isExplicit ? { trust_token: text } : { password: text }),
  });
}

async function enroll(
  address: TlsAddress,
  request: (server: ServerInfo) => Endpoint<void>,
  refusal: (message: string) => string | undefined,
  { log, signal }: EnrollOptions,
): Promise<Enrolled> {
  const transport = new Transport(address, log);
  try {
    const server = await transport.value(getServer(), { signal });
    if (server.trusted) return { already: true };
    await transport.value(request(server), { signal });
    return { already: false };
  } catch (error) {
    if (!AppError.is(error)) throw error;
    if (/already trusted|already in trust store/i.test(error.message)) return { already: true };
    const message = refusal(error.message);
    throw message === undefined ? error : new AppError('untrusted', message, { cause: error });
  } finally {
    await transport.close();
  }
}

function tokenRefusal(message: string): string | undefined {
  if (/has expired/i.test(message)) return 'This token has expired. Ask for a new one.';
  if (/No matching certificate add operation|not authorized|Failed.*token|not found/i.test(message))
    return 'The server does not know this token: it was used already, or withdrawn. Ask for a new one.';
  return undefined;
}

function passwordRefusal(message: string): string | undefined {
  return /not authorized/i.test(message)
    ? 'The trust password is wrong, or the server takes none.'
    : undefined;
}

function otherServer(address: Address): AppError {
  const where = describeAddress(address);
  return new AppError(
    'untrusted',
    `This token belongs to another server than the one at ${where}. Nothing was sent.`,
  );
}
