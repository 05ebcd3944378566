import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { debianArchitecture } from '../../src/resources/images/serverImage';
import type { TreeNode } from '../../src/shell/node';
import type { RemotesView } from '../../src/shell/remotesView';
import { addCliRemote } from '../support/cliRemote';
import { listFiles, startImageServer, testProduct, type TestImageServer } from '../support/imageServer';
import { targets } from '../support/targets';
import { remotesView, rowText } from './extensionHost';

const own = debianArchitecture(process.arch);
const foreign = own === 'arm64' ? 'amd64' : 'arm64';

const debian = {
  'debian:bookworm': testProduct('Debian', '12', 'bookworm', own, 'a'),
  'debian:bullseye': testProduct('Debian', '11', 'bullseye', own, 'b'),
  'debian:trixie': testProduct('Debian', '13', 'trixie', foreign, 'c'),
  'alpine:3.20': testProduct('Alpine', '3.20', '3.20', own, 'd'),
};

describe('image servers', () => {
  let view: RemotesView;
  let server: TestImageServer;
  const added: (() => void)[] = [];

  const root = async (name: string): Promise<TreeNode | undefined> =>
    (await view.tree.getChildren()).find(({ id }) => id === name);
  const below = async (node: TreeNode | undefined): Promise<TreeNode[]> => view.tree.getChildren(node);
  const texts = async (node: TreeNode | undefined): Promise<string[]> =>
    (await below(node)).map((child) => rowText(view.tree.getTreeItem(child)));

  before(async () => {
    view = await remotesView();
    server = await startImageServer();
    for (const [path, content] of listFiles(debian)) server.files.set(path, content);
    const folder = process.env['LXD_CONF'] ?? '';
    const add = (name: string, lines: readonly string[], pem: string): void => {
      added.push(addCliRemote(folder, name, lines, pem));
    };
    add('pictures', [`addr: ${server.url}`, 'protocol: simplestreams', 'public: true'], server.pem);
    const lxd = targets().find(({ id }) => id === 'lxd-tls');
    assert.ok(lxd?.address.kind === 'tls');
    const { host, port, serverCertFile } = lxd.address;
    const addr = `addr: https://${host}:${String(port)}`;
    add('gallery', [addr, 'protocol: lxd', 'public: true'], readFileSync(serverCertFile, 'utf8'));
    await waitFor('the image servers', async () => (await root('pictures')) && (await root('gallery')), {
      timeout: 10_000,
    });
  });
  after(async () => {
    for (const remove of added) remove();
    await waitFor('them to go', async () => (await root('pictures')) === undefined, { timeout: 10_000 });
    await server.stop();
  });

  it('are asked only when somebody opens them', async () => {
    const node = await root('pictures');
    assert.ok(node);
    assert.equal(
      rowText(view.tree.getTreeItem(node)),
      'pictures | image server | library | remote+cli+images',
    );
    assert.equal(view.tree.getTreeItem(node).collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
    assert.deepEqual(server.requests, []);
  });

  it('show their images by system, this machine’s architecture first', async () => {
    const node = await root('pictures');
    assert.deepEqual(await texts(node), [
      'Alpine | 1 | folder | imageGroup',
      'Debian | 3 | folder | imageGroup',
    ]);
    const [, group] = await below(node);
    assert.deepEqual(await texts(group), [
      `12 (bookworm) | ${own} · container · 2026-11-20 | package | serverImage+alias`,
      `11 (bullseye) | ${own} · container · 2026-11-20 | package | serverImage+alias`,
      `13 (trixie) | ${foreign} · container · 2026-11-20 | package | serverImage+alias`,
    ]);
    const [first] = await below(group);
    assert.ok(first);
    const tooltip = view.tree.getTreeItem(first).tooltip;
    assert.equal(
      tooltip,
      [
        `Debian · 12 (bookworm) · ${own}`,
        'Aliases: debian/12, debian/bookworm',
        'container: 2 KiB, fingerprint',
        'a'.repeat(64),
        'Versions: 20261120_0000',
      ].join('\n'),
    );
  });

  it('copy alias and fingerprint', async () => {
    const [, group] = await below(await root('pictures'));
    const [here, , elsewhere] = await below(group);
    await vscode.commands.executeCommand('lxd.image.copyAlias', here);
    assert.equal(await vscode.env.clipboard.readText(), 'debian/12');
    await vscode.commands.executeCommand('lxd.image.copyAlias', elsewhere, [here, elsewhere]);
    assert.equal(await vscode.env.clipboard.readText(), `debian/12\ndebian/13/${foreign}`);
    await vscode.commands.executeCommand('lxd.image.copyFingerprint', here);
    assert.equal(await vscode.env.clipboard.readText(), 'a'.repeat(64));
  });

  it('Refresh asks whether something has changed, and sends little when not', async () => {
    const node = await root('pictures');
    server.requests.length = 0;
    await below(node);
    assert.deepEqual(server.requests, [], 'what was listed is kept');
    await vscode.commands.executeCommand('lxd.imageServer.refresh', node);
    await below(node);
    await waitFor('the questions', () => server.requests.length >= 2);
    for (const request of server.requests) assert.match(request, / 304$/);

    const { 'alpine:3.20': alpine } = debian;
    for (const [path, content] of listFiles({ alpine })) server.files.set(path, content);
    await vscode.commands.executeCommand('lxd.imageServer.refresh', node);
    assert.deepEqual(await texts(node), ['Alpine | 1 | folder | imageGroup']);
  });

  it('that fail say why in a row, and Retry looks again', async () => {
    const node = await root('pictures');
    const files = [...server.files];
    server.files.clear();
    await vscode.commands.executeCommand('lxd.imageServer.refresh', node);
    const [row] = await texts(node);
    assert.match(row ?? '', /^Could not list pictures \| .*has no list of images \| error .*\| error$/);
    for (const [path, content] of files) server.files.set(path, content);
    const [failed] = await below(node);
    await vscode.commands.executeCommand('lxd.error.retry', failed);
    assert.deepEqual(await texts(node), ['Alpine | 1 | folder | imageGroup']);
  });

  it('a public LXD shows its public images to anybody', async () => {
    const [lxd] = targets();
    const images = JSON.parse(await lxd!.cli(['image', 'list', '--format', 'json'])) as {
      fingerprint: string;
    }[];
    const fingerprint = images[0]?.fingerprint ?? '';
    const publish = (is: boolean): Promise<string> =>
      lxd!.cli(['query', '-X', 'PATCH', `/1.0/images/${fingerprint}`, '-d', JSON.stringify({ public: is })]);
    const node = await root('gallery');
    assert.deepEqual(await texts(node), []);
    await publish(true);
    try {
      await vscode.commands.executeCommand('lxd.imageServer.refresh', node);
      const [row] = await texts(node);
      assert.match(
        row ?? '',
        new RegExp(`^busybox \\| ${own} · container · [0-9-]+ \\| package \\| serverImage\\+alias$`),
      );
    } finally {
      await publish(false);
    }
  });
});
