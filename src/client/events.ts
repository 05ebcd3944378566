import type WebSocket from 'ws';
import { AppError, cancelled } from '../base/errors';
import type { Abortable, Clock } from '../base/signal';
import { rawOperation } from './apiOperation';
import { type JsonObject, isObject, optionalText } from './decode';
import { targetOf } from './path';
import type { Transport } from './transport';

export type EventType = 'lifecycle' | 'operation' | 'logging';

/** One message of the event stream; `metadata` differs by type. */
export interface ServerEvent {
  readonly type: string;
  /** '' where the event belongs to no project. */
  readonly project: string;
  /** Cluster member that it comes from, '' outside a cluster. */
  readonly location: string;
  readonly timestamp: string;
  readonly metadata: JsonObject;
}

/** A lifecycle event names what changed and how; it never carries the object. */
export interface Lifecycle {
  /** Like `instance-started`. */
  readonly action: string;
  /** API path of the object, like `/1.0/instances/c1`, without its query. */
  readonly source: string;
  readonly project: string;
  readonly context: JsonObject;
}

/**
 * Both servers ping every 10 s. Longer silence than this, in milliseconds, is a dead connection: a laptop slept, or the
 * network swallowed it.
 */
const silenceMs = 35_000;

export interface EventStreamOptions extends Abortable {
  types: readonly EventType[];
  clock: Clock;
  /** Only this project; all of them by default. */
  project?: string;
  /** Called when the server has said nothing for too long, before the stream ends. */
  onSilence?: () => void;
}

/** Without `project` and `all-projects`: the events of the project "default". */
export const watchEvents = rawOperation({
  method: 'GET',
  path: '/1.0/events',
  title: 'Watch events',
  query: ['type', 'project', 'all-projects'],
  answer: 'stream',
});

/**
 * GET /1.0/events as a websocket. There is no replay: what happens while it is closed is lost, so a reader must list
 * again after every opening.
 * @returns when the stream is open: an iterable of events that throws AppError 'unreachable' when the stream breaks
 */
export async function openEvents(
  transport: Transport,
  options: EventStreamOptions,
): Promise<AsyncIterable<ServerEvent>> {
  const { signal, types, project } = options;
  const query = project === undefined ? { type: types, 'all-projects': true } : { type: types, project };
  const webSocket = await transport.webSocket(targetOf(watchEvents(query)), { signal });
  const queue = new EventQueue(webSocket, options);
  return { [Symbol.asyncIterator]: () => queue };
}

/** Reads a lifecycle event, or undefined for another type. */
export function asLifecycle(event: ServerEvent): Lifecycle | undefined {
  if (event.type !== 'lifecycle') return undefined;
  const source = optionalText(event.metadata, 'source');
  const [path = '', query = ''] = source.split('?');
  return {
    action: optionalText(event.metadata, 'action'),
    source: path,
    // Some events of older servers carry the project only in the source's query.
    project: event.project || (new URLSearchParams(query).get('project') ?? 'default'),
    context: isObject(event.metadata['context']) ? event.metadata['context'] : {},
  };
}

function decodeEvent(text: string): ServerEvent | undefined {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) return undefined;
  return {
    type: optionalText(value, 'type'),
    project: optionalText(value, 'project'),
    location: optionalText(value, 'location'),
    timestamp: optionalText(value, 'timestamp'),
    metadata: isObject(value['metadata']) ? value['metadata'] : {},
  };
}

/** Turns the websocket's callbacks into an iterator. Its reader must not stall: the server drops slow readers. */
class EventQueue implements AsyncIterator<ServerEvent> {
  private readonly events: ServerEvent[] = [];
  private wake: (() => void) | undefined;
  private end: Error | undefined;
  private readonly watch = new AbortController();

  constructor(
    private readonly webSocket: WebSocket,
    options: EventStreamOptions,
  ) {
    const { signal, clock } = options;
    let heard = clock.now();
    const alive = (): void => {
      heard = clock.now();
    };
    webSocket.on('ping', alive);
    webSocket.on('message', (data) => {
      alive();
      this.take(data);
    });
    webSocket.on('error', (error) => {
      this.finish(new AppError('unreachable', `The event stream broke: ${error.message}`, { cause: error }));
    });
    webSocket.on('close', () => {
      this.finish(new AppError('unreachable', 'The server closed the event stream'));
    });
    const onAbort = (): void => {
      this.finish(cancelled());
    };
    signal.addEventListener('abort', onAbort, { once: true });
    this.watch.signal.addEventListener('abort', () => {
      signal.removeEventListener('abort', onAbort);
    });
    if (signal.aborted) onAbort();
    else void this.watchSilence(options, () => heard);
  }

  async next(): Promise<IteratorResult<ServerEvent>> {
    for (;;) {
      const event = this.events.shift();
      if (event) return { done: false, value: event };
      if (this.end) throw this.end;
      await new Promise<void>((wake) => (this.wake = wake));
    }
  }

  return(): Promise<IteratorResult<ServerEvent>> {
    this.finish(cancelled());
    return Promise.resolve({ done: true, value: undefined });
  }

  private take(data: WebSocket.RawData): void {
    try {
      const event = decodeEvent((data as Buffer).toString());
      if (event) this.events.push(event);
    } catch (error) {
      this.finish(
        new AppError('protocol', 'The event stream carries something that is not JSON', { cause: error }),
      );
    }
    this.wake?.();
  }

  private finish(error: Error): void {
    if (this.end) return;
    this.end = error;
    this.watch.abort();
    this.webSocket.terminate();
    this.wake?.();
  }

  private async watchSilence({ clock, onSilence }: EventStreamOptions, heard: () => number): Promise<void> {
    const { signal } = this.watch;
    try {
      for (let rest = silenceMs; rest > 0; rest = heard() + silenceMs - clock.now())
        await clock.sleep(rest, { signal });
    } catch {
      return; // only an abort ends the sleep early: the stream has ended already
    }
    onSilence?.();
    this.finish(new AppError('unreachable', 'The server went silent'));
  }
}
