import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eachServerSomeWay, remoteOf, uniqueName } from '../support/targets';
import { hostOfSuite } from './extensionHost';
import { inputsOfSuite } from './quickInputs';

interface Published {
  readonly fingerprint: string;
  readonly public: boolean;
  readonly properties: Readonly<Record<string, string>>;
}

describe('publishing instances as images', () => {
  const host = hostOfSuite();
  const inputs = inputsOfSuite();

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const name = uniqueName('pub');
    let running: Thenable<unknown> | undefined;

    const begin = (): void => {
      running = vscode.commands.executeCommand('lxd.instance.publish', {
        remote,
        project: 'default',
        instance: name,
      });
    };
    const status = async (): Promise<string> =>
      (JSON.parse(await target.cli(['query', `/1.0/instances/${name}`])) as { status: string }).status;
    const imageOf = async (alias: string): Promise<Published> => {
      const { target: fingerprint } = JSON.parse(
        await target.cli(['query', `/1.0/images/aliases/${alias}`]),
      ) as { target: string };
      return JSON.parse(await target.cli(['query', `/1.0/images/${fingerprint}`])) as Published;
    };
    /** An instance from the image says what was in the instance. */
    const contentOf = async (alias: string): Promise<string> => {
      const copy = uniqueName('from');
      await target.cli(['launch', alias, copy]);
      try {
        return (await target.cli(['exec', copy, '--', 'cat', '/srv/mine'])).trim();
      } finally {
        await target.cli(['delete', '--force', copy]);
      }
    };
    const write = (text: string): Promise<string> =>
      target.cli(['exec', name, '--', 'sh', '-c', `mkdir -p /srv && echo ${text} > /srv/mine`]);

    before(async () => {
      await target.cli(['launch', 'busybox', name]);
      await write('first');
      await target.cli([
        'query',
        '--wait',
        '-X',
        'POST',
        '-d',
        '{"name":"early"}',
        `/1.0/instances/${name}/snapshots`,
      ]);
      await write('second');
    });
    afterEach(async () => {
      inputs.now.shown?.hide();
      await running;
    });
    after(async () => {
      await target.cli(['delete', '--force', name]);
      for (const alias of [`${name}-now`, `${name}-then`])
        await target.cli(['image', 'delete', alias]).catch(() => undefined);
    });

    it('of what runs: it is stopped for it, and runs again; what the image is called is free', async () => {
      begin();
      const box = await inputs.now.asking(/Alias of the image/);
      assert.equal(box.value, name);
      box.type('busybox');
      box.enter();
      const again = await inputs.now.asking(/busybox names the image [0-9a-f]{12} already/);
      again.type(`${name}-now`);
      again.enter();
      let hub = await inputs.now.asking(new RegExp(`${name} runs: it is stopped for it`));
      hub.enter(/^Public/);
      hub = await inputs.now.asking(/Public\nyes/);
      hub.enter(/^Compression/);
      (await inputs.now.asking(/How the image is packed/)).enter('none');
      (await inputs.now.asking(/Compression\nnone/)).enter(/^Description/);
      const description = await inputs.now.asking(/What the list of images says/);
      description.type('Mine, with a 😀');
      description.enter();
      (await inputs.now.asking(/Description\nMine/)).enter(`Publish as ${name}-now`);
      const image = (await running) as { kind: string; parts: string[] } | undefined;
      assert.deepEqual(host.dialogs.errors, []);
      const made = await imageOf(`${name}-now`);
      assert.deepEqual([image?.kind, image?.parts], ['image', [made.fingerprint]]);
      assert.deepEqual([made.public, made.properties['description']], [true, 'Mine, with a 😀']);
      assert.equal(await status(), 'Running');
      assert.equal(await contentOf(`${name}-now`), 'second');
    });

    it('of a snapshot: nothing is stopped', async () => {
      const ref = {
        remote,
        project: 'default',
        kind: 'snapshot',
        parents: [name],
        parts: ['early'],
        member: '',
      };
      running = vscode.commands.executeCommand('lxd.snapshot.publish', ref);
      const box = await inputs.now.asking(/Alias of the image/);
      box.type(`${name}-then`);
      box.enter();
      const hub = await inputs.now.asking(new RegExp(`An image of ${name}/early`));
      hub.enter(`Publish as ${name}-then`);
      assert.ok(await running, host.dialogs.errors.join());
      assert.equal(await status(), 'Running');
      assert.equal(await contentOf(`${name}-then`), 'first');
    });

    it('what the server refuses is said, and it runs as before', async () => {
      begin();
      const box = await inputs.now.asking(/Alias of the image/);
      box.type('');
      box.enter();
      (await inputs.now.asking(/Publish without an Alias/)).enter(/^Compression/);
      (await inputs.now.asking(/How the image is packed/)).enter('bzip2');
      const hub = await inputs.now.asking(/Compression\nbzip2/);
      hub.hide();
      assert.equal(await running, undefined);
      assert.equal(await status(), 'Running');
      running = vscode.commands.executeCommand('lxd.instance.publish', {
        remote,
        project: 'default',
        instance: `${name}-gone`,
      });
      assert.equal(await running, undefined);
      assert.match(host.dialogs.errors.join(), /not found/i);
    });
  });
});
