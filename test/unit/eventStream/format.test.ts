import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ServerEvent } from '../../../src/client/events';
import { formatEvent, matches } from '../../../src/eventStream/format';
import recorded from './recorded.json';

const events = recorded as unknown as Readonly<Record<'lxd' | 'incus', readonly ServerEvent[]>>;

const lines = (product: 'lxd' | 'incus'): string[] => events[product].map(formatEvent);

function event(
  type: string,
  metadata: Record<string, unknown>,
  rest: Partial<ServerEvent> = {},
): ServerEvent {
  return { type, project: '', location: '', timestamp: '2026-11-26T07:00:00+01:00', metadata, ...rest };
}

describe('formatEvent', () => {
  it('tells what LXD 5.0.2 and Incus 6.0.4 have sent, a line each', () => {
    for (const product of ['lxd', 'incus'] as const) {
      for (const line of lines(product)) {
        assert.match(
          line,
          /^2026-11-26T06:52:\d\d\.\d{3}Z (INFO |DEBUG|ERROR) (lifecycle|operation|logging  ) \S/,
        );
        assert.ok(!/[\n\t]/.test(line), line);
      }
    }
    const incus = lines('incus');
    assert.ok(
      incus.includes(
        '2026-11-26T06:52:29.500Z INFO  lifecycle instance-created /1.0/instances/rec-l3i-1 project=default storage-pool=default type=container by=unix/root',
      ),
      incus.join('\n'),
    );
    const failed = lines('lxd').find((line) => line.includes('ERROR'));
    assert.equal(
      failed,
      '2026-11-26T06:52:28.246Z ERROR operation Renaming instance Failure project=default instances=/1.0/instances/rec-l3i-0 error="Renaming of running container not allowed" id=452d5f47-302c-48e9-b5fc-52b1190294c0',
    );
  });

  it('shows no secret of a websocket', () => {
    for (const product of ['lxd', 'incus'] as const) {
      const secrets = events[product].flatMap(({ metadata }) => {
        const own = metadata['metadata'] as { fds?: Record<string, string> } | null | undefined;
        return Object.values(own?.fds ?? {});
      });
      assert.ok(secrets.length >= 4);
      const text = lines(product).join('\n');
      for (const secret of secrets) assert.ok(!text.includes(secret));
    }
  });

  it('shows no secret of a log line or a context', () => {
    const message = 'WriteJSON\n\t{\n\t\t"password": "s3\\"cret",\n\t\t"name": "x"}';
    const line = formatEvent(
      event('logging', { message, level: 'debug', context: { token: 't0k', url: '/a?secret=s3cret' } }),
    );
    assert.ok(!/s3|t0k/.test(line), line);
    assert.match(line, /"name": "x"/);
  });

  it('names the member of a cluster, the end of a command and how far an operation is', () => {
    const at = { location: 'node-a', project: 'p' };
    assert.equal(
      formatEvent(
        event('lifecycle', { action: 'instance-started', source: '/1.0/instances/c?project=p' }, at),
      ),
      '2026-11-26T06:00:00.000Z INFO  lifecycle instance-started /1.0/instances/c project=p location=node-a',
    );
    const metadata = { create_instance_from_image_unpack_progress: 'Unpack: 42% (8MB/s)' };
    const operation = {
      id: 'i',
      description: 'Creating instance',
      status: 'Running',
      status_code: 103,
      metadata,
    };
    assert.match(formatEvent(event('operation', operation)), / progress="Unpack: 42% \(8MB\/s\)" id=i$/);
  });

  it('cuts what is endless', () => {
    assert.ok(formatEvent(event('logging', { message: 'x'.repeat(100_000) })).length < 1100);
  });

  it('makes one line of anything', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('lifecycle', 'operation', 'logging', 'ovn'),
        fc.dictionary(
          fc.constantFrom('id', 'action', 'source', 'message', 'context', 'resources', 'x'),
          fc.jsonValue(),
        ),
        fc.string(),
        (type, metadata, timestamp) => {
          const line = formatEvent(event(type, metadata, { timestamp: timestamp.replace(/\s/g, '') }));
          assert.ok(!line.includes('\n'));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('matches', () => {
  it('wants every word, in any case', () => {
    assert.ok(matches('INFO instance-started /1.0/instances/web1', ['WEB1', 'started']));
    assert.ok(!matches('INFO instance-started /1.0/instances/web1', ['web1', 'stopped']));
    assert.ok(matches('anything', []));
  });
});
