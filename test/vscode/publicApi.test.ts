import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { eachServerSomeWay, uniqueName } from '../support/targets';
import type { Consumer } from './apiConsumer/extension';
import { remotesView } from './extensionHost';

async function consumer(): Promise<Consumer> {
  const extension = vscode.extensions.getExtension<Consumer>('lxd-explorer-test.api-consumer');
  assert.ok(extension, 'the second extension is not loaded');
  return extension.activate();
}

const remoteOf = (id: string): string => ({ lxd: 'local', incus: 'local-incus' })[id] ?? id;

describe('public API, used by another extension', () => {
  let other: Consumer;

  before(async () => {
    await remotesView();
    other = await consumer();
  });

  it('there is version 1 and no other', () => {
    assert.equal(other.api.version, 1);
    assert.throws(() => other.getApi(2), /has version 1 of its API, but not version 2/);
    assert.equal(other.getApi(1), other.api);
  });

  it('lists the remotes of the tree with what their servers can do', async () => {
    await Promise.all(['local', 'local-incus'].map((name) => other.api.connect(name)));
    const remotes = await other.api.remotes();
    const [lxd, incus] = ['local', 'local-incus'].map((name) => remotes.find((each) => each.name === name));
    assert.deepEqual(
      [lxd?.product, lxd?.state, lxd?.kind, lxd?.project],
      ['lxd', 'ready', 'socket', 'default'],
    );
    assert.deepEqual([incus?.product, incus?.state, incus?.problem], ['incus', 'ready', undefined]);
    assert.ok(lxd?.extensions.includes('instance_all_projects'));
    assert.match(incus?.version ?? '', /^\d+\.\d+/);
  });

  it('tells when a remote is lost and back', async () => {
    const states: (string | undefined)[] = [];
    const listening = other.api.onDidChangeRemotes(async () => {
      states.push((await other.api.remotes()).find(({ name }) => name === 'lxd-tls')?.state);
    });
    await other.api.connect('lxd-tls');
    const view = await remotesView();
    const node = (await view.tree.getChildren()).find(({ id }) => id === 'lxd-tls');
    await vscode.commands.executeCommand('lxd.remote.reconnect', node);
    await waitFor('the change', () => states.includes('ready'), { timeout: 10_000 });
    listening.dispose();
  });

  it('a remote that is not there is an error with a kind', async () => {
    const failure = { name: 'AppError', kind: 'notFound', message: 'There is no remote "nobody"' };
    await assert.rejects(other.instances('nobody'), failure);
    await assert.rejects(other.api.readFile({ remote: 'nobody', instance: 'c', path: '/x' }), failure);
    const error = await new Promise((onError) => {
      other.api.listen({ remote: 'nobody', onError }, () => assert.fail());
    });
    assert.equal((error as Error).message, failure.message);
  });

  it('refuses a path that is none', async () => {
    const ask = (path: string) => other.api.request({ remote: 'local', method: 'GET', path });
    for (const path of ['1.0', '/1.0/a b', '/1.0\r\nX: y', '/1.0#x'])
      await assert.rejects(ask(path), { kind: 'rejected' });
  });

  eachServerSomeWay((target) => {
    const remote = remoteOf(target.id);
    const name = uniqueName('api');

    before(() => target.cli(['launch', 'busybox', name]));
    after(() => target.cli(['delete', '--force', name]));

    it('sends requests, waits for operations and hears of their events', async () => {
      assert.ok((await other.instances(remote)).includes(name));
      const made = uniqueName('made');
      const actions = await other.actions(remote, 'instance-created', () => other.create(remote, made));
      assert.equal(actions.at(-1), 'instance-created');
      const path = `/1.0/instances/${made}`;
      const { value, etag } = await other.api.request({ remote, method: 'GET', path, project: 'default' });
      assert.equal((value as { name: string }).name, made);
      assert.ok(etag);
      const body = { description: 'by another extension' };
      await other.api.request({ remote, method: 'PATCH', path, body, ifMatch: etag });
      await assert.rejects(other.api.request({ remote, method: 'PATCH', path, body, ifMatch: 'old' }), {
        kind: 'conflict',
      });
      assert.match(await target.cli(['query', path]), /by another extension/);
      const { operation } = await other.api.request({ remote, method: 'DELETE', path });
      assert.deepEqual([operation?.class, operation?.statusCode], ['task', 200]);
      await assert.rejects(other.api.request({ remote, method: 'GET', path }), { kind: 'notFound' });
    });

    it('an operation that fails is the failure of the call', async () => {
      const path = `/1.0/instances/${name}/state`;
      const body = { action: 'start' };
      await assert.rejects(other.api.request({ remote, method: 'PUT', path, body }), (error: Error) => {
        assert.match(error.message, /already running/i);
        return true;
      });
    });

    it('runs commands, with input, and kills them', async () => {
      assert.equal(await other.shell(remote, name, 'cat; echo err >&2; exit 3', 'in\n'), '3 in\nerr\n');
      const stop = new AbortController();
      const command = ['sleep', '1000'];
      const running = other.api.run({ remote, instance: name, command, signal: stop.signal });
      const sleeping = () => other.shell(remote, name, 'pidof sleep');
      await waitFor('the command to run', async () => (await sleeping()).startsWith('0 '));
      stop.abort();
      await assert.rejects(running, { name: 'AbortError' });
      await waitFor('its end', async () => (await sleeping()).startsWith('1 '));
    });

    it('reads, writes and lists files', async () => {
      const file = { remote, instance: name, path: '/root/naïve file.txt' };
      assert.equal(await other.rewrite(file, 'grüße\n'), 'grüße\n');
      assert.equal(await other.shell(remote, name, 'cat "/root/naïve file.txt"'), '0 grüße\n');
      const entries = await other.api.listFiles({ ...file, path: '/root' });
      const entry = entries.find((each) => file.path.endsWith(`/${each.name}`));
      assert.deepEqual([entry?.type, entry?.size, entry?.uid], ['file', 8, 0]);
      const opened = await vscode.workspace.fs.readFile(vscode.Uri.parse(other.api.fileUri(file)));
      assert.equal(Buffer.from(opened).toString(), 'grüße\n');
      await assert.rejects(other.api.writeFile(file, 'no', { overwrite: false }), { kind: 'conflict' });
      await assert.rejects(other.api.readFile({ ...file, path: '/nothing' }), { kind: 'notFound' });
    });

    it('gets and puts bytes as they are', async () => {
      const query = { path: '/root/raw', project: 'default' };
      const path = `/1.0/instances/${name}/files`;
      const bytes = new Uint8Array([0, 255, 10, 13]);
      const vendor = target.kind === 'lxd' ? 'LXD' : 'Incus';
      const headers = { [`X-${vendor}-type`]: 'file' };
      await other.api.request({ remote, method: 'POST', path, query, upload: bytes, headers });
      const answer = await other.api.requestRaw({ remote, method: 'GET', path, query });
      const pieces: Uint8Array[] = [];
      for await (const piece of answer.body) pieces.push(piece);
      assert.deepEqual(new Uint8Array(Buffer.concat(pieces)), bytes);
      assert.equal(answer.headers[`x-${vendor.toLowerCase()}-type`], 'file');
    });
  });
});
