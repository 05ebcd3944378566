import { type JsonObject, isObject, numberField, optionalText, textField } from './decode';

/** A background operation, as the server describes it at one moment. */
export interface Operation {
  readonly id: string;
  readonly description: string;
  /** `token` operations never end by themselves: never wait for one. */
  readonly class: 'task' | 'websocket' | 'token';
  /** 1xx: going on; 200: success; 4xx: failed or cancelled (401). */
  readonly statusCode: number;
  readonly mayCancel: boolean;
  /** The server's words on a failed operation, else ''. */
  readonly error: string;
  /** Secrets of websockets, exit codes, progress: differs by operation. */
  readonly metadata: JsonObject;
}

/** How far an operation is. `percent` is missing where the server counts only bytes. */
export interface Progress {
  readonly percent: number | undefined;
  readonly text: string;
}

/** Where the updates of running operations come from: the connection's event stream. */
export interface OperationUpdates {
  /** Calls `listener` with each update of the operation until disposed. */
  onOperation(id: string, listener: (operation: Operation) => void): { dispose(): void };
}

/** Reads an operation from REST or from an event. */
export function decodeOperation(object: JsonObject): Operation {
  const kind = optionalText(object, 'class');
  return {
    id: textField(object, 'id'),
    description: optionalText(object, 'description'),
    class: kind === 'websocket' || kind === 'token' ? kind : 'task',
    statusCode: numberField(object, 'status_code'),
    mayCancel: object['may_cancel'] === true,
    error: optionalText(object, 'err'),
    metadata: isObject(object['metadata']) ? object['metadata'] : {},
  };
}

/**
 * What the operation says about how far it is: the text of its `<stage>_progress` field, and `progress.percent`. A
 * download has no such number: then it is the one in the text.
 * @returns undefined where it says nothing
 */
export function progressOf(operation: Operation): Progress | undefined {
  const progress = operation.metadata['progress'];
  const text = Object.entries(operation.metadata).find(
    (e): e is [string, string] => e[0].endsWith('_progress') && typeof e[1] === 'string',
  )?.[1];
  const told = isObject(progress) ? optionalText(progress, 'percent') : '';
  const percent = Number(told || (/(?<![\d.])\d+(?=%)/.exec(text ?? '')?.[0] ?? NaN));
  if (Number.isNaN(percent) && text === undefined) return undefined;
  return {
    percent: Number.isNaN(percent) ? undefined : Math.min(100, Math.max(0, percent)),
    text: text ?? '',
  };
}
