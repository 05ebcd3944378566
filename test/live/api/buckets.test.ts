import assert from 'node:assert/strict';
import {
  createBucket,
  createBucketKey,
  deleteBucket,
  getBucket,
  getBucketKey,
  listBucketKeyNames,
  listBucketNames,
} from '../../../src/resources/buckets/api';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

// The test machine has no MinIO, without which no pool of these servers has a bucket.
describe('operations of buckets', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    const bucketName = place.name('bucket');
    const poolName = 'default';
    after(() => place.end());

    it('lists none', async () => {
      const list = listBucketNames({ poolName, project: 'default' });
      if (target.kind === 'lxd') await place.refuses(list, 'notFound');
      else assert.deepEqual(await place.value(list), []);
    });

    it("says in the server's words why none is created, and leaves none behind", async () => {
      place.later(() => place.value(deleteBucket({ name: poolName, bucketName })));
      const create = createBucket({ poolName, body: { ...place.skeleton(createBucket), name: bucketName } });
      if (target.kind === 'lxd') await place.refuses(create, 'notFound');
      else await place.refuses(create, 'rejected', /minio/i);
      await place.refuses(getBucket({ poolName, bucketName }), 'notFound');
    });

    it('finds no keys of a bucket that is not there', async () => {
      const of = { poolName, bucketName };
      await place.refuses(listBucketKeyNames(of), 'notFound');
      await place.refuses(getBucketKey({ ...of, keyName: 'none' }), 'notFound');
      const body = { ...place.skeleton(createBucketKey), name: 'none' };
      await place.refuses(createBucketKey({ ...of, body }), 'notFound');
      await place.refuses(deleteBucket({ name: poolName, bucketName }), 'notFound');
    });
  });
});
