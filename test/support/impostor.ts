import { readFileSync } from 'node:fs';
import { createServer as createTcp, type AddressInfo, type Server } from 'node:net';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import type { Target } from './targets';

/** A server that is not the one it should be, and what it got to know. */
export interface Impostor {
  readonly port: number;
  /** Bytes of requests. */
  readonly received: () => number;
  /** Client certificates that were shown. */
  readonly certificates: () => number;
  readonly stop: () => Promise<void>;
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function stopper(server: Server): () => Promise<void> {
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => sockets.add(socket));
  return async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
}

/** Speaks TLS with another certificate than the target's: that of our own client, which is at hand. */
export async function tlsImpostor(target: Target, options: TlsOptions = {}): Promise<Impostor> {
  if (target.address.kind !== 'tls') throw new Error('only a target over TLS can be impersonated');
  let [received, certificates] = [0, 0];
  const server = createTls(
    {
      cert: readFileSync(target.address.certFile),
      key: readFileSync(target.address.keyFile),
      requestCert: true,
      rejectUnauthorized: false,
      ...options,
    },
    (socket) => {
      if (socket.getPeerCertificate().fingerprint256 as string | undefined) certificates++;
      socket.on('data', (bytes: Buffer) => (received += bytes.length));
      socket.on('error', () => undefined);
    },
  );
  server.on('tlsClientError', () => undefined);
  const stop = stopper(server);
  return { port: await listening(server), received: () => received, certificates: () => certificates, stop };
}

/** Takes connections and answers with these bytes, or with nothing at all. */
export async function strangeServer(answer?: string): Promise<Impostor> {
  let received = 0;
  const server = createTcp((socket) => {
    socket.on('data', (bytes: Buffer) => {
      received += bytes.length;
      if (answer !== undefined) socket.write(answer);
    });
    socket.on('error', () => undefined);
  });
  const stop = stopper(server);
  return { port: await listening(server), received: () => received, certificates: () => 0, stop };
}
