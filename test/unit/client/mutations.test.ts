import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../src/base/errors';
import { readCliRemotes } from '../../../src/client/auth/cliConfig';
import { readCliTokens } from '../../../src/client/auth/cliTokens';
import { parseRemoteInput } from '../../../src/client/auth/remoteInput';
import { parseTrustToken } from '../../../src/client/auth/trustToken';
import { openEnvelope, operationOf, serverError } from '../../../src/client/envelope';
import { asLifecycle, openEvents, type ServerEvent } from '../../../src/client/events';
import { secretsOf } from '../../../src/client/exec/request';
import { SftpChannel } from '../../../src/client/files/channel';
import { progressOf } from '../../../src/client/operation';
import { getServer } from '../../../src/client/server';
import { decodeIndex, decodeProducts } from '../../../src/client/simplestreams/products';
import type { Transport } from '../../../src/client/transport';
import { listInstances } from '../../../src/resources/instances/api';
import { getProfile } from '../../../src/resources/profiles/api';
import { instancesOf } from '../../../src/model/instancesOf';
import { ManualClock, settled } from '../../support/manualClock';
import { mutateBytes, mutateText, oneOf } from '../../support/mutate';
import { random } from '../../support/seed';
import { answers, index, operation, product } from './mutationSamples';
import { Replying, attributes, packet, u32 } from './replyingSftp';

/** The same mutants in every run, so that none fails by luck; MUTANTS=<number> makes others. */
const source = random(Number(process.env['MUTANTS'] ?? 20_261_126));
const signal = new AbortController().signal;
let total = 0;

/** What anybody gets to see of a wrong answer: one short line. */
function assertClear(error: unknown, mutant: string | Buffer): asserts error is AppError {
  const shown = JSON.stringify(mutant.toString().slice(0, 500));
  if (!AppError.is(error)) throw new Error(`${String(error)} for ${shown}`, { cause: error });
  assert.match(error.message, /^\S[^]{0,2200}$/, `the message for ${shown}`);
}

/** Runs a parser on mutants of samples: each is a value that `check` accepts, or an AppError. */
function survive<T>(
  count: number,
  samples: readonly string[],
  parse: (mutant: string) => T,
  check: (value: T) => void,
): void {
  let refused = 0;
  for (let n = 0; n < count; n++) {
    const mutant = mutateText(oneOf(source, samples), source);
    let value: T;
    try {
      value = parse(mutant);
    } catch (error) {
      assertClear(error, mutant);
      refused++;
      continue;
    }
    check(value);
  }
  total += count;
  console.log(`      ${count} mutants, ${refused} refused`);
}

