import { AppError } from '../../base/errors';
import { certificateFacts, certificateProblem } from '../../client/auth/clientCertificate';

/** A certificate as the API takes it. */
export interface ReadCertificate {
  /** Base64 of the DER form: what POST wants. */
  readonly der: string;
  /** Lower-case hex of the SHA-256 of the DER form. */
  readonly fingerprint: string;
  /** Common name of the subject, '' where it has none. */
  readonly commonName: string;
}

const block = /-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----/;

/**
 * Reads the first certificate in a PEM text; line breaks may have become blanks, as they do in an input box.
 * Nothing but the certificate leaves this function: a key that stands beside it does not.
 * @throws AppError 'rejected' with one line that says what the text is instead, or that the certificate's time is over
 */
export function readPem(text: string, now: Date): ReadCertificate {
  const base64 = block.exec(text)?.[1]?.replace(/\s+/g, '');
  if (base64 === undefined) throw new AppError('rejected', whatInstead(text));
  const bytes = Buffer.from(base64, 'base64');
  try {
    const { fingerprint, subject } = certificateFacts(bytes);
    const problem = certificateProblem(bytes, now);
    // A server takes somebody with such a certificate for a stranger, and does not say why.
    if (problem !== undefined)
      throw new AppError('rejected', `This certificate is ${problem}`.replace('is exp', 'exp'));
    return {
      der: bytes.toString('base64'),
      fingerprint,
      commonName: /(?:^|, )CN=([^,]*)/.exec(subject)?.[1] ?? '',
    };
  } catch (error) {
    throw AppError.is(error, 'protocol')
      ? new AppError('rejected', 'This certificate cannot be read', { cause: error })
      : error;
  }
}

function whatInstead(text: string): string {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    return 'This is a private key, which nobody else should have: the certificate is needed';
  if (/-----BEGIN CERTIFICATE REQUEST-----/.test(text))
    return 'This is a request for a certificate, not a certificate';
  return 'This is not a certificate: its text begins with -----BEGIN CERTIFICATE-----';
}
