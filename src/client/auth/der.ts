// The part of DER (ITU-T X.690) that a certificate needs.

/** A value with its tag and length. */
export function tlv(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(body.length)]), body]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

export const sequence = (...content: readonly Buffer[]): Buffer => tlv(0x30, ...content);
export const setOf = (...content: readonly Buffer[]): Buffer => tlv(0x31, ...content);
export const integer = (bytes: Buffer): Buffer => tlv(0x02, bytes);
export const octets = (content: Buffer): Buffer => tlv(0x04, content);
export const text = (value: string): Buffer => tlv(0x0c, Buffer.from(value));
/** `unused` bits of the last byte do not count. */
export const bits = (content: Buffer, unused = 0): Buffer => tlv(0x03, Buffer.from([unused]), content);
export const yes = Buffer.from([0x01, 0x01, 0xff]);

/** An object identifier of small numbers and such of more than one byte, as `1.2.840.10045.4.3.3`. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

/** A moment to the second: UTCTime before 2050, as RFC 5280 demands, GeneralizedTime from then on. */
export function time(date: Date): Buffer {
  const digits = `${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
  return date.getUTCFullYear() < 2050
    ? tlv(0x17, Buffer.from(digits.slice(2)))
    : tlv(0x18, Buffer.from(digits));
}
