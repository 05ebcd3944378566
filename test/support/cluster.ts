import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type ServerPlace, serverAt } from '../../scripts/lib/server';
import type { TlsRemote } from '../../scripts/lib/trust';
import type { Target } from './targets';

/** What the runner writes to the file that LXD_EXPLORER_CLUSTER names. */
export interface ClusterFile {
  readonly members: readonly ServerPlace[];
  /** One certificate lets a client in everywhere, and the cluster shows one certificate on all its addresses. */
  readonly tls: TlsRemote;
}

/**
 * The two members of a real LXD cluster, node-a and node-b, each over TLS. The runner starts it for the test files
 * that import this one: it is the same cluster for all of them.
 */
export function cluster(): readonly [Target, Target] {
  const file = process.env['LXD_EXPLORER_CLUSTER'];
  if (file === undefined) throw new Error('no cluster: run these tests with `npm run test:live`');
  const { members, tls } = JSON.parse(readFileSync(file, 'utf8')) as ClusterFile;
  const { certFile, keyFile, serverCertFile } = tls;
  const target = (place: ServerPlace | undefined): Target => {
    if (!place) throw new Error('the cluster has two members');
    const server = serverAt(place);
    const { kind, logFile, host, port } = place;
    const name = basename(place.dir);
    return {
      name,
      id: name,
      kind,
      logFile,
      server,
      cli: server.cli,
      address: { kind: 'tls', host, port, certFile, keyFile, serverCertFile },
    };
  };
  return [target(members[0]), target(members[1])];
}
