import { AppError } from '../base/errors';
import { apiOperation } from './apiOperation';
import { asObject, asTexts, isObject, type JsonObject, optionalText } from './decode';
import type { Endpoint } from './endpoint';

/** What a server says about itself and about us. */
export interface ServerInfo {
  readonly product: 'lxd' | 'incus';
  /** '' where the server does not know us. */
  readonly version: string;
  /** Name of this cluster member or host, '' where unknown. */
  readonly name: string;
  readonly clustered: boolean;
  readonly trusted: boolean;
  /** Its architectures as kernels name them, its own first; none where the server does not know us. */
  readonly architectures: readonly string[];
  /** Where it listens, like `10.0.0.5:8443`; none where it does not, or does not know us. */
  readonly addresses: readonly string[];
  /** The certificate that it presents there, PEM; '' where it does not know us. */
  readonly certificate: string;
  /** Whether it can run virtual machines now; false where the server does not know us. */
  readonly runsMachines: boolean;
  /** The only way to ask what the server can do; versions say nothing, long-term releases are backported. */
  readonly extensions: ReadonlySet<string>;
}

/** GET /1.0, as anybody may send it: an untrusted client gets an answer without `environment`. */
export const getServer = apiOperation({
  method: 'GET',
  path: '/1.0?public',
  title: 'Ask a server what it is',
  decode: decodeServer,
});

function decodeServer(metadata: unknown): ServerInfo {
  const object = asObject(metadata, 'server');
  const environment: JsonObject = isObject(object['environment']) ? object['environment'] : {};
  const extensions = new Set(asTexts(object['api_extensions'], 'api_extensions'));
  // Where the environment is hidden, an extension that only Incus has tells them apart.
  const product =
    optionalText(environment, 'server') || (extensions.has('dev_incus_events') ? 'incus' : 'lxd');
  return {
    product: product === 'incus' ? 'incus' : 'lxd',
    version: optionalText(environment, 'server_version'),
    name: optionalText(environment, 'server_name'),
    clustered: environment['server_clustered'] === true,
    trusted: object['auth'] === 'trusted',
    architectures: asTexts(environment['architectures'] ?? [], 'architectures'),
    addresses: asTexts(environment['addresses'] ?? [], 'addresses'),
    certificate: optionalText(environment, 'certificate'),
    runsMachines: optionalText(environment, 'driver').includes('qemu'),
    extensions,
  };
}

/** @throws AppError 'unsupported' where the server lacks the API extension that the endpoint needs */
export function requireExtension(server: ServerInfo, { needs }: Endpoint<unknown>): void {
  if (needs !== undefined && !server.extensions.has(needs)) {
    throw new AppError('unsupported', `This server cannot do that: it lacks the API extension ${needs}`);
  }
}
