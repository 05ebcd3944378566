import assert from 'node:assert/strict';
import { request } from 'node:http';
import { request as requestTls } from 'node:https';
import { readFileSync } from 'node:fs';
import { TcpProxy } from '../support/tcpProxy';
import { eachTarget, uniqueName, type Target } from '../support/targets';

/** GET with nothing of ours: these tests are about the servers that the run has started. */
function get({ address }: Target, path: string, port?: number): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const sent =
      address.kind === 'unix'
        ? request({ socketPath: address.path, path })
        : requestTls({
            host: address.host,
            port: port ?? address.port,
            path,
            cert: readFileSync(address.certFile),
            key: readFileSync(address.keyFile),
            ca: readFileSync(address.serverCertFile),
            checkServerIdentity: () => undefined,
            agent: false,
          });
    sent.on('error', reject).on('response', (response) => {
      response.toArray().then((parts: Buffer[]) => {
        resolve(JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>);
      }, reject);
    });
    sent.end();
  });
}

describe('servers of this run', () => {
  eachTarget((target) => {
    it('answers, trusts us, and is the server it should be', async () => {
      const { metadata } = (await get(target, '/1.0')) as {
        metadata: { auth: string; environment: { server: string } };
      };
      assert.equal(metadata.auth, 'trusted');
      assert.equal(metadata.environment.server, target.kind);
    });

    it('launches the busybox image', async () => {
      const name = uniqueName();
      await target.cli(['launch', 'busybox', name]);
      const words = await target.cli(['exec', name, '--', 'cat', '/home/dev/hello.txt']);
      await target.cli(['delete', '--force', name]);
      assert.equal(words, 'Hello from inside the container.\n');
    });

    if (target.address.kind === 'tls') {
      const { port } = target.address;
      it('is reached through the proxy, until the proxy cuts', async () => {
        const proxy = await TcpProxy.start({ host: '127.0.0.1', port });
        try {
          await get(target, '/1.0', proxy.port);
          assert.ok(proxy.passed.toClient > 1000 && proxy.passed.toServer > 500);
          proxy.disturb({ cutAfter: { direction: 'toClient', bytes: 900 } });
          await assert.rejects(get(target, '/1.0', proxy.port));
          assert.equal(proxy.passed.toClient, 900);
          assert.equal(proxy.cuts, 1);
          await get(target, '/1.0', proxy.port);
        } finally {
          await proxy.stop();
        }
      });
    }
  });
});
