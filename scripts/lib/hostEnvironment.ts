import type { ServerPlace } from './server';
import type { TlsRemote } from './trust';

/** What a VS Code is started with so that the extension finds these servers, over their sockets and over TLS, and no others. */
export function hostEnvironment(
  servers: readonly { readonly place: ServerPlace; readonly tls: TlsRemote }[],
): Record<string, string | undefined> {
  const found: Record<string, string | undefined> = {
    LXD_SOCKET: undefined,
    INCUS_SOCKET: undefined,
    LXD_PROJECT: undefined,
    INCUS_PROJECT: undefined,
  };
  for (const { place, tls } of servers) {
    const upper = place.kind === 'lxd' ? 'LXD' : 'INCUS';
    found[`${upper}_DIR`] = place.dir;
    found[`${upper}_CONF`] = tls.conf;
  }
  return found;
}
