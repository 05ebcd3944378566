import assert from 'node:assert/strict';
import { asLifecycle, type ServerEvent } from '../../../src/client/events';

const event = (metadata: Record<string, unknown>, project = ''): ServerEvent => ({
  type: 'lifecycle',
  project,
  location: 'none',
  timestamp: '2026-11-21T00:46:00Z',
  metadata,
});

describe('asLifecycle', () => {
  it('reads action, source and context', () => {
    const metadata = {
      action: 'instance-renamed',
      source: '/1.0/instances/new',
      context: { old_name: 'old' },
    };
    assert.deepEqual(asLifecycle(event(metadata, 'p')), { ...metadata, project: 'p' });
  });

  it('finds the project in the query of the source, where the event has none', () => {
    const found = asLifecycle(event({ action: 'a', source: '/1.0/instances/c?project=my%20p' }));
    assert.deepEqual([found?.source, found?.project], ['/1.0/instances/c', 'my p']);
    assert.equal(asLifecycle(event({ source: '/1.0/x' }))?.project, 'default');
  });

  it('is nothing for other events, and survives rubbish', () => {
    assert.equal(asLifecycle({ ...event({}), type: 'operation' }), undefined);
    assert.deepEqual(asLifecycle(event({ action: 5, source: null, context: [] })), {
      action: '',
      source: '',
      project: 'default',
      context: {},
    });
  });
});
