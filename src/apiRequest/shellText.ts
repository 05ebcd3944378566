import { AppError } from '../base/errors';
import type { Address } from '../client/address';
import type { Connection } from '../model/connection';
import type { ApiRequest } from './request';

/** One word of a POSIX shell. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * The request as a line of `lxc query` or `incus query`.
 * @param body JSON text
 * @throws AppError 'unsupported' where that client does not know the remote, or cannot send it
 */
export function queryLine(
  { config, server }: Pick<Connection, 'config' | 'server'>,
  request: ApiRequest,
  body: string | undefined,
): string {
  const client = server?.product === 'incus' ? 'incus' : 'lxc';
  if (config.source === 'settings') {
    throw new AppError('unsupported', `${client} does not know ${config.name}: share it with the CLI first`);
  }
  if (request.answer === 'raw' || request.answer === 'stream') {
    throw new AppError('unsupported', `${client} query cannot send this: its answer is no JSON`);
  }
  if (request.method === 'HEAD') throw new AppError('unsupported', `${client} query has no HEAD`);
  // The local sockets need no name, and ours for Incus is not the client's.
  const remote = config.source === 'local' ? '' : `${config.name}:`;
  return [
    client,
    'query',
    ...(request.method === 'GET' ? [] : ['--request', request.method]),
    ...(request.answer === 'operation' ? ['--wait'] : []),
    ...(body === undefined ? [] : ['--data', quoted(body)]),
    quoted(`${remote}${request.target}`),
  ].join(' ');
}

/**
 * The request as a line of curl, which is as careful as we are: over TLS it takes the files of the client, and no
 * server but the one whose certificate is there.
 * @throws AppError 'unsupported' where curl would need a secret
 */
export function curlLine(
  { config }: Pick<Connection, 'config'>,
  request: ApiRequest,
  body: string | undefined,
): string {
  const { address } = config;
  if (address.kind === 'unusable') throw new AppError('unsupported', address.reason);
  return [
    'curl',
    '--silent',
    '--show-error',
    ...connectionArguments(config, address),
    ...(request.method === 'GET'
      ? []
      : request.method === 'HEAD'
        ? ['--head']
        : ['--request', request.method]),
    ...(request.ifMatch === undefined ? [] : ['--header', quoted(`If-Match: ${request.ifMatch}`)]),
    ...(body === undefined
      ? []
      : ['--header', quoted('Content-Type: application/json'), '--data-raw', quoted(body)]),
    quoted(`${originOf(address)}${request.target}`),
  ].join(' ');
}

function connectionArguments(config: Connection['config'], address: Address): string[] {
  if (address.kind === 'unix') return ['--unix-socket', quoted(address.path)];
  if (config.auth === 'oidc') {
    throw new AppError(
      'unsupported',
      `curl would need the token with which you are signed in to ${config.name}`,
    );
  }
  if (config.folder === undefined) {
    throw new AppError(
      'unsupported',
      `The key for ${config.name} is kept safe by VS Code, where curl cannot read it: share it with the CLI first`,
    );
  }
  const { folder, name } = config;
  const identity =
    config.auth === 'tls'
      ? ['--cert', quoted(`${folder}/client.crt`), '--key', quoted(`${folder}/client.key`)]
      : [];
  const pinned =
    address.trust.kind === 'pin' ? ['--cacert', quoted(`${folder}/servercerts/${name}.crt`)] : [];
  return [...identity, ...pinned];
}

function originOf(address: Address): string {
  if (address.kind === 'unix') return 'http://localhost';
  return `https://${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
}
