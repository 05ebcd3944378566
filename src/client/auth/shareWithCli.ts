import { createPrivateKey } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Document, YAMLMap } from 'yaml';
import { AppError, messageOf } from '../../base/errors';
import type { ClientIdentity } from '../address';
import { certificateFacts } from './clientCertificate';
import type { CliFlavour } from './cliConfig';
import { readText, writeWhole } from './wholeFile';
import { checkRemoteName } from './remoteInput';

/** A remote as the clients keep it. */
export interface CliRemote {
  readonly name: string;
  /** `https://host:port`, or the URL of an image server. */
  readonly addr: string;
  readonly authType: 'none' | 'tls' | 'oidc';
  readonly protocol: 'lxd' | 'incus' | 'simplestreams';
  /** '' or `default` where the client shall use its default. */
  readonly project: string;
  readonly public: boolean;
  /** PEM, where the server's certificate is pinned. */
  readonly serverCertPem?: string;
  /** Ours, for authType `tls`. */
  readonly identity?: ClientIdentity;
}

/** Names that the clients have built in. */
const builtIn: Readonly<Record<CliFlavour, readonly string[]>> = {
  lxc: ['local', 'ubuntu', 'ubuntu-daily', 'ubuntu-minimal', 'ubuntu-minimal-daily'],
  incus: ['local'],
};

/** What a client writes down beside its first remote; without it, its image server would be gone. */
const firstImages: Readonly<Record<CliFlavour, string>> = {
  lxc: 'https://images.lxd.canonical.com',
  incus: 'https://images.linuxcontainers.org',
};

/**
 * Writes a remote into the configuration folder of `lxc` or `incus`: `config.yml`, whose comments and unknown keys stay,
 * `servercerts/<remote>.crt`, and `client.crt` and `client.key` where there are none. Each file is written whole or not
 * at all, config.yml last; after a failure what was added is taken away again.
 * @throws AppError 'conflict' where the name exists or the client has another certificate than ours, 'rejected' where
 * the folder or its files cannot be used
 */
export async function shareWithCli(folder: string, flavour: CliFlavour, remote: CliRemote): Promise<void> {
  const path = join(folder, 'config.yml');
  const added: string[] = [];
  try {
    const before = await readText(path);
    const after = await withRemote(before, flavour, remote, path);
    const identity = remote.authType === 'tls' ? remote.identity : undefined;
    const missing = identity ? await missingFiles(folder, flavour, identity) : [];

    await mkdir(folder, { recursive: true, mode: 0o750 });
    for (const { file, text, mode } of missing) {
      added.push(file);
      await writeWhole(file, text, mode);
    }
    const certificate = join(folder, 'servercerts', `${remote.name}.crt`);
    if (remote.serverCertPem === undefined) {
      // One that was left over would become this remote's pin.
      await rm(certificate, { force: true });
    } else {
      await mkdir(join(folder, 'servercerts'), { recursive: true, mode: 0o750 });
      added.push(certificate);
      await writeWhole(certificate, remote.serverCertPem, 0o644);
    }
    if ((await readText(path)) !== before)
      throw new AppError('conflict', `${path} was changed by somebody else meanwhile. Nothing was added.`);
    await writeWhole(path, after, 0o644);
  } catch (error) {
    for (const file of added) await rm(file, { force: true });
    if (AppError.is(error)) throw error;
    throw new AppError('rejected', `The remote cannot be written to ${folder}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

async function withRemote(
  before: string | undefined,
  flavour: CliFlavour,
  remote: CliRemote,
  path: string,
): Promise<string> {
  const { Document, isMap, parseDocument } = await import('yaml');
  let document: Document = parseDocument(before ?? '');
  if (document.errors.length || !(document.contents === null || isMap(document.contents)))
    throw new AppError('rejected', `${path} is not understood, so nothing was added to it.`);
  if (document.contents === null) {
    const images = { addr: firstImages[flavour], protocol: 'simplestreams', public: true };
    const first = { 'default-remote': 'local', remotes: { images }, aliases: {} };
    // A file of comments keeps them.
    const { commentBefore } = document;
    document = new Document(first);
    document.commentBefore = commentBefore;
  }
  const remotes = document.get('remotes') ?? document.createNode({});
  if (!isMap(remotes))
    throw new AppError('rejected', `${path} is not understood, so nothing was added to it.`);
  const problem = checkRemoteName(remote.name, [...namesIn(remotes), ...builtIn[flavour]]);
  if (problem !== undefined) throw new AppError('conflict', `${flavour}: ${problem}`);
  remotes.flow = false; // `{}` of an empty list
  remotes.set(remote.name, document.createNode(entryOf(remote)));
  document.set('remotes', remotes);
  return document.toString({ lineWidth: 0 });
}

/** As texts: an unquoted 1 is a number to YAML and a name to the clients. */
function namesIn(remotes: YAMLMap): string[] {
  return remotes.items.map(({ key }) => String(key));
}

function entryOf({ addr, authType, protocol, project, ...remote }: CliRemote): object {
  return {
    addr,
    ...(authType === 'none' ? {} : { auth_type: authType }),
    ...(project === '' || project === 'default' ? {} : { project }),
    protocol,
    public: remote.public,
  };
}

interface NewFile {
  readonly file: string;
  readonly text: string;
  readonly mode: number;
}

/** What of client.crt and client.key is to be written. @throws AppError 'conflict' where one of them is another than ours */
async function missingFiles(
  folder: string,
  flavour: CliFlavour,
  identity: ClientIdentity,
): Promise<NewFile[]> {
  const [crt, key] = [join(folder, 'client.crt'), join(folder, 'client.key')];
  const [oldCert, oldKey] = [await readText(crt), await readText(key)];
  if (
    (oldCert !== undefined && !sameCertificate(oldCert, identity)) ||
    (oldKey !== undefined && !sameKey(oldKey, identity))
  ) {
    const what = `${flavour} has a client certificate of its own, which this server does not know. Nothing was added.`;
    throw new AppError('conflict', what);
  }
  return [
    ...(oldKey === undefined ? [{ file: key, text: identity.key, mode: 0o600 }] : []),
    ...(oldCert === undefined ? [{ file: crt, text: identity.cert, mode: 0o644 }] : []),
  ];
}

function sameCertificate(pem: string, { cert }: ClientIdentity): boolean {
  try {
    return certificateFacts(pem).fingerprint === certificateFacts(cert).fingerprint;
  } catch {
    return false; // whatever it is, it is not ours
  }
}

function sameKey(pem: string, { key }: ClientIdentity): boolean {
  try {
    return createPrivateKey(pem).equals(createPrivateKey(key));
  } catch {
    return false; // protected by a passphrase, or no key: not ours
  }
}
