import { AppError } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import { apiOperation, body } from '../apiOperation';
import { asObject, isObject } from '../decode';
import { type Endpoint, nothing } from '../endpoint';
import type { Operation } from '../operation';
import { getOperation } from '../operationApi';
import { settle } from '../settle';
import type { Transport } from '../transport';

/** What to run where. */
export interface ExecRequest {
  readonly project: string;
  readonly instance: string;
  /** Program and arguments; no shell reads them. */
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Numeric; root by default. The server then sets neither HOME nor USER. */
  readonly user?: number;
  /** Numeric; 0 by default, whatever the user is. */
  readonly group?: number;
  /** Where it does not exist, the server silently takes `/`. By default root's home, or `/` for other users. */
  readonly cwd?: string;
}

/** What the servers take. */
interface ExecBody {
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly 'wait-for-websocket'?: boolean;
  readonly 'record-output'?: boolean;
  readonly interactive?: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly user?: number;
  readonly group?: number;
  readonly cwd?: string;
}

/** Size of a terminal in characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** How a command ended. */
export interface ExecExit {
  /** 0 to 255; 128 + n where signal n ended it. */
  readonly code: number;
  /**
   * The server's words for the codes 126 and 127 ("Command not found"). It cannot tell whether the command itself was
   * not found or whether a shell that ran ended with that code.
   */
  readonly failure: string | undefined;
}

/** With `wait-for-websocket` the operation carries the websockets' secrets; with `record-output`, where the output is. */
export const execInstance = apiOperation({
  method: 'POST',
  path: '/1.0/instances/{name}/exec',
  title: 'Run a command in an instance',
  query: ['project'],
  body: body<ExecBody>({
    command: ['true'],
    'record-output': true,
    'wait-for-websocket': false,
    interactive: false,
  } satisfies ExecBody),
  answer: 'operation',
  decode: nothing,
});

/** The request that starts a command, its streams on websockets. */
export function execEndpoint(request: ExecRequest, size: TerminalSize | undefined): Endpoint<void> {
  return execInstance({
    name: request.instance,
    project: request.project,
    body: {
      command: request.command,
      environment: request.environment ?? {},
      'wait-for-websocket': true,
      interactive: size !== undefined,
      ...(size ? { width: size.columns, height: size.rows } : {}),
      ...(request.user === undefined ? {} : { user: request.user }),
      ...(request.group === undefined ? {} : { group: request.group }),
      ...(request.cwd === undefined ? {} : { cwd: request.cwd }),
    },
  });
}

/** The secret of each websocket by the name of its stream: `0`, `1`, `2`, `control`. @throws AppError 'protocol' */
export function secretsOf(operation: Operation): ReadonlyMap<string, string> {
  const fds = asObject(operation.metadata['fds'], 'fds');
  return new Map(
    Object.entries(fds).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/**
 * Waits for the end of an exec operation. To be called right after the POST: a finished operation is gone after 5 s.
 * @throws AppError 'operationFailed' where nothing ran, 'unreachable' where the end is unknown, AbortError
 */
export async function exitOf(
  transport: Transport,
  operation: Operation,
  { signal }: Abortable,
): Promise<ExecExit> {
  try {
    return {
      code: returnOf(await settle(transport, operation, { signal, patienceMs: 0 })),
      failure: undefined,
    };
  } catch (error) {
    if (!AppError.is(error, 'operationFailed')) throw error;
    const code = returnCode(await transport.value(getOperation({ id: operation.id }), { signal }));
    // Anything else failed before a process was there, like a socket that came too late.
    if (code !== 126 && code !== 127) throw error;
    return { code, failure: error.message };
  }
}

function returnOf(operation: Operation): number {
  const code = returnCode(operation);
  if (code !== undefined) return code;
  throw new AppError('protocol', 'The server does not say how the command ended');
}

function returnCode(operation: Operation): number | undefined {
  const code = isObject(operation.metadata) ? operation.metadata['return'] : undefined;
  return typeof code === 'number' ? code : undefined;
}
