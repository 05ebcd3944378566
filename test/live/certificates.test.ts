import { cancelOperation } from '../../src/client/operationApi';
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exec } from '../../scripts/lib/exec';
import { flavours } from '../../scripts/lib/flavour';
import { waitFor } from '../../scripts/lib/wait';
import { AppError } from '../../src/base/errors';
import { systemClock } from '../../src/base/signal';
import { certificateFacts, makeIdentity } from '../../src/client/auth/clientCertificate';
import type { Connection } from '../../src/model/connection';
import { Collection } from '../../src/model/collection';
import {
  addCertificate,
  deleteCertificate,
  getCertificate,
  listCertificateFingerprints,
  listCertificates,
  patchCertificate,
  putCertificate,
} from '../../src/resources/certificates/api';
import { readPem } from '../../src/resources/certificates/pem';
import { certificateSource } from '../../src/resources/certificates/source';
import { listTrustTokens, trustTokenOf, type TrustToken } from '../../src/resources/certificates/token';
import { listProjects } from '../../src/resources/projects/api';
import { addressOf, connectionTo, MemoryLog, unhurried, withTransport } from '../support/connect';
import { eachTarget, targets, uniqueName } from '../support/targets';

describe('certificates', () => {
  eachTarget((target) => {
    let connection: Connection;
    let log: MemoryLog;
    const made: string[] = [];

    before(async () => {
      log = new MemoryLog();
      connection = connectionTo(addressOf(target), 'r', log);
      await connection.ready(unhurried());
    });
    after(async () => {
      const trusted = await connection.transport.value(listCertificates(), unhurried());
      for (const { name, fingerprint } of trusted)
        if (made.includes(name))
          await connection.transport.send(deleteCertificate({ fingerprint }), unhurried());
      connection.dispose();
    });

    const own = (prefix: string): string => {
      const name = uniqueName(prefix);
      made.push(name);
      return name;
    };
    const send = (endpoint: Parameters<Connection['transport']['send']>[0]) =>
      connection.transport.send(endpoint, unhurried());

    async function handOut(name: string, projects: readonly string[] = []): Promise<TrustToken> {
      const body = { type: 'client', token: true, name, restricted: projects.length > 0, projects };
      const answer = await send(addCertificate({ body }));
      const token = answer.kind === 'operation' ? trustTokenOf(answer.operation) : undefined;
      assert.ok(token);
      return token;
    }

    it('are added as DER, read, changed with what we do not know of them, and removed', async () => {
      const name = own('cert');
      const { cert } = await makeIdentity({ user: 'ann', host: 'laptop', now: new Date() });
      const { der, fingerprint } = readPem(cert, new Date());
      const body = { type: 'client', name, certificate: der, restricted: true, projects: ['default'] };
      assert.equal((await send(addCertificate({ body }))).kind, 'value');
      await assert.rejects(send(addCertificate({ body })), (error) => AppError.is(error, 'conflict'));

      const answer = await connection.transport.send(getCertificate({ fingerprint }), unhurried());
      assert.ok(answer.kind === 'value');
      const { value, etag } = answer;
      assert.deepEqual(
        [value.name, value.type, value.restricted, value.projects],
        [name, 'client', true, ['default']],
      );
      assert.equal(value.certificate, cert, 'the server answers with PEM');
      assert.ok(etag);

      const renamed = own('renamed');
      await send(putCertificate({ fingerprint, body: { ...value, name: renamed }, ifMatch: etag }));
      const after = await connection.transport.value(getCertificate({ fingerprint }), unhurried());
      assert.deepEqual(after, { ...value, name: renamed });
      await assert.rejects(
        send(putCertificate({ fingerprint, body: { ...value, name: 'late' }, ifMatch: etag })),
        (error) => AppError.is(error, 'conflict'),
      );

      await send(patchCertificate({ fingerprint, body: { restricted: false, projects: [] } }));
      const free = await connection.transport.value(getCertificate({ fingerprint }), unhurried());
      assert.deepEqual([free.name, free.restricted, free.projects], [renamed, false, []]);

      const fingerprints = await connection.transport.value(listCertificateFingerprints(), unhurried());
      assert.ok(fingerprints.includes(fingerprint), fingerprints.join());
      await send(deleteCertificate({ fingerprint }));
      await assert.rejects(
        connection.transport.value(getCertificate({ fingerprint }), unhurried()),
        (error) => AppError.is(error, 'notFound'),
      );
    });

    it('come and go in a collection that was opened before', async () => {
      const name = own('live');
      const collection = new Collection(connection, certificateSource(connection), {
        log,
        clock: systemClock,
      });
      const reading = collection.open();
      try {
        await collection.loaded(unhurried());
        const { cert } = await makeIdentity({ user: 'ann', host: 'laptop', now: new Date() });
        const { der, fingerprint } = readPem(cert, new Date());
        await send(addCertificate({ body: { type: 'client', name, certificate: der } }));
        await waitFor('the certificate', () => collection.item(fingerprint)?.name === name);
        await send(patchCertificate({ fingerprint, body: { name: `${name}-2` } }));
        await waitFor('its new name', () => collection.item(fingerprint)?.name === `${name}-2`);
        await send(deleteCertificate({ fingerprint }));
        await waitFor('it to go', () => collection.item(fingerprint) === undefined);
      } finally {
        reading.dispose();
      }
    });

    it('a token is redeemed by the real client, once, and then is no more', async () => {
      const name = own('guest');
      const project = uniqueName('p');
      await target.cli(['project', 'create', project]);
      const conf = mkdtempSync(join(process.env['TMPDIR'] ?? tmpdir(), 'guest-'));
      const guest = (...args: string[]): Promise<string> =>
        exec(flavours[target.kind].client, args, {
          env: { ...process.env, ...target.server.env, [flavours[target.kind].confVariable]: conf },
        });
      try {
        const token = await handOut(name, [project]);
        const pending = await connection.transport.value(listTrustTokens, unhurried());
        assert.deepEqual(
          pending.filter(({ id }) => id === token.id),
          [token],
          'it can be copied again',
        );

        await guest('remote', 'add', 'there', token.text);
        const projects = await guest('project', 'list', 'there:', '--format', 'csv');
        assert.deepEqual(
          projects
            .trim()
            .split('\n')
            .map((line) => line.split(',')[0]?.replace(' (current)', '')),
          [project],
          'it sees its project only',
        );
        await waitFor('the token to go', async () => {
          const now = await connection.transport.value(listTrustTokens, unhurried());
          return !now.some(({ id }) => id === token.id);
        });
        const trusted = await connection.transport.value(listCertificates(), unhurried());
        const found = trusted.find((certificate) => certificate.name === name);
        assert.deepEqual([found?.restricted, found?.projects], [true, [project]]);
        await send(deleteCertificate({ fingerprint: found?.fingerprint ?? '' }));
      } finally {
        await target.cli(['project', 'delete', project]);
      }
      assert.ok(!log.lines.join('\n').includes('secret'), 'no token in the log');
    });

    it('a token that was revoked is worth nothing', async () => {
      const token = await handOut(own('revoked'));
      await send(cancelOperation({ id: token.id }));
      const now = await connection.transport.value(listTrustTokens, unhurried());
      assert.ok(!now.some(({ id }) => id === token.id));
      assert.ok(!log.lines.join('\n').includes(token.text));
    });

    it('a restricted one sees its projects, and may change nothing', async () => {
      const name = own('restricted');
      const project = uniqueName('p');
      await target.cli(['project', 'create', project]);
      try {
        const identity = await makeIdentity({ user: 'ann', host: 'laptop', now: new Date() });
        const { der } = readPem(identity.cert, new Date());
        await send(
          addCertificate({
            body: { type: 'client', name, certificate: der, restricted: true, projects: [project] },
          }),
        );
        const { fingerprint } = certificateFacts(identity.cert);
        const tls = targets().find(({ id }) => id === `${target.kind}-tls`);
        assert.ok(tls);
        const address = addressOf(tls);
        assert.ok(address.kind === 'tls');
        await withTransport({ ...address, identity }, async (transport) => {
          assert.deepEqual(
            (await transport.value(listProjects(), unhurried())).map((each) => each.name),
            [project],
          );
          const seen = await transport.value(listCertificates(), unhurried());
          assert.equal(seen.find((each) => each.fingerprint === fingerprint)?.restricted, true);
          assert.ok(seen.length > 1, 'both servers show a restricted client all certificates');
          await assert.rejects(
            transport.send(patchCertificate({ fingerprint, body: { name: 'x' } }), unhurried()),
            (error) => AppError.is(error, 'forbidden'),
          );
          await assert.rejects(
            transport.send(addCertificate({ body: { type: 'client', token: true, name: 'y' } }), unhurried()),
            (error) => AppError.is(error),
          );
        });
        await send(deleteCertificate({ fingerprint }));
      } finally {
        await target.cli(['project', 'delete', project]);
      }
    });
  });
});
