import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { exec } from './exec';
import { flavours, trustPassword } from './flavour';
import type { TestServer } from './server';

/** A client's configuration folder with a remote that reaches the server over TLS, made by the client itself. */
export interface TlsRemote {
  /** LXD_CONF or INCUS_CONF. */
  readonly conf: string;
  readonly remote: string;
  readonly certFile: string;
  readonly keyFile: string;
  /** What the client pinned. */
  readonly serverCertFile: string;
}

/** Makes the server trust a new client certificate. Debian's Incus keeps its folder for the socket in the configuration too. */
export async function addTlsRemote(server: TestServer, remote = `${server.kind}-tls`): Promise<TlsRemote> {
  const flavour = flavours[server.kind];
  const conf = join(server.run, `${basename(server.dir)}-${remote}-conf`);
  mkdirSync(conf, { recursive: true });
  const env = { ...process.env, ...server.env, [flavour.confVariable]: conf };
  const add = ['remote', 'add', remote, server.address, '--accept-certificate'];
  if (server.kind === 'lxd') {
    await exec(flavour.client, [...add, '--password', trustPassword], { env });
  } else {
    const token = await server.cli(['config', 'trust', 'add', `${remote}-client`, '--quiet']);
    await exec(flavour.client, [...add, '--token', token.trim()], { env });
  }
  return {
    conf,
    remote,
    certFile: join(conf, 'client.crt'),
    keyFile: join(conf, 'client.key'),
    serverCertFile: join(conf, 'servercerts', `${remote}.crt`),
  };
}