describe('mutated answers', function () {
  this.timeout(120_000);

  it('envelopes', () => {
    survive(
      3000,
      answers,
      (text) => {
        const answer = openEnvelope(200, text);
        return answer.kind === 'operation'
          ? operationOf(answer.metadata)
          : getServer().decode(answer.metadata);
      },
      (value) => {
        assert.equal(typeof ('id' in value ? value.id : value.version), 'string');
      },
    );
    survive(
      500,
      answers,
      (text) => serverError(500, text),
      (error) => {
        assertClear(error, '');
      },
    );
  });

  it('lists and objects', () => {
    const list = JSON.stringify([
      { name: 'a', config: {}, devices: {}, profiles: ['default'], status: 'Running' },
    ]);
    survive(
      1000,
      [list],
      (text) => listInstances().decode(Reflect.get(parsed(text), 'all')),
      (value) => {
        assert.ok(value.every(({ name }) => typeof name === 'string'));
      },
    );
    const profile = JSON.stringify({ name: 'a', config: { a: 'b' }, devices: {}, used_by: [] });
    survive(
      500,
      [profile],
      (text) => getProfile({ name: 'a' }).decode(parsed(text)),
      ({ name }) => {
        assert.equal(typeof name, 'string');
      },
    );
  });

  it('what an exec answers with: the secrets of its streams', () => {
    survive(
      1500,
      [answers[1] ?? ''],
      (text) => secretsOf(operationOf(openEnvelope(200, text).metadata)),
      (secrets) => {
        for (const [name, secret] of secrets) assert.equal(typeof name + typeof secret, 'stringstring');
      },
    );
    survive(
      500,
      [JSON.stringify(operation)],
      (text) => progressOf(operationOf(parsed(text))),
      (progress) => {
        assert.ok(progress === undefined || typeof progress.text === 'string');
        assert.ok(progress?.percent === undefined || (progress.percent >= 0 && progress.percent <= 100));
      },
    );
  });

  it('events', async () => {
    const lifecycle = JSON.stringify({
      type: 'lifecycle',
      timestamp: '2026-11-26T12:00:00Z',
      project: 'default',
      location: 'none',
      metadata: { action: 'instance-started', source: '/1.0/instances/a?project=b', context: { a: 1 } },
    });
    const running = JSON.stringify({
      type: 'operation',
      project: 'default',
      metadata: { ...operation, resources: { instances: ['/1.0/instances/a?project=b'] } },
    });
    const count = 1500;
    let refused = 0;
    for (let n = 0; n < count; n++) {
      const mutant = mutateText(n % 2 === 0 ? lifecycle : running, source);
      const socket = Object.assign(new EventEmitter(), { terminate: () => undefined });
      const transport = { webSocket: () => Promise.resolve(socket) } as unknown as Transport;
      const events = await openEvents(transport, { signal, types: ['lifecycle'], clock: new ManualClock() });
      socket.emit('message', Buffer.from(mutant));
      socket.emit('close');
      const seen: ServerEvent[] = [];
      try {
        for await (const event of events) seen.push(event);
        assert.fail('the stream ended without a reason');
      } catch (error) {
        assertClear(error, mutant);
        if (error.kind === 'protocol') refused++;
        else assert.equal(error.kind, 'unreachable');
      }
      for (const event of seen) {
        assert.equal(typeof event.type + typeof event.project, 'stringstring');
        assert.equal(typeof (asLifecycle(event)?.source ?? ''), 'string');
        for (const { project, instance } of instancesOf(event))
          assert.equal(typeof project + typeof instance, 'stringstring');
      }
    }
    total += count;
    console.log(`      ${count} mutants, ${refused} refused`);
  });

  it('image servers', () => {
    survive(1000, [JSON.stringify(index)], decodeIndex, (paths) => {
      assert.ok(paths.every((path) => typeof path === 'string'));
    });
    survive(1000, [JSON.stringify(product)], decodeProducts, (products) => {
      for (const { id, versions } of products) {
        assert.equal(typeof id, 'string');
        for (const { images } of versions)
          for (const image of images) assert.match(image.fingerprint, /^\w{64}$/);
      }
    });
  });

  it('trust tokens and what else is pasted', () => {
    const token = Buffer.from(
      JSON.stringify({
        client_name: 'me',
        fingerprint: 'c'.repeat(64),
        addresses: ['192.0.2.1:8443', '[2001:db8::1]:8443'],
        secret: 'd'.repeat(64),
        expires_at: '2030-01-01T00:00:00Z',
      }),
    );
    for (let n = 0; n < 1000; n++) {
      const mutant = Buffer.from(mutateText(token.toString(), source)).toString('base64');
      const read = parseTrustToken(mutant);
      if (!read) continue;
      assert.match(read.fingerprint, /^[0-9a-f]{64}$/);
      assert.ok(read.secret !== '' && read.addresses.every((address) => typeof address === 'string'));
    }
    const pasted = [
      token.toString('base64'),
      'https://example.com:8443',
      `lxc remote add prod https://10.0.0.1 --password 'a b'`,
      'unix:/run/lxd.socket',
      '[fe80::1%eth0]:8443',
      'images.example.com/streams/v1',
    ];
    const kinds = new Set(['token', 'address', 'unix', 'simplestreams', 'nothing', 'invalid']);
    survive(1000, pasted, parseRemoteInput, (input) => {
      assert.ok(kinds.has(input.kind));
      if (input.kind === 'invalid') assert.match(input.message, /^.{5,200}$/);
    });
    total += 1000;
  });

  it('the configuration of the clients', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lxd-explorer-mutants-'));
    mkdirSync(join(folder, 'oidctokens'));
    const config = [
      'default-remote: local',
      'remotes:',
      '  images: {addr: https://images.example.com, protocol: simplestreams, public: true}',
      '  prod:',
      '    addr: https://10.0.0.1:8443',
      '    auth_type: tls',
      '    project: web',
      'aliases: {a: &x b, c: *x}',
    ].join('\n');
    const count = 1000;
    try {
      for (let n = 0; n < count; n++) {
        const mutant = mutateBytes(Buffer.from(config), source);
        writeFileSync(join(folder, 'config.yml'), mutant);
        const { remotes, problems } = await readCliRemotes(folder, 'lxc');
        assert.ok(
          problems.every((line) => line !== '' && line.length < 2000),
          mutant.toString(),
        );
        for (const { name, location } of remotes) assert.equal(typeof name + typeof location, 'stringstring');
        const tokens = mutateText('{"access_token":"a","expiry":"2030-01-01T00:00:00Z"}', source);
        writeFileSync(join(folder, 'oidctokens', 'prod.json'), tokens);
        const read = await readCliTokens(folder, 'prod');
        assert.ok(read === undefined || typeof read.accessToken === 'string');
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
    total += 2 * count;
  });

  it('SFTP', async () => {
    const count = 1500;
    let refused = 0;
    for (let n = 0; n < count; n++) {
      const inHandshake = n % 3 === 0;
      const [version, answer] = [packet(2, [u32(3)]), attributes(0)];
      const mutant = mutateBytes(inHandshake ? version : answer, source);
      const socket = new Replying(inHandshake ? [mutant, answer] : [version, mutant]);
      try {
        const channel = await SftpChannel.open(
          { socket: socket as unknown as net.Socket, head: Buffer.alloc(0) },
          { signal },
        );
        const { size } = await channel.stat('/f', { signal });
        assert.ok(size === undefined || typeof size === 'number');
        channel.close();
      } catch (error) {
        assertClear(error, mutant);
        refused++;
      }
      socket.destroy();
    }
    await settled();
    total += count;
    console.log(`      ${count} mutants, ${refused} refused`);
  });

  after(() => {
    console.log(`      ${total} mutated answers in all`);
    assert.ok(total >= 10_000, `only ${total}`);
  });
});

/** JSON text as an answer's metadata. */
function parsed(text: string): never {
  const { metadata } = openEnvelope(200, `{"type":"sync","metadata":${text.trim() || 'null'}}`);
  if (typeof metadata !== 'object' || metadata === null) throw new AppError('protocol', 'no object');
  return metadata as never;
}
