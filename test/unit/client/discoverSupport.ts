import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { discoverRemotes, type Machine } from '../../../src/client/auth/discover';
import type { RemoteConfig } from '../../../src/client/remoteConfig';

/** A self-signed certificate; nobody has its key. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBdDCCARmgAwIBAgIUPeCPgScdMWfC8ijwsSACDH+YRRAwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAeFw0yNjExMjEwMjMwMzJaFw00NjExMTYwMjMwMzJa
MA8xDTALBgNVBAMMBHRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQb1obD
6FXx7dWCgJoss0CHOS/4Ue7bVnAOov4M1ncMxAzGX+g+Q8V0YnhSFQWRUCokOi3n
smMxzXW62TCtQtxOo1MwUTAdBgNVHQ4EFgQUc/Osyz+51yoFB+cnB+ieSOQ647ow
HwYDVR0jBBgwFoAUc/Osyz+51yoFB+cnB+ieSOQ647owDwYDVR0TAQH/BAUwAwEB
/zAKBggqhkjOPQQDAgNJADBGAiEAocgBHiEDpzLKwrtKEQPHpS5O6t2j+QKOt1p6
vefoqyoCIQCwoW+zijfJ7jVp3K1IHg5zrU7zD22N8iVTX7mV9SC7Ew==
-----END CERTIFICATE-----
`;
export const fingerprint = 'f31ae7b1e490ac483a4619669d2fc1f113385522a24857a7a4201850718be5eb';

/** A home directory of its own for each test, with what the test writes into it. */
export class Home {
  path = '';

  constructor() {
    beforeEach(() => {
      this.path = mkdtempSync(join(tmpdir(), 'lxd-explorer-discover-'));
    });
    afterEach(() => {
      rmSync(this.path, { recursive: true, force: true });
    });
  }

  // What this machine itself has must not count: every variable names something in the folder, or nothing.
  machine(env: Record<string, string> = {}): Machine {
    return {
      env: { LXD_DIR: join(this.path, 'lxd'), INCUS_DIR: join(this.path, 'incus'), ...env },
      home: this.path,
      platform: 'linux',
      uid: 1000,
    };
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.path, path)), { recursive: true });
    writeFileSync(join(this.path, path), text);
  }

  /** Writes the configuration of lxc. */
  lxc(remotes: string): void {
    this.write('.config/lxc/config.yml', `default-remote: local\nremotes:\n${remotes}aliases: {}\n`);
  }

  async cliRemotes(env: Record<string, string> = {}): Promise<{
    remotes: Record<string, RemoteConfig>;
    problems: readonly string[];
  }> {
    const { remotes, problems } = await discoverRemotes(this.machine(env), true);
    const found = remotes.filter(({ source }) => source !== 'local');
    return { remotes: Object.fromEntries(found.map((remote) => [remote.name, remote])), problems };
  }
}

/** A remote in the configuration of lxc. */
export const https = (name: string, port = 8443): string =>
  `  ${name}:\n    addr: https://10.0.0.1:${port}\n    protocol: lxd\n    public: false\n`;
