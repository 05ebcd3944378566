import assert from 'node:assert/strict';
import type WebSocket from 'ws';
import { waitFor } from '../../../scripts/lib/wait';
import { AppError, type ErrorKind } from '../../../src/base/errors';
import type { BodySpec } from '../../../src/client/apiOperation';
import type { Endpoint, RawEndpoint } from '../../../src/client/endpoint';
import { secretsOf } from '../../../src/client/exec/request';
import type { Operation } from '../../../src/client/operation';
import { connectOperation } from '../../../src/client/operationApi';
import { targetOf } from '../../../src/client/path';
import { settle } from '../../../src/client/settle';
import { Transport } from '../../../src/client/transport';
import { addressOf, MemoryLog, unhurried } from '../../support/connect';
import { type Target, targets, uniqueName } from '../../support/targets';

/** A server to which the operations of the catalogue are sent, and the promise that what was made is gone afterwards. */
export class ApiPlace {
  readonly transport: Transport;
  private readonly undo: (() => Promise<unknown>)[] = [];

  constructor(readonly target: Target) {
    this.transport = new Transport(addressOf(target), new MemoryLog());
  }

  /** A name that no other test has; in images and aliases too. */
  name(prefix = 'api'): string {
    return uniqueName(prefix);
  }

  /** Done at the end, last added first. That it is gone or undone already is no problem: most is for tests that failed half-way. */
  later(undo: () => Promise<unknown>): void {
    this.undo.push(undo);
  }

  /** An instance of this test's own, running (`launch`) or not (`init`), by another client than ours. */
  async instance(verb: 'launch' | 'init', name = this.name()): Promise<string> {
    this.later(() => this.target.cli(['delete', '--force', name]));
    await this.target.cli([verb, 'busybox', name]);
    return name;
  }

  async end(): Promise<void> {
    const problems: string[] = [];
    for (const undo of this.undo.reverse())
      await undo().catch((error: unknown) => {
        if (!/not found|no such|already/i.test(String(error))) problems.push(String(error));
      });
    await this.transport.close();
    assert.deepEqual(problems, []);
  }

  value<T>(endpoint: Endpoint<T>): Promise<T> {
    return this.transport.value(endpoint, unhurried());
  }

  /** The value with its ETag, which must be there. */
  async tagged<T>(endpoint: Endpoint<T>): Promise<{ value: T; etag: string }> {
    const answer = await this.transport.send(endpoint, unhurried());
    assert.ok(answer.kind === 'value' && answer.etag !== undefined, 'no value with an ETag');
    return { value: answer.value, etag: answer.etag };
  }

  /** The background operation that answers. */
  async begin(endpoint: Endpoint<unknown>): Promise<Operation> {
    const answer = await this.transport.send(endpoint, unhurried());
    assert.equal(answer.kind, 'operation', `${endpoint.method} ${endpoint.path}`);
    return answer.operation;
  }

  /** The background operation that answers, after its end. */
  async settled(endpoint: Endpoint<unknown>): Promise<Operation> {
    return settle(this.transport, await this.begin(endpoint), unhurried());
  }

  /** One of an operation's websockets, open. */
  socket(operation: Operation, stream: string): Promise<WebSocket> {
    const secret = secretsOf(operation).get(stream);
    assert.ok(secret !== undefined, stream);
    return this.transport.webSocket(targetOf(connectOperation({ id: operation.id, secret })), unhurried());
  }

  async text(endpoint: RawEndpoint): Promise<string> {
    return (await this.bytes(endpoint)).toString();
  }

  async bytes(endpoint: RawEndpoint): Promise<Buffer> {
    const { body } = await this.transport.download(endpoint, unhurried());
    return Buffer.concat(await (body.toArray() as Promise<Buffer[]>));
  }

  /** Fails unless the server refuses, for this reason. */
  refuses(endpoint: Endpoint<unknown>, kind: ErrorKind, words = /./): Promise<void> {
    return assert.rejects(this.transport.send(endpoint, unhurried()), (error) => {
      assert.ok(AppError.is(error), String(error));
      assert.equal(error.kind, kind, error.message);
      assert.match(error.message, words);
      return true;
    });
  }

  /** Waits until the server says so: what follows an answer at once. */
  until(what: string, check: () => Promise<boolean>): Promise<unknown> {
    return waitFor(what, check, { timeout: 20_000 });
  }

  /** A client without certificate: the same server over TLS, recognised by its pin. */
  async untrusted<T>(work: (transport: Transport) => Promise<T>): Promise<T> {
    const over = targets().find(({ kind, address }) => kind === this.target.kind && address.kind === 'tls');
    const address = over && addressOf(over);
    assert.ok(address?.kind === 'tls');
    const { host, port, trust } = address;
    const transport = new Transport({ kind: 'tls', host, port, trust }, new MemoryLog());
    try {
      return await work(transport);
    } finally {
      await transport.close();
    }
  }

  /** The skeleton of an operation's body, to be filled in with names. */
  skeleton<B>({ body }: { readonly body?: BodySpec<B> }): B {
    assert.ok(body);
    return body.skeleton as B;
  }

  /** The name of the header field that both servers have with a prefix of their own. */
  header(name: string): string {
    return `X-${this.target.kind === 'lxd' ? 'LXD' : 'Incus'}-${name}`;
  }
}
