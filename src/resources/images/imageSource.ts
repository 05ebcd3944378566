import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import { presented } from '../../client/auth/probe';
import { type ServerInfo, getServer } from '../../client/server';
import type { Connection } from '../../model/connection';
import type { ImageOffer } from './offers';
import type { ImagesPostSource } from './wire';

/**
 * From where a server fetches an offer: by its alias where it has one, so that the copy that is kept can be refreshed,
 * and with the certificate of the image server where no authority vouches for it.
 * @throws AppError 'untrusted' where the certificate is another one by now, 'unreachable', 'protocol'; AbortError
 */
export async function sourceOf(
  { config, transport }: Connection,
  { alias, fingerprint }: Pick<ImageOffer, 'alias' | 'fingerprint'>,
  { product }: ServerInfo,
  options: Abortable,
): Promise<ImagesPostSource> {
  const { kind, location, address } = config;
  const isStreams = kind === 'simplestreams';
  const theirs = isStreams ? undefined : await transport.value(getServer(), options);
  const certificate = address.kind === 'tls' ? await certificateOf(address, options) : undefined;
  return {
    type: 'image',
    mode: 'pull',
    server: location,
    // Each speaks the other's protocol as LXD's; Incus calls it its own only among its kind.
    protocol: isStreams
      ? 'simplestreams'
      : theirs?.product === 'incus' && product === 'incus'
        ? 'incus'
        : 'lxd',
    ...(alias === undefined || !isStreams ? { fingerprint } : { alias }),
    ...(certificate === undefined ? {} : { certificate }),
  };
}

/** The certificate that the server has to be told; none where the system's authorities vouch for it. */
async function certificateOf(
  { host, port, trust }: Extract<Connection['config']['address'], { kind: 'tls' }>,
  options: Abortable,
): Promise<string | undefined> {
  if (trust.kind === 'system') return undefined;
  if (trust.kind === 'authority') return trust.ca;
  const { pem, fingerprint } = await presented(host, port, options);
  if (fingerprint !== trust.fingerprint)
    throw new AppError(
      'untrusted',
      vscode.l10n.t('{0} presents another certificate than the one that is trusted', host),
    );
  return pem;
}
