import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createImage, deleteImage, exportImage, getImage } from '../../../src/resources/images/api';
import { createSnapshot } from '../../../src/resources/instances/snapshotApi';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

/** A web server with one image, for as long as `work` runs. */
async function served<T>(image: Buffer, flavour: string, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    const found = request.url === '/image' || request.url === '/image.tar.gz';
    const headers = {
      [`${flavour}-Image-Hash`]: createHash('sha256').update(image).digest('hex'),
      [`${flavour}-Image-URL`]: `http://127.0.0.1:${port}/image.tar.gz`,
      'content-length': image.length,
    };
    response
      .writeHead(found ? 200 : 404, found ? headers : {})
      .end(request.method === 'HEAD' || !found ? undefined : image);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/image`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('images made of snapshots and web addresses', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    let fingerprint = '';
    after(() => place.end());

    it('publishes a snapshot', async () => {
      const name = await place.instance('init');
      await place.settled(createSnapshot({ name, body: { name: 'first' } }));
      const source = { type: 'snapshot', name: `${name}/first` };
      const { metadata } = await place.settled(createImage({ body: { source, properties: { from: name } } }));
      fingerprint = String(metadata['fingerprint']);
      place.later(() => place.settled(deleteImage({ fingerprint })));
      assert.equal((await place.value(getImage({ fingerprint }))).properties?.['from'], name);
    });

    it('takes one from a web address', async () => {
      const content = await place.bytes(exportImage({ fingerprint }));
      await place.settled(deleteImage({ fingerprint }));
      await place.refuses(getImage({ fingerprint }), 'notFound');
      await served(content, target.kind === 'lxd' ? 'LXD' : 'Incus', async (url) => {
        await place.settled(createImage({ body: { source: { type: 'url', url } } }));
        const image = await place.value(getImage({ fingerprint }));
        assert.equal(image.size, content.length);
        const missing = createImage({ body: { source: { type: 'url', url: `${url}/none` } } });
        await assert.rejects(place.settled(missing), /hash|not found|404|status|missing/i);
      });
    });
  });
});
