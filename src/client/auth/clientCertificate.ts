import { X509Certificate, generateKeyPair, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../../base/errors';
import type { ClientIdentity } from '../address';
import { bits, integer, objectId, octets, sequence, setOf, text, time, tlv, yes } from './der';

export interface IdentityOptions {
  readonly user: string;
  readonly host: string;
  readonly now: Date;
}

/** What a certificate says about itself. */
export interface CertificateFacts {
  /** Lower-case hex SHA-256 of the DER form, as `lxc info` prints it. */
  readonly fingerprint: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** On one line: `O=…, CN=…`. */
  readonly subject: string;
}

/** As long as the clients' own. */
const years = 10;

/** A clock that goes ahead of the server's must not make the certificate one of the future. In milliseconds. */
const clockSkewMs = 5 * 60_000;

/** X.520 names have 64 characters at most. */
const maxNameLength = 64;

/**
 * Makes a client certificate like those that `lxc` and `incus` make for themselves: EC P-384, ten years, self-signed,
 * for client authentication; the key as SEC 1 PEM. Both servers accept it.
 */
export async function makeIdentity({ user, host, now }: IdentityOptions): Promise<ClientIdentity> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-384' });
  const algorithm = sequence(objectId('1.2.840.10045.4.3.3')); // ecdsa-with-SHA384
  const name = sequence(
    named('2.5.4.10', 'linuxcontainers.org'), // the organization that lxc writes
    named('2.5.4.3', `${user}@${host}`.slice(0, maxNameLength)),
  );
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40; // positive, and no leading zero
  const content = sequence(
    tlv(0xa0, integer(Buffer.from([2]))), // version 3
    integer(serial),
    algorithm,
    name,
    sequence(time(new Date(now.getTime() - clockSkewMs)), time(end)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...extensions())),
  );
  const der = sequence(content, algorithm, bits(sign('sha384', content, privateKey)));
  return {
    cert: new X509Certificate(der).toString(),
    key: privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
  };
}

function named(id: string, value: string): Buffer {
  return setOf(sequence(objectId(id), text(value)));
}

function extensions(): Buffer[] {
  return [
    // Key usage: digitalSignature and keyEncipherment.
    sequence(objectId('2.5.29.15'), yes, octets(bits(Buffer.from([0xa0]), 5))),
    // Extended key usage: clientAuth.
    sequence(objectId('2.5.29.37'), octets(sequence(objectId('1.3.6.1.5.5.7.3.2')))),
    // Basic constraints: no authority.
    sequence(objectId('2.5.29.19'), yes, octets(sequence())),
  ];
}

/** Reads a certificate, PEM or DER. @throws AppError 'protocol' where it is none */
export function certificateFacts(certificate: string | Buffer): CertificateFacts {
  const parsed = parse(certificate);
  return {
    fingerprint: parsed.fingerprint256.replaceAll(':', '').toLowerCase(),
    notBefore: new Date(parsed.validFrom),
    notAfter: new Date(parsed.validTo),
    subject: parsed.subject.split('\n').join(', '),
  };
}

function parse(certificate: string | Buffer): X509Certificate {
  try {
    return new X509Certificate(certificate);
  } catch (error) {
    throw new AppError('protocol', 'This is not a certificate', { cause: error });
  }
}

/**
 * What a server has against the certificate's dates: `expired on 2026-11-21`, `not valid before 2026-11-21`, or
 * undefined. It says only "not trusted" about one that it knew while it was valid.
 * @throws AppError 'protocol' where it is no certificate
 */
export function certificateProblem(certificate: string | Buffer, now: Date): string | undefined {
  const { notBefore, notAfter } = certificateFacts(certificate);
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  if (now > notAfter) return `expired on ${day(notAfter)}`;
  if (now < notBefore) return `not valid before ${day(notBefore)}`;
  return undefined;
}
