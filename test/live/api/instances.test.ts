import assert from 'node:assert/strict';
import { waitForOperation } from '../../../src/client/operationApi';
import { getServer } from '../../../src/client/server';
import {
  type StateAction,
  clearConsoleLog,
  createInstance,
  deleteInstance,
  getConsoleLog,
  getFullInstance,
  getInstance,
  getInstanceAccess,
  getInstanceState,
  listFullInstances,
  listInstanceNames,
  listInstances,
  openConsole,
  patchInstance,
  postInstance,
  putInstance,
  putInstanceState,
  putInstances,
  rebuildInstance,
} from '../../../src/resources/instances/api';
import { createProject, deleteProject } from '../../../src/resources/projects/api';
import { unhurried } from '../../support/connect';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

describe('operations of instances', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    let name = place.name();
    after(() => place.end());

    const create = async (instance: string, project?: string): Promise<void> => {
      const body = { ...place.skeleton(createInstance), name: instance };
      await place.settled(
        createInstance({ project, body: { ...body, source: { ...body.source, alias: 'busybox' } } }),
      );
    };
    const change = (action: StateAction): Promise<unknown> =>
      place.settled(
        putInstanceState({
          name,
          body: { ...place.skeleton(putInstanceState), action, force: action === 'stop' },
        }),
      );

    it('creates one from the skeleton', async () => {
      place.later(() => target.cli(['delete', '--force', name]));
      await create(name);
      const { status, type, profiles, config } = await place.value(getInstance({ name, project: 'default' }));
      assert.deepEqual([status, type, profiles], ['Stopped', 'container', ['default']]);
      assert.equal(config?.['image.os'], 'BusyBox');
    });

    it('lists names and instances, with as much as is asked', async () => {
      const names = await place.value(listInstanceNames({ project: 'default' }));
      assert.ok(names.includes(name));
      const filter = `name eq ${name}`;
      const some = await place.value(listInstances({ project: 'default', filter }));
      assert.deepEqual(
        some.map((each) => each.name),
        [name],
      );
      const [full] = await place.value(listFullInstances({ 'all-projects': true, filter }));
      assert.deepEqual([full?.name, full?.project, full?.state?.status], [name, 'default', 'Stopped']);
      assert.ok(!('state' in some[0]!));
    });

    it('shows one with all that belongs to it', async () => {
      const { state, snapshots, backups, ...rest } = await place.value(getFullInstance({ name }));
      assert.deepEqual([rest.name, state?.status, snapshots ?? [], backups ?? []], [name, 'Stopped', [], []]);
    });

    it('is edited as a whole, unknown fields and all, and not where somebody was faster', async () => {
      const { value, etag } = await place.tagged(getInstance({ name }));
      const edited = {
        ...value,
        description: 'edited',
        config: { ...value.config, 'user.a': '1' },
        devices: { tmp: { type: 'none' } },
        future: { field: true },
      };
      await place.settled(putInstance({ name, body: edited, ifMatch: etag }));
      const now = await place.value(getInstance({ name }));
      assert.deepEqual(
        [now.description, now.config?.['user.a'], now.devices],
        ['edited', '1', { tmp: { type: 'none' } }],
      );
      await place.refuses(putInstance({ name, body: edited, ifMatch: etag }), 'conflict', /ETag/i);
    });

    it('changes what a patch names', async () => {
      const { etag } = await place.tagged(getInstance({ name }));
      // Not to name the description would empty it.
      const body = { description: 'edited', config: { 'user.a': '', 'user.b': '2' } };
      await place.value(patchInstance({ name, body, ifMatch: etag }));
      const { description, config, devices } = await place.value(getInstance({ name }));
      assert.deepEqual(
        [description, config?.['user.b'], devices],
        ['edited', '2', { tmp: { type: 'none' } }],
      );
      assert.ok(!config?.['user.a']);
      await place.refuses(patchInstance({ name, body, ifMatch: etag }), 'conflict', /ETag/i);
    });

    it('is rebuilt, where its extension says so', async () => {
      const { extensions } = await place.value(getServer());
      const body = { source: { type: 'image', alias: 'busybox' } };
      if (!extensions.has(rebuildInstance.needs!)) {
        await place.refuses(rebuildInstance({ name, body }), 'notFound');
        return;
      }
      const before = await place.value(getInstance({ name }));
      await place.settled(rebuildInstance({ name, body }));
      const now = await place.value(getInstance({ name }));
      assert.deepEqual([now.description, now.created_at], ['edited', before.created_at]);
    });

    it('says who may use it, where its extension says so', async () => {
      const { extensions } = await place.value(getServer());
      if (extensions.has(getInstanceAccess.needs!)) {
        const entries = await place.value(getInstanceAccess({ name }));
        assert.ok(
          entries.some(({ provider, role }) => provider === 'tls' && role),
          JSON.stringify(entries),
        );
      } else await place.refuses(getInstanceAccess({ name }), 'notFound');
    });

    it('is started, paused and resumed', async () => {
      await change('start');
      const running = await place.value(getInstanceState({ name }));
      assert.equal(running.status, 'Running');
      assert.ok((running.pid ?? 0) > 0 && running.network?.['lo'] !== undefined);
      await change('freeze');
      assert.equal((await place.value(getInstanceState({ name }))).status, 'Frozen');
      await change('unfreeze');
      assert.equal((await place.value(getInstanceState({ name }))).status, 'Running');
    });

    it('has a console, and its log', async () => {
      const operation = await place.begin(openConsole({ name, body: place.skeleton(openConsole) }));
      const { id } = operation;
      const [data, control] = [await place.socket(operation, '0'), await place.socket(operation, 'control')];
      let heard = '';
      data.on('message', (bytes: Buffer, isBinary) => {
        heard += bytes.toString();
        if (!isBinary) data.close();
      });
      await place.until('an answer', () => {
        data.send(Buffer.from('\r'));
        return Promise.resolve(heard !== '');
      });
      control.close();
      await place.transport.wait(waitForOperation({ id, timeout: 30 }), unhurried());
      data.terminate();
      await place.until(
        'text in the log',
        async () => (await place.text(getConsoleLog({ name }))).length > 0,
      );
      // The shell may still answer to an Enter. LXD has nothing to show of an empty log, and says that as an error.
      await place.until('an empty log', async () => {
        await place.value(clearConsoleLog({ name }));
        const rest = await place.text(getConsoleLog({ name })).catch((error: unknown) => String(error));
        return /^$|no such file/.test(rest);
      });
    });

    it('is stopped, and renamed', async () => {
      await change('stop');
      const old = name;
      name = place.name();
      await place.settled(postInstance({ name: old, body: { name } }));
      assert.equal((await place.value(getInstance({ name }))).description, 'edited');
      await place.refuses(getInstance({ name: old }), 'notFound');
    });

    it('starts and stops all of a project at once', async function () {
      this.timeout(120_000);
      const project = place.name();
      place.later(() => place.value(deleteProject({ name: project })));
      const config = { 'features.images': 'false', 'features.profiles': 'false' };
      await place.value(createProject({ body: { name: project, config } }));
      const both = [place.name(), place.name()];
      for (const each of both) {
        place.later(() => target.cli(['delete', '--force', each, '--project', project]));
        await create(each, project);
      }
      const states = async () => (await place.value(listInstances({ project }))).map(({ status }) => status);
      await place.settled(putInstances({ project, body: place.skeleton(putInstances) }));
      assert.deepEqual(await states(), ['Running', 'Running']);
      await place.settled(
        putInstances({ project, body: { state: { action: 'stop', force: true, timeout: 30 } } }),
      );
      assert.deepEqual(await states(), ['Stopped', 'Stopped']);
    });

    it('is deleted', async () => {
      await place.settled(deleteInstance({ name }));
      await place.refuses(getInstance({ name }), 'notFound');
    });
  });
});
