import assert from 'node:assert/strict';
import { AppError } from '../../../src/base/errors';
import { decodeOperation, progressOf } from '../../../src/client/operation';

/** As LXD 5.0.2 sends it while it unpacks an image. */
const unpacking = {
  id: '0e3f0a9e-1f5e-4a4e-9d0c-6f2b1c6f2a11',
  class: 'task',
  description: 'Creating instance',
  created_at: '2026-11-21T00:46:00Z',
  status: 'Running',
  status_code: 103,
  resources: { instances: ['/1.0/instances/c1'] },
  metadata: {
    create_instance_from_image_unpack_progress: 'Unpack: 45% (29.28MB/s)',
    progress: { percent: '45', speed: '29276326', stage: 'create_instance_from_image_unpack' },
  },
  may_cancel: false,
  err: '',
  location: 'none',
};

describe('decodeOperation', () => {
  it('reads what a server sends', () => {
    assert.deepEqual(decodeOperation(unpacking), {
      id: unpacking.id,
      description: 'Creating instance',
      class: 'task',
      statusCode: 103,
      mayCancel: false,
      error: '',
      metadata: unpacking.metadata,
    });
  });

  it('needs an id and nothing else', () => {
    assert.throws(
      () => decodeOperation({}),
      (error) => AppError.is(error, 'protocol'),
    );
    const bare = decodeOperation({ id: 'x', metadata: null, may_cancel: 'true', class: 'new one' });
    assert.deepEqual([bare.class, bare.mayCancel, bare.metadata, bare.statusCode], ['task', false, {}, 0]);
  });
});

describe('progressOf', () => {
  const of = (metadata: Record<string, unknown>) => progressOf(decodeOperation({ id: 'x', metadata }));

  it('has percent and text', () => {
    assert.deepEqual(progressOf(decodeOperation(unpacking)), {
      percent: 45,
      text: 'Unpack: 45% (29.28MB/s)',
    });
  });

  it('has the percent of the text where a download tells no other', () => {
    const cases: [string, number | undefined][] = [
      ['rootfs: 17% (3.01MB/s)', 17],
      ['100% (3MB/s)', 100],
      ['metadata: 3.5% (3MB/s)', undefined],
    ];
    for (const [text, percent] of cases) assert.deepEqual(of({ download_progress: text }), { percent, text });
  });

  it('has no percent where the server counts bytes', () => {
    assert.deepEqual(of({ create_backup_progress: '7.63MB (7.61MB/s)' }), {
      percent: undefined,
      text: '7.63MB (7.61MB/s)',
    });
  });

  it('is nothing where the server says nothing', () => {
    for (const metadata of [
      {},
      { progress: null },
      { progress: {} },
      { progress: { percent: 'x' } },
      { fds: {} },
    ])
      assert.equal(of(metadata), undefined);
  });

  it('stays between 0 and 100', () => {
    assert.equal(of({ progress: { percent: '250' } })?.percent, 100);
    assert.equal(of({ progress: { percent: '-3' } })?.percent, 0);
  });
});
