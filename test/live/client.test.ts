import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AppError, isCancelled } from '../../src/base/errors';
import { systemClock } from '../../src/base/signal';
import { type Endpoint, nothing } from '../../src/client/endpoint';
import { openEvents } from '../../src/client/events';
import type { Operation, Progress } from '../../src/client/operation';
import { apiPath } from '../../src/client/path';
import { getServer } from '../../src/client/server';
import { settle } from '../../src/client/settle';
import { Transport } from '../../src/client/transport';
import { addressOf, connectionTo, MemoryLog, unhurried } from '../support/connect';
import { eachTarget, targets, uniqueName } from '../support/targets';

const any = (metadata: unknown): unknown => metadata;

const get = (path: string, query?: Endpoint<unknown>['query']): Endpoint<unknown> => ({
  method: 'GET',
  path,
  decode: any,
  ...(query ? { query } : {}),
});

const state = (name: string, body: object): Endpoint<void> => ({
  method: 'PUT',
  path: apiPath`/1.0/instances/${name}/state`,
  body,
  decode: nothing,
});

describe('client', () => {
  eachTarget((target) => {
    let transport: Transport;
    let log: MemoryLog;
    const made: string[] = [];

    before(() => {
      log = new MemoryLog();
      transport = new Transport(addressOf(target), log);
    });
    after(async () => {
      await transport.close();
      for (const name of made) await target.cli(['delete', '--force', name]).catch(() => undefined);
    });

    async function launch(verb: 'launch' | 'init' = 'launch'): Promise<string> {
      const name = uniqueName(target.id);
      made.push(name);
      await target.cli([verb, 'busybox', name]);
      return name;
    }

    async function begin(endpoint: Endpoint<unknown>): Promise<Operation> {
      const answer = await transport.send(endpoint, unhurried());
      assert.equal(answer.kind, 'operation');
      return answer.operation;
    }

    const fails = (kind: string, words: RegExp) => (error: unknown) => {
      assert.ok(AppError.is(error), String(error));
      assert.equal(error.kind, kind, error.message);
      assert.match(error.message, words);
      return true;
    };

    it('says hello', async () => {
      const server = await transport.value(getServer(), unhurried());
      assert.equal(server.product, target.kind);
      assert.ok(server.trusted && server.extensions.has('projects') && /^\d+\./.test(server.version));
    });

    it('gives an ETag, and refuses a change to what has changed', async () => {
      const name = await launch('init');
      const path = apiPath`/1.0/instances/${name}`;
      const answer = await transport.send(get(path), unhurried());
      assert.ok(answer.kind === 'value' && answer.etag);
      const patch = (ifMatch: string): Endpoint<unknown> => ({
        method: 'PATCH',
        path,
        body: { config: { 'user.x': '1' } },
        ifMatch,
        decode: any,
      });
      await transport.send(patch(answer.etag), unhurried());
      await assert.rejects(transport.send(patch(answer.etag), unhurried()), fails('conflict', /ETag/i));
    });

    describe('says what went wrong in the server’s words', () => {
      it('not there', async () => {
        const path = apiPath`/1.0/instances/${'no-such'}`;
        await assert.rejects(transport.value(get(path), unhurried()), fails('notFound', /not found/i));
      });

      it('exists already', async () => {
        const [trusted] = targets().flatMap((other) =>
          other.kind === target.kind && other.address.kind === 'tls' ? [other.address.certFile] : [],
        );
        const certificate = new X509Certificate(readFileSync(trusted!)).raw.toString('base64');
        const add: Endpoint<unknown> = {
          method: 'POST',
          path: '/1.0/certificates',
          body: { type: 'client', name: 'again', certificate },
          decode: any,
        };
        await assert.rejects(transport.send(add, unhurried()), fails('conflict', /already in trust store/i));
      });

      it('a bad request', async () => {
        const create: Endpoint<unknown> = {
          method: 'POST',
          path: '/1.0/instances',
          body: { name: '-bad-', source: { type: 'none' } },
          decode: any,
        };
        await assert.rejects(transport.send(create, unhurried()), fails('rejected', /name/i));
      });

      it('a name of nothing but dots reaches the server as a name', async () => {
        for (const name of ['..', '.']) {
          await assert.rejects(transport.value(get(apiPath`/1.0/instances/${name}`), unhurried()), (error) =>
            AppError.is(error),
          );
        }
      });

      it('refuses a websocket', async () => {
        await assert.rejects(
          transport.webSocket(
            '/1.0/operations/6f1c5a6e-0000-4000-8000-000000000000/websocket?secret=x',
            unhurried(),
          ),
          fails('notFound', /not found/i),
        );
        assert.ok(!log.lines.some((line) => line.includes('secret=x')), 'a secret is in the log');
      });
    });

    describe('operations', () => {
      it('succeed', async () => {
        const name = await launch();
        const ended = await settle(
          transport,
          await begin(state(name, { action: 'stop', force: true })),
          unhurried(),
        );
        assert.equal(ended.statusCode, 200);
      });

      it('fail with the server’s words', async () => {
        const name = await launch('init');
        // A device that cannot be: found out only when it starts.
        await target.cli([
          'config',
          'device',
          'add',
          name,
          'nope',
          'unix-char',
          'path=/dev/nope',
          'required=true',
        ]);
        await assert.rejects(
          async () => settle(transport, await begin(state(name, { action: 'start' })), unhurried()),
          fails('operationFailed', /nope/),
        );
      });

      it('fail with the server’s words: a second start', async () => {
        const name = await launch();
        await assert.rejects(
          async () => settle(transport, await begin(state(name, { action: 'start' })), unhurried()),
          (error) => {
            assert.ok(AppError.is(error), String(error));
            assert.match(error.message, /already running/i);
            return true;
          },
        );
      });

      it('tell their progress through the connection’s events', async () => {
        const source = await launch('init');
        const connection = connectionTo(addressOf(target));
        try {
          await connection.ready(unhurried());
          const seen: Progress[] = [];
          const updates: string[] = [];
          connection.onAnyOperation(({ operation }) => updates.push(operation.id));
          const backup: Endpoint<unknown> = {
            method: 'POST',
            path: apiPath`/1.0/instances/${source}/backups`,
            body: { name: 'b0', compression_algorithm: 'none' },
            decode: any,
          };
          const operation = await begin(backup);
          const onProgress = (progress: Progress): void => void seen.push(progress);
          await settle(connection.transport, operation, { ...unhurried(), updates: connection, onProgress });
          assert.ok(updates.includes(operation.id), 'no update of the operation arrived');
          for (const { text, percent } of seen) assert.ok(text || percent !== undefined);
        } finally {
          connection.dispose();
        }
      });

      it('that the server has forgotten have no known end', async () => {
        const gone: Operation = {
          id: '6f1c5a6e-0000-4000-8000-000000000000',
          description: '',
          class: 'task',
          statusCode: 103,
          mayCancel: false,
          error: '',
          metadata: {},
        };
        await assert.rejects(settle(transport, gone, unhurried()), fails('unreachable', /no longer knows/));
      });

      it('that may not be cancelled go on after an abort, and the wait ends at once', async () => {
        const name = await launch();
        const stop = new AbortController();
        // busybox’s init does not end by SIGPWR: this lasts until the timeout.
        const operation = await begin(state(name, { action: 'stop', timeout: 20 }));
        let left = 0;
        const settling = settle(transport, operation, { signal: stop.signal, onLeft: () => left++ });
        const started = performance.now();
        stop.abort();
        await assert.rejects(settling, isCancelled);
        assert.ok(performance.now() - started < 1000);
        assert.equal(left, 1, 'nobody is told that it goes on');
        const still = await transport
          .send(get(apiPath`/1.0/operations/${operation.id}`), unhurried())
          .catch(any);
        assert.ok(still !== undefined);
      });

      it('that may be cancelled are', async () => {
        const name = await launch('init');
        // The source of a copy between servers waits for its websockets, and may be cancelled until they come.
        const migrate: Endpoint<unknown> = {
          method: 'POST',
          path: apiPath`/1.0/instances/${name}`,
          body: { migration: true, live: false, instance_only: true, name },
          decode: any,
        };
        const operation = await begin(migrate);
        assert.ok(operation.mayCancel);
        const stop = new AbortController();
        const onLeft = (): never => assert.fail('it was cancelled');
        const settling = settle(transport, operation, { signal: stop.signal, onLeft });
        stop.abort();
        await assert.rejects(settling, isCancelled);
        const after = await transport
          .value(get(apiPath`/1.0/operations/${operation.id}`), unhurried())
          .catch((error: unknown) => error);
        const status = AppError.is(after, 'notFound') ? 401 : (after as { status_code: number }).status_code;
        assert.ok(status === 401 || status === 104, `status ${status}`);
      });
    });

    it('an aborted request ends at once', async () => {
      const stop = new AbortController();
      stop.abort();
      await assert.rejects(transport.value(getServer(), { signal: stop.signal }), isCancelled);
      await assert.rejects(transport.webSocket('/1.0/events', { signal: stop.signal }), isCancelled);
    });

    it('events arrive, of every project, in order', async () => {
      const stop = new AbortController();
      const stream = await openEvents(transport, {
        types: ['lifecycle'],
        clock: systemClock,
        signal: stop.signal,
      });
      const project = uniqueName('p');
      await target.cli(['project', 'create', project, '-c', 'features.images=false']);
      await target.cli(['init', '--empty', 'c', '--project', project, '-s', 'default']);
      await target.cli(['delete', 'c', '--project', project]);
      await target.cli(['project', 'delete', project]);
      const seen: string[] = [];
      for await (const { project: where, metadata } of stream) {
        const action = String(metadata['action']);
        if (where === project || String(metadata['source']).includes(project)) seen.push(action);
        if (seen.includes('project-deleted')) break;
      }
      stop.abort();
      assert.deepEqual(
        seen.filter((action) => /^(project|instance)-(created|deleted)$/.test(action)),
        ['project-created', 'instance-created', 'instance-deleted', 'project-deleted'],
      );
    });

    it('the log has method, path, status and time of each request', async () => {
      await transport.value(get(apiPath`/1.0/instances/${'no-such'}`), unhurried()).catch(any);
      assert.ok(log.lines.some((line) => /^debug GET \/1\.0 200 \d+\.\d ms$/.test(line)));
      assert.ok(log.lines.some((line) => /^debug GET \/1\.0\/instances\/no-such 404 \d/.test(line)));
    });
  });
});
