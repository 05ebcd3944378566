import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { imageFile } from '../../scripts/lib/images';
import { waitFor } from '../../scripts/lib/wait';
import { debianArchitecture } from '../../src/resources/images/serverImage';
import type { TreeNode } from '../../src/shell/node';
import { addCliRemote } from '../support/cliRemote';
import {
  listFiles,
  productOf,
  startImageServer,
  testProduct,
  type TestImageServer,
} from '../support/imageServer';
import { eachServerSomeWay, remoteOf, uniqueName } from '../support/targets';
import { hostOfSuite, rowBecomes } from './extensionHost';
import { inputsOfSuite } from './quickInputs';

/** A real image on a real image server, with a certificate that nobody vouches for. */
describe('creating an instance from an image server', () => {
  const host = hostOfSuite();
  const inputs = inputsOfSuite();
  const name = 'cellar';
  const path = 'images/tiny.tar.gz';
  const own = debianArchitecture(process.arch);
  let server: TestImageServer;
  let remove: () => void;

  const root = async (): Promise<TreeNode | undefined> =>
    (await host.view.tree.getChildren()).find(({ id }) => id === name);

  before(async () => {
    server = await startImageServer();
    // The same files in another archive: an image that no server has yet.
    const file = gzipSync(gunzipSync(readFileSync(await imageFile('busybox'))), { level: 1 });
    server.files.set(path, file);
    const products = {
      own: productOf(file, 'tiny/1', 'Tiny', own, path),
      foreign: testProduct('Tiny', '1', '1', own === 's390x' ? 'amd64' : 's390x', 'e'),
    };
    for (const [list, content] of listFiles(products)) server.files.set(list, content);
    const lines = [`addr: ${server.url}`, 'protocol: simplestreams', 'public: true'];
    remove = addCliRemote(process.env['LXD_CONF'] ?? '', name, lines, server.pem);
    await waitFor('the image server', root, { timeout: 10_000 });
  });
  after(async () => {
    remove();
    await waitFor('it to go', async () => (await root()) === undefined, { timeout: 10_000 });
    await server.stop();
  });

  eachServerSomeWay((target) => {
    const place = { remote: remoteOf(target), project: 'default' };
    let made = '';
    let running: Thenable<unknown> | undefined;

    const nameIt = async (): Promise<string> => {
      const box = await inputs.now.asking(/Name of the instance/);
      assert.equal(box.value, 'tiny-1');
      made = uniqueName('tiny');
      box.type(made);
      box.enter();
      return made;
    };
    const images = async (): Promise<
      { fingerprint: string; update_source?: Readonly<Record<string, string>> }[]
    > =>
      JSON.parse(await target.cli(['query', '/1.0/images?recursion=1'])) as Awaited<
        ReturnType<typeof images>
      >;
    const fetched = async () =>
      (await images()).find(({ update_source: from }) => from?.['alias'] === 'tiny/1');

    afterEach(async () => {
      inputs.now.shown?.hide();
      await running;
      await target.cli(['delete', '--force', made]).catch(() => undefined);
      const image = await fetched();
      if (image) await target.cli(['image', 'delete', image.fingerprint]);
    });

    it('lists what this server can use, and fetches it with the certificate of the image server', async () => {
      running = vscode.commands.executeCommand('lxd.instance.create', place);
      const list = await inputs.now.asking(/Tiny 1/);
      const rows = list.items.filter(({ label }) => label.includes('Tiny'));
      assert.deepEqual(
        rows.map(({ label, description }) => `${label} | ${description?.replace(/ · [\d.]+ MiB/, '')}`),
        [`$(package) Tiny 1 | tiny/1 · ${own} · 2026-11-20`],
      );
      list.enter('Tiny 1');
      await nameIt();
      (await inputs.now.asking(/Create and Start/)).enter('Create and Start');
      const created = await running;
      assert.deepEqual(host.dialogs.errors, []);
      assert.deepEqual(created, { ...place, instance: made });
      await rowBecomes(host.view, { ...place, instance: made }, /\+running/);
      const source = (await fetched())?.update_source;
      assert.deepEqual(
        [source?.['protocol'], source?.['server'], source?.['certificate']?.trim()],
        ['simplestreams', server.url, server.pem.trim()],
      );
    });

    it('shows how much has come; cancelled meanwhile it leaves nothing', async () => {
      const { withProgress } = vscode.window;
      const cancel = new vscode.EventEmitter<void>();
      const seen: string[] = [];
      Object.assign(vscode.window, {
        withProgress: (options: vscode.ProgressOptions, task: Parameters<typeof withProgress>[1]) =>
          options.location === vscode.ProgressLocation.Notification
            ? task(
                { report: ({ message = '' }) => seen.push(`${options.title ?? ''} ${message}`) },
                { isCancellationRequested: false, onCancellationRequested: cancel.event },
              )
            : withProgress(options, task),
      });
      // Seven seconds.
      server.pace = 150_000;
      try {
        running = vscode.commands.executeCommand('lxd.instance.create', place);
        (await inputs.now.asking(/Tiny 1/)).enter('Tiny 1');
        await nameIt();
        (await inputs.now.asking(/Create Only/)).enter('Create Only');
        await waitFor('its progress', () => seen.some((text) => /\d+%/.test(text)));
        assert.ok(seen.every((text) => text.startsWith(`Creating ${made}`)));
        cancel.fire();
        assert.equal(await running, undefined);
        assert.deepEqual(host.dialogs.errors, []);
        const isCreating = async (): Promise<boolean> => {
          const lists = JSON.parse(await target.cli(['query', '/1.0/operations?recursion=1'])) as Record<
            string,
            { description: string; status: string }[]
          >;
          return (lists['running'] ?? []).some(({ description }) => description === 'Creating instance');
        };
        await waitFor('the operation to end', async () => !(await isCreating()));
        await assert.rejects(target.cli(['query', `/1.0/instances/${made}`]));
        assert.equal(await fetched(), undefined, 'half an image is left');
      } finally {
        server.pace = Infinity;
        cancel.dispose();
        Object.assign(vscode.window, { withProgress });
      }
    });

    it('from the row of the image, on the server that is chosen', async () => {
      const [group] = await host.view.tree.getChildren(await root());
      const [row] = await host.view.tree.getChildren(group);
      running = vscode.commands.executeCommand('lxd.instance.createFrom', row);
      const where = await inputs.now.asking(
        new RegExp(`Where the new instance[\\s\\S]*^${place.remote}$`, 'm'),
      );
      const at = where.items.find(
        ({ label, description }) => label === place.remote && description === place.project,
      );
      assert.ok(at, where.text());
      where.choose(at);
      await nameIt();
      (await inputs.now.asking(/Create Only/)).enter('Create Only');
      const created = await running;
      assert.deepEqual(host.dialogs.errors, []);
      assert.deepEqual(created, { ...place, instance: made });
      await rowBecomes(host.view, { ...place, instance: made }, /\| stopped \|/);
    });

    it('says why where the image server fails, before and after its images were listed', async () => {
      const file = server.files.get(path);
      assert.ok(file);
      server.files.delete(path);
      try {
        running = vscode.commands.executeCommand('lxd.instance.create', place);
        (await inputs.now.asking(/Tiny 1/)).enter('Tiny 1');
        await nameIt();
        (await inputs.now.asking(/Create Only/)).enter('Create Only');
        assert.equal(await running, undefined);
        assert.match(host.dialogs.errors.join(), new RegExp(`Could not create ${made}: .+`));
        await assert.rejects(target.cli(['query', `/1.0/instances/${made}`]));
      } finally {
        server.files.set(path, file);
      }
      const lists = [...server.files].filter(([each]) => each !== path);
      for (const [each] of lists) server.files.delete(each);
      try {
        await vscode.commands.executeCommand('lxd.imageServer.refresh', await root());
        running = vscode.commands.executeCommand('lxd.instance.create', place);
        const list = await inputs.now.asking(/has no list of images/);
        list.enter('has no list of images');
        assert.ok(list.isShown, 'a row that only informs was taken for an image');
        list.enter(/ busybox$/);
        (await inputs.now.asking(/Name of the instance/)).hide();
        await running;
      } finally {
        for (const [each, content] of lists) server.files.set(each, content);
        await vscode.commands.executeCommand('lxd.imageServer.refresh', await root());
      }
    });
  });
});
