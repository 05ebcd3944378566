import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { AppError } from '../../../src/base/errors';
import { getServer } from '../../../src/client/server';
import {
  createAlias,
  deleteAlias,
  getAlias,
  getPublicAlias,
  listAliasNames,
  listAliases,
  patchAlias,
  putAlias,
  renameAlias,
} from '../../../src/resources/images/aliasApi';
import {
  createImage,
  createImageSecret,
  deleteImage,
  exportImage,
  exportPublicImage,
  getImage,
  getPublicImage,
  listImageFingerprints,
  listImages,
  listPublicImageFingerprints,
  listPublicImages,
  patchImage,
  pushImage,
  pushPublicImage,
  putImage,
  refreshImage,
} from '../../../src/resources/images/api';
import { createProject, deleteProject } from '../../../src/resources/projects/api';
import { getServerSettings } from '../../../src/resources/server/api';
import { unhurried } from '../../support/connect';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

describe('operations of images', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    let fingerprint = '';
    let content: Buffer;
    after(() => place.end());

    /** A project with images of its own. */
    async function project(): Promise<string> {
      const name = place.name();
      place.later(() => place.value(deleteProject({ name })));
      await place.value(createProject({ body: { name, config: { 'features.images': 'true' } } }));
      return name;
    }

    /** The operation of a target that waits for an image, as a copy by push begins it. */
    const awaitPush = (where: string) =>
      place.begin(
        createImage({ project: where, body: { source: { type: 'image', mode: 'push', fingerprint } } }),
      );

    describe('images', () => {
      it('publishes an instance', async () => {
        const name = await place.instance('init');
        const body = { source: { type: 'instance', name }, properties: { made: name }, public: false };
        fingerprint = String((await place.settled(createImage({ body }))).metadata['fingerprint']);
        place.later(() => place.settled(deleteImage({ fingerprint })));
        const image = await place.value(getImage({ fingerprint }));
        assert.deepEqual([image.type, image.public, image.properties?.['made']], ['container', false, name]);
      });

      it('lists fingerprints and images', async () => {
        const fingerprints = await place.value(listImageFingerprints());
        assert.ok(fingerprints.includes(fingerprint));
        const all = await place.value(listImages({ project: 'default' }));
        assert.deepEqual(all.map((image) => image.fingerprint).sort(), [...fingerprints].sort());
      });

      it('exports it, and takes the same as an upload', async () => {
        content = await place.bytes(exportImage({ fingerprint }));
        assert.equal(createHash('sha256').update(content).digest('hex'), fingerprint);
        await place.settled(deleteImage({ fingerprint }));
        await place.refuses(getImage({ fingerprint }), 'notFound');
        const headers = {
          [place.header('filename')]: 'api.tar.gz',
          [place.header('properties')]: 'made=uploaded&other=1',
          [place.header('fingerprint')]: fingerprint,
        };
        const uploaded = await place.settled(createImage({ upload: { data: content }, headers }));
        assert.equal(uploaded.metadata['fingerprint'], fingerprint);
        assert.equal((await place.value(getImage({ fingerprint }))).properties?.['made'], 'uploaded');
      });

      it('is edited as a whole, unknown fields and all, and not where somebody was faster', async () => {
        const { value, etag } = await place.tagged(getImage({ fingerprint }));
        const edited = {
          ...value,
          properties: { made: 'edited' },
          expires_at: '2100-01-01T00:00:00Z',
          future: 1,
        };
        await place.value(putImage({ fingerprint, body: edited, ifMatch: etag }));
        const now = await place.value(getImage({ fingerprint }));
        assert.deepEqual([now.properties, now.expires_at], [{ made: 'edited' }, '2100-01-01T00:00:00Z']);
        await place.refuses(putImage({ fingerprint, body: edited, ifMatch: etag }), 'conflict', /ETag/i);
      });

      it('changes what a patch names', async () => {
        const { etag } = await place.tagged(getImage({ fingerprint }));
        await place.value(patchImage({ fingerprint, body: { public: true }, ifMatch: etag }));
        const now = await place.value(getImage({ fingerprint }));
        assert.deepEqual([now.public, now.properties], [true, { made: 'edited' }]);
        await place.refuses(patchImage({ fingerprint, body: {}, ifMatch: etag }), 'conflict', /ETag/i);
      });
    });

    describe('aliases', () => {
      /** With a slash: no segment of a path by itself. */
      let name = `${place.name()}/12`;

      it('creates one from the skeleton', async () => {
        place.later(() => place.value(deleteAlias({ name })));
        const skeleton = place.skeleton(createAlias);
        await place.value(createAlias({ body: { ...skeleton, name, target: fingerprint } }));
        const { name: got, target: to, type } = await place.value(getAlias({ name }));
        assert.deepEqual([got, to, type], [name, fingerprint, 'container']);
      });

      it('lists names and aliases', async () => {
        const names = await place.value(listAliasNames());
        // LXD 5.0.2 encodes a slash twice.
        assert.ok(names.map(decodeURIComponent).includes(name) && names.includes('busybox'), names.join());
        const all = await place.value(listAliases());
        assert.equal(all.find((alias) => alias.name === name)?.target, fingerprint);
      });

      it('is edited as a whole, and not where somebody was faster', async () => {
        const { value, etag } = await place.tagged(getAlias({ name }));
        const edited = { ...value, description: 'edited', future: 1 };
        await place.value(putAlias({ name, body: edited, ifMatch: etag }));
        const now = await place.value(getAlias({ name }));
        assert.deepEqual([now.description, now.target], ['edited', fingerprint]);
        await place.refuses(putAlias({ name, body: edited, ifMatch: etag }), 'conflict', /ETag/i);
      });

      // LXD 5.0.2 waits for itself here, for 20 s, and answers 500.
      if (target.kind === 'incus')
        it('changes what a patch names', async () => {
          await place.value(patchAlias({ name, body: { description: 'patched' } }));
          const now = await place.value(getAlias({ name }));
          assert.deepEqual([now.description, now.target], ['patched', fingerprint]);
        });

      it('is shown to anybody, as its image is public', async () => {
        const alias = await place.untrusted((transport) =>
          transport.value(getPublicAlias({ name }), unhurried()),
        );
        assert.equal(alias.target, fingerprint);
      });

      it('is renamed', async () => {
        const old = name;
        name = place.name();
        await place.value(renameAlias({ name: old, body: { name } }));
        assert.equal((await place.value(getAlias({ name }))).target, fingerprint);
        await place.refuses(getAlias({ name: old }), 'notFound');
      });

      it('leads to a copy that is looked after at its source', async () => {
        const where = await project();
        const { environment } = await place.value(getServerSettings());
        const source = {
          type: 'image',
          mode: 'pull',
          protocol: target.kind,
          server: target.server.address,
          certificate: environment?.certificate ?? '',
          alias: name,
        };
        await place.settled(createImage({ project: where, body: { source, auto_update: true } }));
        place.later(() => place.settled(deleteImage({ project: where, fingerprint })));
        const copy = await place.value(getImage({ project: where, fingerprint }));
        assert.deepEqual([copy.update_source?.alias, copy.update_source?.protocol], [name, target.kind]);
        const ended = await place.settled(refreshImage({ project: where, fingerprint }));
        assert.equal(ended.statusCode, 200);
        assert.equal((await place.value(getImage({ project: where, fingerprint }))).fingerprint, fingerprint);
        // The one that was published came from nowhere.
        await assert.rejects(place.settled(refreshImage({ fingerprint })), /source not found/i);
      });

      it('is deleted', async () => {
        await place.value(deleteAlias({ name }));
        await place.refuses(getAlias({ name }), 'notFound');
      });
    });

    describe('for others', () => {
      it('shows anybody what is public, and nothing else', async () => {
        await place.untrusted(async (transport) => {
          assert.deepEqual(await transport.value(listPublicImageFingerprints(), unhurried()), [fingerprint]);
          const images = await transport.value(listPublicImages(), unhurried());
          assert.deepEqual(
            images.map((image) => image.fingerprint),
            [fingerprint],
          );
          assert.equal((await transport.value(getPublicImage({ fingerprint }), unhurried())).public, true);
          const { body } = await transport.download(exportPublicImage({ fingerprint }), unhurried());
          assert.ok(Buffer.concat(await (body.toArray() as Promise<Buffer[]>)).equals(content));
          await place.value(patchImage({ fingerprint, body: { public: false } }));
          await assert.rejects(transport.value(getPublicImage({ fingerprint }), unhurried()), (error) =>
            AppError.is(error, 'notFound'),
          );
        });
      });

      it('shows a private one to who has the secret', async () => {
        const { metadata } = await place.begin(createImageSecret({ fingerprint }));
        const secret = String(metadata['secret']);
        const image = await place.untrusted((transport) =>
          transport.value(getPublicImage({ fingerprint, secret }), unhurried()),
        );
        assert.deepEqual([image.fingerprint, image.public], [fingerprint, false]);
      });

      it('takes an upload from who has the secret', async () => {
        const where = await project();
        const { id, metadata } = await awaitPush(where);
        const headers = {
          [place.header('secret')]: String(metadata['secret']),
          [place.header('fingerprint')]: fingerprint,
        };
        await place.untrusted(async (transport) => {
          const answer = await transport.send(
            pushPublicImage({ project: where, upload: { data: content }, headers }),
            unhurried(),
          );
          assert.equal(answer.kind, 'operation', id);
        });
        await place.until(`image in ${where}`, async () =>
          (await place.value(listImageFingerprints({ project: where }))).includes(fingerprint),
        );
        await place.settled(deleteImage({ project: where, fingerprint }));
      });

      it('pushes one to a server that waits for it', async () => {
        const { extensions } = await place.value(getServer());
        assert.ok(extensions.has(pushImage.needs!));
        const where = await project();
        const { metadata } = await awaitPush(where);
        const { environment } = await place.value(getServerSettings());
        const body = {
          target: target.server.address,
          secret: String(metadata['secret']),
          certificate: environment?.certificate ?? '',
          project: where,
        };
        await place.settled(pushImage({ fingerprint, body }));
        await place.until(`image in ${where}`, async () =>
          (await place.value(listImageFingerprints({ project: where }))).includes(fingerprint),
        );
        await place.settled(deleteImage({ project: where, fingerprint }));
      });

      it('is deleted', async () => {
        await place.settled(deleteImage({ fingerprint }));
        assert.ok(!(await place.value(listImageFingerprints())).includes(fingerprint));
      });
    });
  });
});
