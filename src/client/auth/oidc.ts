import { AppError, cancelled, messageOf } from '../../base/errors';
import type { Abortable, Clock } from '../../base/signal';
import { type Address, describeAddress } from '../address';
import { Dialer } from '../dialer';
import { IssuerRefusal, type Issuer, asking, openIssuer, safeUrl, tokensOf } from './oidcIssuer';
import type { OidcProvider, OidcTokens } from './oidcTypes';

export interface SignInOptions extends Abortable {
  readonly clock: Clock;
  /**
   * Shows the person where to sign in.
   * @param uri to be opened in a browser; it may carry the code
   * @param code to be compared, or typed in there
   * @param expires when the code is no longer good
   */
  readonly show: (uri: string, code: string, expires: Date) => void;
}

/** What the clients ask for where the server names nothing. */
const defaultScopes = ['openid', 'offline_access', 'email'];

/** RFC 8628, 3.2: where the issuer names no interval between two questions; and 3.5: how much slower. In seconds. */
const defaultIntervalS = 5;
const slowDownS = 5;

/** So often the issuer may be out of reach while the person signs in. */
const maxFailures = 5;

/**
 * Asks the server who signs people in: GET /1.0 with an empty bearer is refused with `X-LXD-OIDC-*` or
 * `X-Incus-OIDC-*` header fields. No client certificate is shown.
 * @throws AppError 'unsupported' where the server does not offer it; as Dialer.connect; AbortError
 */
export async function oidcProvider(address: Address, { signal }: Abortable): Promise<OidcProvider> {
  const dialer = new Dialer(withoutIdentity(address));
  try {
    const headers = await refusalOf(dialer, address, signal);
    const field = (name: string): string => {
      const value = headers[`x-lxd-oidc-${name}`] ?? headers[`x-incus-oidc-${name}`];
      return typeof value === 'string' ? value.trim() : '';
    };
    const [issuer, clientId] = [field('issuer'), field('clientid')];
    if (!issuer || !clientId)
      throw new AppError('unsupported', `${describeAddress(address)} offers no sign-in with OpenID Connect`);
    const scopes = field('scopes')
      .split(/[\s,"[\]]+/)
      .filter(Boolean);
    return { issuer, clientId, audience: field('audience'), scopes: scopes.length ? scopes : defaultScopes };
  } finally {
    await dialer.close();
  }
}

function withoutIdentity(address: Address): Address {
  if (address.kind === 'unix') return address;
  const { host, port, trust } = address;
  return { kind: 'tls', host, port, trust, ...(address.others ? { others: address.others } : {}) };
}

async function refusalOf(
  dialer: Dialer,
  address: Address,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string | string[] | undefined>>> {
  try {
    const dispatcher = await dialer.requests();
    const request = { origin: 'http://localhost', path: '/1.0', method: 'GET' } as const;
    const { headers, body } = await dispatcher.request({
      ...request,
      headers: { authorization: 'Bearer ' },
      signal,
    });
    await body.dump();
    return headers;
  } catch (error) {
    if (signal.aborted) throw cancelled();
    if (AppError.is(error)) throw error;
    const what = `The connection to ${describeAddress(address)} was lost: ${messageOf(error)}`;
    throw new AppError('unreachable', what, { cause: error });
  }
}

/**
 * Signs a person in by the device flow (RFC 8628): shows an address and a code, then asks until the person is done.
 * @throws AppError 'untrusted' where the person or the issuer refuses or the time is over, 'unsupported' where the
 * issuer has no device flow, 'unreachable', 'protocol'; AbortError
 */
export async function signIn(provider: OidcProvider, options: SignInOptions): Promise<OidcTokens> {
  const { signal, clock, show } = options;
  const issuer = await openIssuer(provider, { signal });
  const { oauth, server, client } = issuer;
  if (server.device_authorization_endpoint === undefined)
    throw new AppError('unsupported', `The issuer ${provider.issuer} has no sign-in for devices`);
  const parameters = {
    scope: provider.scopes.join(' '),
    ...(provider.audience ? { audience: provider.audience } : {}),
  };
  const device = await asking(provider.issuer, signal, async () =>
    oauth.processDeviceAuthorizationResponse(
      server,
      client,
      await oauth.deviceAuthorizationRequest(
        server,
        client,
        oauth.None(),
        parameters,
        issuer.options(signal),
      ),
    ),
  );
  const uri = device.verification_uri_complete ?? device.verification_uri;
  const lifeMs = device.expires_in * 1000;
  const end = clock.now() + lifeMs;
  show(safeUrl(uri, provider.issuer).href, device.user_code, new Date(Date.now() + lifeMs));
  return poll(provider, issuer, { ...device, end }, options);
}

async function poll(
  provider: OidcProvider,
  { oauth, server, client, options }: Issuer,
  device: { device_code: string; interval?: number; end: number },
  { signal, clock }: SignInOptions,
): Promise<OidcTokens> {
  let intervalS = device.interval ?? defaultIntervalS;
  let failures = 0;
  for (;;) {
    await clock.sleep(intervalS * 1000, { signal });
    if (clock.now() >= device.end) throw tooLate();
    try {
      return await asking(provider.issuer, signal, async () => {
        const { device_code: code } = device;
        const sent = await oauth.deviceCodeGrantRequest(server, client, oauth.None(), code, options(signal));
        return tokensOf(await oauth.processDeviceCodeResponse(server, client, sent), Date.now());
      });
    } catch (error) {
      if (error instanceof IssuerRefusal) intervalS += refusal(error);
      else if (AppError.is(error, 'unreachable') && ++failures < maxFailures) intervalS += slowDownS;
      else throw error;
    }
  }
}

/** How many seconds to wait longer; throws where there is nothing more to wait for. */
function refusal(error: IssuerRefusal): number {
  switch (error.code) {
    case 'authorization_pending':
      return 0;
    case 'slow_down':
      return slowDownS;
    case 'access_denied':
      throw new AppError('untrusted', 'The sign-in was refused in the browser.', { cause: error });
    case 'expired_token':
      throw tooLate();
    default:
      throw error;
  }
}

function tooLate(): AppError {
  return new AppError('untrusted', 'The time for this sign-in is over. Start it again.');
}
