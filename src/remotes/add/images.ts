import { AppError, isCancelled } from '../../base/errors';
import type { Log } from '../../base/log';
import type { Abortable } from '../../base/signal';
import { hostPort } from '../../client/auth/cliConfig';
import { presented } from '../../client/auth/probe';
import { Transport } from '../../client/transport';
import { type FoundServer, addressOf } from './find';

/** No index is larger; in characters. */
const maxIndex = 1024 * 1024;

/** The image server whose files begin at this address. @throws AppError where there is none, AbortError */
export async function findImages(url: string, log: Log, options: Abortable): Promise<FoundServer> {
  const place = hostPort(url);
  const certificate = await presented(place.host, place.port, options);
  const server: FoundServer = {
    product: 'simplestreams',
    version: '',
    trusted: false,
    public: true,
    authMethods: [],
    oidc: false,
    extensions: new Set(),
    hosts: [place],
    certificate,
  };
  const transport = new Transport(addressOf(server), log);
  try {
    if ((await readIndex(transport, url, options)).includes('"index:1.0"')) return server;
  } catch (error) {
    if (isCancelled(error) || AppError.is(error, 'unreachable')) throw error;
    throw new AppError('protocol', `${url} answers, but is no image server.`, { cause: error });
  } finally {
    await transport.close();
  }
  throw new AppError('protocol', `${url} answers, but is no image server.`);
}

async function readIndex(transport: Transport, url: string, options: Abortable): Promise<string> {
  const { host, pathname } = new URL(url);
  const path = `${pathname.replace(/\/+$/, '')}/streams/v1/index.json`;
  const { body } = await transport.download({ method: 'GET', path, headers: { host }, raw: true }, options);
  let text = '';
  for await (const chunk of body.setEncoding('utf8') as AsyncIterable<string>) {
    text += chunk;
    if (text.length > maxIndex) break;
  }
  return text;
}
