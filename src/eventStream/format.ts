import { hideSecrets, withoutSecrets } from '../base/secrets';
import { type JsonObject, isObject, optionalText } from '../client/decode';
import { type ServerEvent, asLifecycle } from '../client/events';
import { decodeOperation, progressOf } from '../client/operation';

/** A line of a server's log may hold a whole answer: more characters than this are cut. */
const maxMessage = 1000;

/**
 * One line for an event, in the order in which `lxc monitor --pretty` tells it: time, level, type, what happened to
 * what, then everything else as `name=value`. Secrets that events carry, like those of websockets, are not in it.
 */
export function formatEvent(event: ServerEvent): string {
  const { level, what, facts } = describe(event);
  const { project, location } = event;
  const rest = Object.entries({ project, location, ...facts })
    .map(([name, value]) => [name, textOf(value)] as const)
    // A server outside a cluster calls its place "none".
    .filter(([name, value]) => value !== '' && !(name === 'location' && value === 'none'))
    .map(([name, value]) => `${name}=${value}`);
  return [timeOf(event.timestamp), level.toUpperCase().padEnd(5), event.type.padEnd(9), ...what, ...rest]
    .filter((part) => part !== '')
    .join(' ');
}

/** True where every word stands in the line, upper and lower case alike. */
export function matches(line: string, words: readonly string[]): boolean {
  const low = line.toLowerCase();
  return words.every((word) => low.includes(word.toLowerCase()));
}

interface Description {
  readonly level: string;
  readonly what: readonly string[];
  readonly facts: JsonObject;
}

function describe(event: ServerEvent): Description {
  const { metadata, type } = event;
  const lifecycle = asLifecycle(event);
  if (lifecycle) {
    const { action, source, context } = lifecycle;
    const facts = { ...(withoutSecrets(context) as JsonObject), by: requestor(metadata['requestor']) };
    return { level: 'info', what: [action, source], facts };
  }
  if (type === 'operation' && typeof metadata['id'] === 'string') return describeOperation(metadata);
  if (type === 'logging') {
    const context = isObject(metadata['context']) ? metadata['context'] : {};
    const message = oneLine(optionalText(metadata, 'message'));
    const facts = withoutSecrets(context) as JsonObject;
    return { level: optionalText(metadata, 'level') || 'info', what: [message], facts };
  }
  return { level: 'info', what: [], facts: withoutSecrets(metadata) as JsonObject };
}

function describeOperation(metadata: JsonObject): Description {
  const { id, description, error, statusCode, metadata: own } = decodeOperation(metadata);
  const progress = statusCode < 200 ? progressOf(decodeOperation(metadata))?.text : undefined;
  const resources = isObject(metadata['resources']) ? metadata['resources'] : {};
  // LXD names an instance twice, also by the name that it had years ago.
  const paths = Object.entries(resources).filter(
    ([kind]) => !(kind === 'containers' && resources['instances']),
  );
  return {
    level: statusCode >= 400 ? 'error' : 'info',
    what: [description, optionalText(metadata, 'status')],
    facts: {
      ...Object.fromEntries(paths),
      ...(progress === undefined ? {} : { progress }),
      ...(error === '' ? {} : { error }),
      ...('return' in own ? { return: own['return'] } : {}),
      id,
    },
  };
}

function requestor(value: unknown): string {
  if (!isObject(value)) return '';
  return [optionalText(value, 'protocol'), optionalText(value, 'username')].filter(Boolean).join('/');
}

/** Milliseconds are enough, and UTC is what servers in several places have in common. */
function timeOf(timestamp: string): string {
  const time = new Date(timestamp);
  return Number.isNaN(time.getTime()) ? timestamp : time.toISOString();
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return value.length === 1 ? textOf(value[0]) : JSON.stringify(value);
  }
  const text = typeof value === 'string' ? oneLine(value) : JSON.stringify(value);
  return typeof value === 'string' && /[\s="]/.test(text) ? JSON.stringify(text) : text;
}

function oneLine(text: string): string {
  const line = hideSecrets(text.trim().replace(/\s+/g, ' '));
  return line.length > maxMessage ? `${line.slice(0, maxMessage)}…` : line;
}
