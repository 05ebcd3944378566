import net from 'node:net';
import tls from 'node:tls';
import { X509Certificate } from 'node:crypto';
import { AppError, cancelled, messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import type { Abortable } from '../../base/signal';
import { asObject, asTexts } from '../decode';
import { type Address, type HostPort, describeAddress } from '../address';
import type { Endpoint } from '../endpoint';
import { getServer, type ServerInfo } from '../server';
import { Transport } from '../transport';
import { type CertificateFacts, certificateFacts } from './clientCertificate';
import { describeHost } from './hostPort';

/** The certificate that a server shows, and where. */
export interface Presented extends CertificateFacts {
  readonly host: string;
  readonly port: number;
  readonly pem: string;
  /** The system's authorities vouch for it, and it is made out to this host. */
  readonly vouched: boolean;
}

/** How long one address may take, in milliseconds. */
const limitMs = 6000;

/** What a server says to somebody whom it need not know. */
export interface Inspection extends Pick<ServerInfo, 'version' | 'trusted' | 'extensions'> {
  readonly product: 'lxd' | 'incus' | 'simplestreams';
  /** It shows images to anybody; always so for an image server. */
  readonly public: boolean;
  /** `tls`, `oidc`; empty for an image server. */
  readonly authMethods: readonly string[];
  /** Signing in with OpenID Connect is possible. */
  readonly oidc: boolean;
}

/**
 * Looks at the certificate of a server: opens TLS, shows no certificate of ours, sends nothing, ends.
 * @throws AppError 'unreachable' where nothing answers within 6 s, 'protocol' where it does not speak TLS; AbortError
 */
export function presented(host: string, port: number, { signal }: Abortable): Promise<Presented> {
  if (signal.aborted) return Promise.reject(cancelled());
  const where = describeHost({ host, port });
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      host,
      port,
      ALPNProtocols: ['http/1.1'],
      servername: net.isIP(host) ? '' : host,
      // Nothing is sent through this connection, so anybody may stand at its other end.
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
    });
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onError).on('error', ignore);
      socket.destroy();
      finish();
    };
    const fail = (error: Error): void => {
      settle(() => {
        reject(error);
      });
    };
    const onError = (error: Error): void => {
      fail(tlsError(error, where));
    };
    const onAbort = (): void => {
      fail(cancelled());
    };
    const timer = setTimeout(() => {
      fail(new AppError('unreachable', `${where} does not answer`));
    }, limitMs);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('error', onError);
    socket.once('secureConnect', () => {
      const der = (socket.getPeerCertificate() as Partial<tls.PeerCertificate>).raw;
      if (!der) {
        fail(new AppError('protocol', `${where} shows no certificate`));
        return;
      }
      const vouched = socket.authorized;
      // Dialer demands it for a pinned certificate.
      if (!vouched && socket.getProtocol() !== 'TLSv1.3') {
        fail(new AppError('protocol', oldTls(where)));
        return;
      }
      settle(() => {
        resolve({ host, port, pem: new X509Certificate(der).toString(), vouched, ...certificateFacts(der) });
      });
    });
  });
}

function oldTls(where: string): string {
  return `${where} does not speak TLS 1.3, as LXD and Incus do`;
}

function ignore(): void {
  // The socket is done with; what still goes wrong with it concerns nobody.
}

function tlsError(error: Error, where: string): AppError {
  const code = 'code' in error ? String(error.code) : '';
  const make = (kind: 'unreachable' | 'protocol', message: string): AppError =>
    new AppError(kind, message, { cause: error });
  if (code === 'ECONNREFUSED') return make('unreachable', `Nothing listens on ${where}`);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return make('unreachable', `The name ${where.replace(/:\d+$/, '')} is not known`);
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return make('protocol', `${where} speaks plain http or something else; LXD and Incus speak https only`);
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/.test(code)) return make('protocol', oldTls(where));
  if (code === 'ECONNRESET')
    return make('protocol', `${where} closed the connection, so it is not LXD or Incus`);
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return make('protocol', `${where} does not speak TLS as LXD and Incus do: ${messageOf(error)}`);
  return make('unreachable', `${where} cannot be reached: ${messageOf(error)}`);
}

/**
 * The first of these addresses that shows a certificate, tried one after the other.
 * @throws AppError 'unreachable' that names each address with its reason where none does; AbortError
 */
export async function firstAnswering(
  candidates: readonly HostPort[],
  { signal }: Abortable,
): Promise<Presented> {
  const failures: AppError[] = [];
  for (const { host, port } of candidates) {
    try {
      return await presented(host, port, { signal });
    } catch (error) {
      if (!AppError.is(error)) throw error;
      failures.push(error);
    }
  }
  const [only, another] = failures;
  if (only && !another) throw only;
  const reasons = [...new Set(failures.map(({ message }) => message))];
  throw new AppError('unreachable', reasons.join('; ') || 'There is no address to try', {
    cause: new AggregateError(failures),
  });
}

/**
 * Asks what a server is: GET /1.0, and where that is not answered as LXD and Incus do, GET /streams/v1/index.json.
 * @throws AppError 'protocol' "{address} answers, but is not LXD or Incus."; as Transport.send; AbortError
 */
export async function inspect(address: Address, log: Log, { signal }: Abortable): Promise<Inspection> {
  const transport = new Transport(address, log);
  try {
    return await transport.value(getInspection, { signal });
  } catch (error) {
    if (!AppError.is(error) || error.kind === 'unreachable' || error.kind === 'untrusted') throw error;
    if (await isImageServer(transport, { signal })) return imageServer;
    const what = `${describeAddress(address)} answers, but is not LXD or Incus.`;
    throw new AppError('protocol', what, { cause: error });
  } finally {
    await transport.close();
  }
}

const imageServer: Inspection = {
  product: 'simplestreams',
  version: '',
  trusted: false,
  public: true,
  authMethods: [],
  oidc: false,
  extensions: new Set(),
};

const getInspection: Endpoint<Inspection> = {
  ...getServer(),
  decode: (metadata) => {
    const object = asObject(metadata, 'server');
    const { product, version, trusted, extensions } = getServer().decode(metadata);
    // Every server has had some for ten years; something else that answers in this form has none.
    if (!extensions.size) throw new AppError('protocol', 'The answer names no API extension');
    const authMethods = asTexts(object['auth_methods'], 'auth_methods');
    const oidc = authMethods.includes('oidc');
    return { product, version, trusted, extensions, authMethods, oidc, public: object['public'] === true };
  },
};

/** No index is larger; in bytes. */
const maxIndexBytes = 1024 * 1024;

async function isImageServer(transport: Transport, { signal }: Abortable): Promise<boolean> {
  try {
    const path = '/streams/v1/index.json';
    // Unlike LXD and Incus, it may be one of several hosts behind its address.
    const headers = { host: describeAddress(transport.address) };
    const { body } = await transport.download({ method: 'GET', path, headers, raw: true }, { signal });
    let text = '';
    for await (const chunk of body.setEncoding('utf8') as AsyncIterable<string>) {
      text += chunk;
      if (text.length > maxIndexBytes) return false;
    }
    return text.includes('"index:1.0"');
  } catch {
    if (signal.aborted) throw cancelled();
    return false; // whatever it is, it is no image server; the first answer's error is what counts
  }
}
