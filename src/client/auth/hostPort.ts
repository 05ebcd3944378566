import { isIP, isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import type { HostPort } from '../address';

/** The host and the port as a person writes them, an IPv6 address in brackets. */
export function describeHost({ host, port }: HostPort): string {
  return `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}

/** A host with its port where one was written, or the one line that says what is wrong with it. */
export type ParsedHost = { readonly host: string; readonly port: number | undefined } | { problem: string };

/**
 * Reads `host`, `host:port`, `10.0.0.5`, `[fd00::1]:8443` and a bare IPv6 address. Names are made lower-case ASCII
 * (IDN).
 */
export function parseHost(text: string): ParsedHost {
  const parsed = splitHost(text);
  if ('problem' in parsed || URL.canParse(`https://${describeHost({ host: parsed.host, port: 1 })}`))
    return parsed;
  // It could be reached and not kept: an address is kept as a URL.
  return {
    problem: parsed.host.includes('%')
      ? 'An IPv6 address with a zone (%…) cannot be used.'
      : 'That is no host name or IP address.',
  };
}

function splitHost(text: string): ParsedHost {
  if (isIPv6(text)) return { host: text, port: undefined };
  const [, bracketed, plain = '', colon, portText] = /^(?:\[([^\]]*)\]|([^:]*))(:(.*))?$/s.exec(text) ?? [];
  if (bracketed === undefined && !plain) {
    return {
      problem: text.includes(':') ? 'An IPv6 address is expected in brackets.' : 'The host is missing.',
    };
  }
  const port = colon === undefined ? undefined : parsePort(portText ?? '');
  if (typeof port === 'string') return { problem: port };
  if (bracketed !== undefined) {
    return isIPv6(bracketed) ? { host: bracketed, port } : { problem: 'The brackets hold no IPv6 address.' };
  }
  const host = asciiName(plain);
  return host === undefined ? { problem: 'That is no host name or IP address.' } : { host, port };
}

function parsePort(text: string): number | string {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : 'A port is a number from 1 to 65535.';
}

/** The name as DNS takes it, or undefined where it takes it not. */
function asciiName(text: string): string | undefined {
  if (isIP(text)) return text;
  // Only what needs it: for the rest, domainToASCII would read 10.1 and 0x7f as addresses.
  const isAscii = /^[\x21-\x7e]*$/.test(text);
  const name = (isAscii ? text : domainToASCII(text)).toLowerCase().replace(/\.$/, '');
  if (name.length > 253 || /^[\d.]*$/.test(name) || isIPv4(name)) return undefined;
  const isLabel = (label: string): boolean => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label);
  return name.split('.').every(isLabel) ? name : undefined;
}
