import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** A real OpenID Connect issuer on loopback, and the person in front of its page. */
export interface TestIssuer {
  readonly url: string;
  readonly clientId: string;
  /** `METHOD /path` of each request so far. */
  readonly requests: string[];
  /** What the person does with the code that they were shown. */
  readonly approve: (userCode: string, who?: string) => Promise<void>;
  readonly deny: (userCode: string) => Promise<void>;
  /** Ends everything that was granted. */
  readonly revokeAll: () => Promise<void>;
  /** Stands in for what other issuers do: returns whether it answered. */
  intercept: ((path: string, answer: (status: number, body: object) => void) => boolean) | undefined;
  readonly stop: () => Promise<void>;
}

export interface IssuerOptions {
  /** Lives, in seconds. */
  readonly accessTokenTtl: number;
  readonly deviceCodeTtl?: number;
}

const scope = 'openid offline_access email profile';
const resource = 'urn:servers';

/** Access tokens are JWTs, as LXD and Incus need them. */
export async function startIssuer({
  accessTokenTtl,
  deviceCodeTtl = 600,
}: IssuerOptions): Promise<TestIssuer> {
  const clientId = 'explorer';
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(url, {
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token', 'authorization_code'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1/cb'],
      },
    ],
    jwks: {
      keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'k1' }],
    },
    cookies: { keys: ['test'] },
    scopes: scope.split(' '),
    claims: { openid: ['sub'], email: ['email'], profile: ['name'] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, email: id }) }),
    ttl: { RefreshToken: 3600, DeviceCode: deviceCodeTtl, IdToken: 60, Grant: 36_000 },
    rotateRefreshToken: true,
    features: {
      devInteractions: { enabled: false },
      deviceFlow: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope,
          audience: 'servers',
          accessTokenTTL: accessTokenTtl,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  });
  const grants: string[] = [];
  const codeOf = async (userCode: string) => {
    const code = await provider.DeviceCode.findByUserCode(userCode.replaceAll('-', ''), {
      ignoreExpiration: true,
    });
    if (!code) throw new Error(`no such code: ${userCode}`);
    return code;
  };
  const handle = provider.callback();
  const issuer: TestIssuer = {
    url,
    clientId,
    requests: [],
    intercept: undefined,
    approve: async (userCode, who = 'ann@example.org') => {
      const code = await codeOf(userCode);
      const grant = new provider.Grant({ accountId: who, clientId });
      grant.addOIDCScope(scope);
      grant.addResourceScope(resource, scope);
      const grantId = await grant.save();
      grants.push(grantId);
      Object.assign(code, {
        accountId: who,
        grantId,
        scope: code.params?.['scope'],
        resource,
        authTime: Math.floor(Date.now() / 1000),
        claims: {},
      });
      await code.save();
    },
    deny: async (userCode) => {
      const code = await codeOf(userCode);
      Object.assign(code, { error: 'access_denied', errorDescription: 'The person said no' });
      await code.save();
    },
    revokeAll: async () => {
      for (const id of grants.splice(0)) {
        await provider.RefreshToken.revokeByGrantId(id);
        await (await provider.Grant.find(id))?.destroy();
      }
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  server.on('request', (request, response) => {
    const path = request.url ?? '';
    issuer.requests.push(`${request.method ?? ''} ${path}`);
    const answered = issuer.intercept?.(path, (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    if (answered !== true) void handle(request, response);
  });
  return issuer;
}
