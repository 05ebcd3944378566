import assert from 'node:assert/strict';
import { execInstance } from '../../../src/client/exec/request';
import { openSftp } from '../../../src/client/files/sftpApi';
import { targetOf } from '../../../src/client/path';
import { getServer } from '../../../src/client/server';
import {
  deleteExecOutput,
  deleteFile,
  deleteLog,
  deleteTemplate,
  getExecOutput,
  getFile,
  getFileInfo,
  getImageMetadata,
  getLog,
  getTemplate,
  listExecOutputs,
  listLogs,
  listTemplates,
  patchImageMetadata,
  postFile,
  postTemplate,
  putImageMetadata,
} from '../../../src/resources/instances/filesApi';
import { unhurried } from '../../support/connect';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

describe('operations of files, logs and metadata of instances', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    const name = place.name();
    before(() => place.instance('launch', name));
    after(() => place.end());
    const header = (field: string): string => place.header(field).toLowerCase();

    it('takes a file, shows it, and deletes it', async () => {
      const path = '/root/grüße & more';
      const headers = {
        [place.header('mode')]: '0640',
        [place.header('uid')]: '1000',
        [place.header('type')]: 'file',
      };
      await place.value(postFile({ name, path, upload: { data: 'hello' }, headers }));
      assert.equal(await place.text(getFile({ name, path })), 'hello');
      const { headers: info, body } = await place.transport.download(
        getFileInfo({ name, path }),
        unhurried(),
      );
      body.resume();
      assert.deepEqual(
        [info[header('mode')], info[header('uid')], info[header('type')]],
        ['0640', '1000', 'file'],
      );
      const names = JSON.parse(await place.text(getFile({ name, path: '/root' }))) as { metadata: string[] };
      assert.ok(names.metadata.includes('grüße & more'));
      await place.value(deleteFile({ name, path }));
      await assert.rejects(place.text(getFile({ name, path })), /not found/i);
    });

    it('makes a directory', async () => {
      const headers = { [place.header('type')]: 'directory' };
      await place.value(postFile({ name, path: '/root/dir', headers }));
      const { headers: info, body } = await place.transport.download(
        getFile({ name, path: '/root/dir' }),
        unhurried(),
      );
      body.resume();
      assert.equal(info[header('type')], 'directory');
    });

    it('opens the files over SFTP', async () => {
      const { socket } = await place.transport.rawSocket(targetOf(openSftp({ name })), 'sftp', unhurried());
      // SSH_FXP_INIT, version 3; the answer is SSH_FXP_VERSION.
      const answer = new Promise<Buffer>((resolve) =>
        socket.once('data', (data: Buffer) => resolve(Buffer.from(data))),
      );
      socket.resume();
      socket.write(Buffer.from([0, 0, 0, 5, 1, 0, 0, 0, 3]));
      assert.equal((await answer)[4], 2);
      socket.destroy();
    });

    it('lists, shows and deletes logs', async () => {
      const logs = await place.value(listLogs({ name }));
      assert.ok(logs.includes('lxc.log'), logs.join());
      assert.match(await place.text(getLog({ name, filename: 'lxc.log' })), /^$|^lxc /);
      // What is still written to may not go.
      await place.refuses(deleteLog({ name, filename: 'lxc.log' }), 'rejected');
    });

    it('records, shows and deletes the output of a command', async () => {
      const { extensions } = await place.value(getServer());
      const body = { ...place.skeleton(execInstance), command: ['echo', 'recorded'] };
      const { metadata } = await place.settled(execInstance({ name, body }));
      const url = (metadata['output'] as Record<string, string>)['1']!;
      const filename = url.split('/').at(-1)!;
      if (extensions.has(listExecOutputs.needs!)) {
        assert.ok((await place.value(listExecOutputs({ name }))).includes(filename));
        assert.equal(await place.text(getExecOutput({ name, filename })), 'recorded\n');
        await place.value(deleteExecOutput({ name, filename }));
        assert.ok(!(await place.value(listExecOutputs({ name }))).includes(filename));
      } else {
        // Older servers keep it among the logs.
        assert.ok((await place.value(listLogs({ name }))).includes(filename));
        assert.equal(await place.text(getLog({ name, filename })), 'recorded\n');
        await place.value(deleteLog({ name, filename }));
        assert.ok(!(await place.value(listLogs({ name }))).includes(filename));
      }
    });

    it('has metadata, edited as a whole, and not where somebody was faster', async () => {
      const { value, etag } = await place.tagged(getImageMetadata({ name }));
      assert.equal(value.properties?.['os'], 'BusyBox');
      const edited = { ...value, properties: { ...value.properties, made: 'here' }, future: 1 };
      await place.value(putImageMetadata({ name, body: edited, ifMatch: etag }));
      const now = await place.value(getImageMetadata({ name }));
      assert.deepEqual(now.properties, edited.properties);
      // Neither server looks at the ETag of a PUT here.
      const late = patchImageMetadata({ name, body: { properties: {} }, ifMatch: etag });
      await place.refuses(late, 'conflict', /ETag/i);
      await place.value(patchImageMetadata({ name, body: { properties: { made: 'by a patch' } } }));
      const patched = await place.value(getImageMetadata({ name }));
      assert.deepEqual(
        [patched.properties?.['made'], patched.architecture],
        ['by a patch', value.architecture],
      );
    });

    it('takes a template, shows it, and deletes it', async () => {
      const path = 'hostname.tpl';
      await place.value(postTemplate({ name, path, upload: { data: '{{ container.name }}\n' } }));
      assert.ok((await place.value(listTemplates({ name }))).includes(path));
      assert.equal(await place.text(getTemplate({ name, path })), '{{ container.name }}\n');
      await place.value(deleteTemplate({ name, path }));
      assert.ok(!(await place.value(listTemplates({ name }))).includes(path));
    });
  });
});
