import assert from 'node:assert/strict';
import { AppError } from '../../src/base/errors';
import { eachTarget } from '../support/targets';
import { never } from './execSupport';
import { FilesPlace, fails } from './filesSupport';

const o = { signal: never };

eachTarget((target) => {
  describe('files of a stopped container', () => {
    const place = new FilesPlace(target);
    const { files, writing } = place;

    before(async () => {
      await place.launch();
      await place.sh(
        'mkdir /t; cd /t; echo old >f; chown 5:6 f; chmod 4711 f; mkdir -p a/b; echo 1 >a/b/f; chown 7:8 a/b a/b/f; chmod 640 a/b/f; ln -s ../x a/l; touch -t 200001010000 a/b',
      );
      await target.cli(['stop', '--force', place.instance]);
    });
    after(() => place.remove());

    it('asks before a special mode bit is lost, and changes nothing when told so', async () => {
      await fails(files.write('/t/f', Buffer.from('new'), writing), 'declined');
      assert.deepEqual(place.losses.splice(0), [{ path: '/t/f', bits: ['setuid'], why: 'stopped' }]);
      assert.equal(await place.text('/t/f'), 'old\n');
      assert.deepEqual((await files.list('/t', o)).map(({ name }) => name).sort(), ['a', 'f']);
      place.acceptLoss = true;
      await files.write('/t/f', Buffer.from('new'), writing);
      const { mode, uid, gid } = await files.stat('/t/f', o);
      assert.deepEqual({ mode, uid, gid }, { mode: 0o711, uid: 5, gid: 6 });
    });

    it('copies over SFTP alone', async () => {
      await files.copy('/t/a', '/t/c', { ...writing, overwrite: false });
      const f = await files.stat('/t/c/b/f', o);
      assert.deepEqual([f.uid, f.gid, f.mode, f.size], [7, 8, 0o640, 2]);
      assert.equal((await files.stat('/t/c/b', o)).mtime, (await files.stat('/t/a/b', o)).mtime);
      assert.equal(await files.readLink('/t/c/l', o), '../x');
    });

    it('says that there is no such instance', async () => {
      const other = new FilesPlace(target);
      await assert.rejects(other.files.stat('/', o), (error) => AppError.is(error, 'notFound'));
      await other.transport.close();
    });
  });

  describe('a directory of 5,000 files', () => {
    const place = new FilesPlace(target);
    before(async () => {
      await place.launch();
      await place.sh('mkdir /many; cd /many; i=0; while [ $i -lt 5000 ]; do : >file$i; i=$((i+1)); done');
    });
    after(() => place.remove());

    it('is listed whole, and removed', async () => {
      assert.equal((await place.files.list('/many', o)).length, 5000);
      await place.files.remove('/many', { ...o, recursive: true });
      await fails(place.files.stat('/many', o), 'missing');
    });
  });
});
