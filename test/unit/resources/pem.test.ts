import assert from 'node:assert/strict';
import { AppError } from '../../../src/base/errors';
import { makeIdentity } from '../../../src/client/auth/clientCertificate';
import { readPem } from '../../../src/resources/certificates/pem';

describe('a certificate that somebody sends', () => {
  const now = new Date('2026-11-26T00:00:00Z');
  const make = (date = now) => makeIdentity({ user: 'ann', host: 'laptop', now: date });
  const refuses = (text: string, words: RegExp, at = now): void => {
    assert.throws(
      () => readPem(text, at),
      (error) => {
        assert.ok(AppError.is(error, 'rejected'), String(error));
        assert.match(error.message, words);
        assert.ok(!error.message.includes('\n'));
        return true;
      },
    );
  };

  it('is read, also from one line and from between other text', async () => {
    const { cert, key } = await make();
    const read = readPem(cert, now);
    assert.equal(read.commonName, 'ann@laptop');
    assert.match(read.fingerprint, /^[0-9a-f]{64}$/);
    assert.deepEqual(readPem(cert.replaceAll('\n', ' '), now), read);
    assert.deepEqual(readPem(cert.replaceAll('\n', '\r\n'), now), read);
    assert.deepEqual(readPem(`Bag Attributes\n  friendlyName: x\n${cert}${cert}`, now), read);
    const beside = readPem(key + cert, now);
    assert.deepEqual(beside, read, 'of a file with both only the certificate is taken');
  });

  it('is no key, no request, and no text', async () => {
    const { key, cert } = await make();
    refuses(key, /private key/);
    refuses('-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----', /request/);
    refuses('', /-----BEGIN CERTIFICATE-----/);
    refuses('hello', /not a certificate/);
    refuses('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', /cannot be read/);
    refuses(cert.replace('M', 'A'), /cannot be read/);
  });

  it('has its time', async () => {
    const { cert } = await make();
    refuses(cert, /^This certificate expired on 2036-11-2\d$/, new Date('2037-01-01'));
    refuses(cert, /^This certificate is not valid before 2026-11-25$/, new Date('2026-01-01'));
  });
});
