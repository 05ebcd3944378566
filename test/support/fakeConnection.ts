import { silentLog } from '../../src/base/log';
import { Emitter } from '../../src/base/emitter';
import { AppError } from '../../src/base/errors';
import type { ServerEvent } from '../../src/client/events';
import { type Operation, decodeOperation } from '../../src/client/operation';
import type { ServerInfo } from '../../src/client/server';
import type { Connection, ConnectionState } from '../../src/model/connection';

const rethrow = (error: unknown): never => {
  throw error;
};

const server: ServerInfo = {
  product: 'lxd',
  version: '5.0.2',
  name: 'test',
  clustered: false,
  trusted: true,
  architectures: ['x86_64'],
  addresses: [],
  certificate: '',
  runsMachines: false,
  extensions: new Set(),
};

/** A connection that a test connects, loses and sends events through. */
export class FakeConnection {
  readonly states = new Emitter<ConnectionState>(rethrow);
  readonly events = new Emitter<ServerEvent>(rethrow);
  readonly operations = new Emitter<{ operation: Operation; event: ServerEvent }>(rethrow);
  state: ConnectionState = { kind: 'connecting' };
  readonly log = silentLog;

  constructor(readonly name = 'r') {}

  get server(): ServerInfo | undefined {
    return this.state.kind === 'ready' ? this.state.server : undefined;
  }

  readonly onDidChangeState = this.states.event;
  readonly onEvent = this.events.event;
  readonly onAnyOperation = this.operations.event;

  ready(): Promise<ServerInfo> {
    if (this.state.kind === 'ready') return Promise.resolve(this.state.server);
    return new Promise((resolve, reject) => {
      const listening = this.states.event((state) => {
        if (state.kind === 'ready') resolve(state.server);
        else if (state.kind === 'lost') reject(state.error);
        listening.dispose();
      });
    });
  }

  connect(): void {
    this.set({ kind: 'ready', server });
  }

  lose(): void {
    this.set({ kind: 'lost', error: new AppError('unreachable', 'gone') });
  }

  /** A lifecycle event of an instance of the default project. */
  touch(name: string, action = 'instance-updated', context: Record<string, unknown> = {}): void {
    this.events.fire({
      type: 'lifecycle',
      project: 'default',
      location: '',
      timestamp: '',
      metadata: { action, source: `/1.0/instances/${name}`, context },
    });
  }

  operation(metadata: Record<string, unknown>, project = 'default'): void {
    this.operations.fire({
      operation: decodeOperation(metadata),
      event: { type: 'operation', project, location: '', timestamp: '', metadata },
    });
  }

  /** As the code under test takes it. */
  get connection(): Connection {
    return this as unknown as Connection;
  }

  private set(state: ConnectionState): void {
    this.state = state;
    this.states.fire(state);
  }
}
