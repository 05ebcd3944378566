import type { RemoteEntry } from '../entries';
import { addressTexts } from '../merge';
import { type FoundServer, addressOf } from './find';

/** What of a server goes into the settings. */
export function entryOf(
  server: FoundServer,
  project: string | undefined,
): Pick<RemoteEntry, 'addresses' | 'protocol' | 'fingerprint' | 'project'> {
  const { vouched, fingerprint } = server.certificate;
  return {
    addresses: addressTexts(addressOf(server)),
    protocol: server.product,
    ...(vouched ? {} : { fingerprint }),
    ...(project === undefined ? {} : { project }),
  };
}
