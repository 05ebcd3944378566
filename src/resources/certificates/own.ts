import { certificateFacts } from '../../client/auth/clientCertificate';
import type { RemoteConfig } from '../../client/remoteConfig';

/** Fingerprint of the certificate that this computer shows to the remote; undefined where it shows none. */
export function ownFingerprint({ address }: RemoteConfig): string | undefined {
  if (address.kind !== 'tls' || !address.identity) return undefined;
  return certificateFacts(address.identity.cert).fingerprint;
}
