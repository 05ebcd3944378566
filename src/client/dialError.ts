import { AppError, Unreached, messageOf } from '../base/errors';
import { type Address, describeAddress } from './address';

/** The server presents another certificate than the one that is trusted: reinstalled, or somebody in between. */
export class CertificateChanged extends AppError {
  /** Both fingerprints are the lower-case hex SHA-256 of a certificate, `presented` is 'none' where there was none. */
  constructor(
    where: string,
    readonly trusted: string,
    readonly presented: string,
  ) {
    super(
      'untrusted',
      `${where} presents another certificate (${presented.slice(0, 12)}…) than the trusted one ` +
        `(${trusted.slice(0, 12)}…). Nothing was sent.`,
    );
  }
}

/** What a failure to connect means, in one line. */
export function dialError(error: Error, address: Address): AppError {
  const code = 'code' in error ? String(error.code) : '';
  const where = describeAddress(address);
  const cause = { cause: error };
  if (code === 'EACCES' || code === 'EPERM')
    return new AppError('forbidden', `No permission to use ${where}`, cause);
  if (code === 'ENOENT') return new Unreached(`${where} does not exist; is the server running?`, cause);
  if (code === 'ECONNREFUSED') return new Unreached(`Nothing listens on ${where}`, cause);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new Unreached(`The name ${where} is not known`, cause);
  if (/CERT|SELF_SIGNED|ALTNAME|ISSUER|LEAF_SIGNATURE/.test(code)) {
    return new AppError(
      'untrusted',
      `The certificate of ${where} is not trusted: ${certificateProblem(code, error)}`,
      cause,
    );
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return new AppError(
      'protocol',
      `${where} does not speak TLS as LXD and Incus do: ${messageOf(error)}`,
      cause,
    );
  return new Unreached(`${where} cannot be reached: ${messageOf(error)}`, cause);
}

/** Node's words for an unknown certificate advise Node's own options. */
function certificateProblem(code: string, error: Error): string {
  return /SELF_SIGNED|UNABLE_TO/.test(code)
    ? 'it is neither stored by the client (lxc remote add stores it) nor vouched for by an authority'
    : messageOf(error);
}
