import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { get } from 'node:https';
import { join } from 'node:path';
import { exec } from '../../scripts/lib/exec';
import { waitFor } from '../../scripts/lib/wait';
import { isCancelled } from '../../src/base/errors';
import { copyImage, secretLink } from '../../src/resources/images/transfer/copyImage';
import { type ImageOnServer, downloadImage } from '../../src/resources/images/transfer/exportImage';
import { imageFromUrl, uploadImage } from '../../src/resources/images/transfer/importImage';
import { cluster } from '../support/cluster';
import { unhurried } from '../support/connect';
import { fingerprintOf, splitImage, unifiedImage } from '../support/madeImage';
import { type Target, uniqueName } from '../support/targets';
import { ExportPlace, targetOf } from './exportSupport';

interface Shown {
  readonly fingerprint: string;
  readonly public: boolean;
  readonly aliases: readonly { readonly name: string }[];
  readonly properties: Readonly<Record<string, string>>;
}

describe('images to and from files, and to other servers', function () {
  this.timeout(120_000);
  const place = new ExportPlace();
  const made: [Target, string][] = [];
  after(async () => {
    await place.end();
    for (const [target, fingerprint] of made)
      await target.cli(['image', 'delete', fingerprint]).catch(() => undefined); // most are gone already
  });

  const show = async ({ cli }: Target, fingerprint: string): Promise<Shown> =>
    JSON.parse(await cli(['query', `/1.0/images/${fingerprint}`])) as Shown;
  const has = async (target: Target, fingerprint: string): Promise<boolean> =>
    (await target.cli(['query', '/1.0/images'])).includes(fingerprint);
  const gone = (target: Target, fingerprint: string): Promise<unknown> =>
    waitFor('the image to go', async () => !(await has(target, fingerprint)));

  const unified = (): Promise<string> => unifiedImage(place.folder);
  const split = (): Promise<[string, string]> => splitImage(place.folder);
  const sum = fingerprintOf;
  /** As somebody whom the server does not know. */
  const fetched = ({ address }: Target, url: string): Promise<[number, Buffer]> =>
    new Promise((resolve, reject) => {
      assert.ok(address.kind === 'tls');
      const ca = readFileSync(address.serverCertFile);
      get(url, { ca, checkServerIdentity: () => undefined }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve([response.statusCode ?? 0, Buffer.concat(chunks)]);
        });
      }).on('error', reject);
    });
  const at = async (target: Target, fingerprint = ''): Promise<ImageOnServer> => ({
    connection: await place.connect(target),
    project: 'default',
    fingerprint,
  });

  for (const id of ['lxd-tls', 'incus-tls']) {
    it(`${id}: one file in, with alias and public, and the same file out`, async () => {
      const target = targetOf(id);
      const file = await unified();
      const to = await at(target);
      const alias = uniqueName('alias');
      const texts: string[] = [];
      const onProgress = ({ text }: { text: string }): void => void texts.push(text);
      const options = { ...unhurried(), onProgress };
      const fingerprint = await uploadImage(to, [file], { alias, isPublic: true }, options);
      made.push([target, fingerprint]);
      assert.equal(fingerprint, sum(file));
      assert.ok(texts.some((text) => text.includes(' / ')));
      const shown = await show(target, fingerprint);
      assert.deepEqual(
        [shown.public, shown.aliases.map(({ name }) => name), shown.properties['os']],
        [true, [alias], 'Made'],
      );
      const { paths, sha256 } = await downloadImage({ ...to, fingerprint }, place.folder, alias, unhurried());
      assert.deepEqual([paths, sha256], [[join(place.folder, `${alias}.tar.gz`)], fingerprint]);
      assert.equal(sum(...paths), fingerprint);
      // What is there is not replaced.
      const again = await downloadImage({ ...to, fingerprint }, place.folder, alias, unhurried());
      assert.deepEqual(again.paths, [join(place.folder, `${alias}-2.tar.gz`)]);
      await assert.rejects(
        uploadImage(to, [file], { alias: '', isPublic: false }, unhurried()),
        /fingerprint already exists/,
      );
    });

    it(`${id}: two files in, and the same two out`, async () => {
      const target = targetOf(id);
      const files = await split();
      const to = await at(target);
      const fingerprint = await uploadImage(to, files, { alias: '', isPublic: false }, unhurried());
      made.push([target, fingerprint]);
      assert.equal(fingerprint, sum(...files));
      const stem = uniqueName('two');
      const { paths } = await downloadImage({ ...to, fingerprint }, place.folder, stem, unhurried());
      assert.equal(paths.length, 2);
      assert.deepEqual(
        paths.map((path) => sum(path)),
        files.map((path) => sum(path)),
      );
      await target.cli(['image', 'delete', fingerprint]);
      const [metadata = '', rootfs = ''] = paths;
      assert.equal(
        await uploadImage(to, [metadata, rootfs], { alias: '', isPublic: false }, unhurried()),
        fingerprint,
      );
    });

    it(`${id}: cancelled at ten points, nothing is left`, async () => {
      const target = targetOf(id);
      const [metadata, small] = await split();
      const rootfs = `${small}.squashfs`;
      await exec('sh', ['-c', 'dd if=/dev/urandom of="$1" bs=1M count=4 2>/dev/null', 'sh', rootfs]);
      const to = await at(target);
      const before = await target.cli(['query', '/1.0/images']);
      const files = readdirSync(place.folder);
      for (let point = 0; point < 10; point++) {
        const stop = new AbortController();
        const onProgress = ({ percent = 0 }: { percent: number | undefined }): void => {
          if (percent >= point * 10) stop.abort();
        };
        const options = { signal: stop.signal, onProgress };
        await assert.rejects(
          uploadImage(to, [metadata, rootfs], { alias: '', isPublic: false }, options),
          isCancelled,
        );
      }
      await waitFor('the same images', async () => (await target.cli(['query', '/1.0/images'])) === before);
      const fingerprint = await uploadImage(
        to,
        [await unified()],
        { alias: '', isPublic: false },
        unhurried(),
      );
      made.push([target, fingerprint]);
      const now = readdirSync(place.folder);
      const stop = new AbortController();
      await assert.rejects(
        downloadImage({ ...to, fingerprint }, place.folder, 'never', {
          signal: stop.signal,
          onProgress: () => {
            stop.abort();
          },
        }),
        isCancelled,
      );
      assert.deepEqual(readdirSync(place.folder), now);
      assert.ok(now.length > files.length);
    });
  }

  it('what is no image is refused, in the words of the server', async () => {
    const to = await at(targetOf('lxd'));
    const file = join(place.folder, 'bad.tar.gz');
    writeFileSync(file, 'no image');
    await assert.rejects(uploadImage(to, [file], { alias: '', isPublic: false }, unhurried()), /./);
  });

  it('an alias that is taken is said; the image is there', async () => {
    const target = targetOf('lxd');
    const to = await at(target);
    const file = await unified();
    made.push([target, sum(file)]);
    await assert.rejects(
      uploadImage(to, [file], { alias: 'busybox', isPublic: false }, unhurried()),
      new RegExp(`The image ${sum(file).slice(0, 12)} is there, but not its alias busybox: .*exists`),
    );
    assert.ok(await has(target, sum(file)));
  });

  describe('from an address', () => {
    let server: Server | undefined;
    let file = '';
    before(async () => {
      file = await unified();
      server = createServer(({ url = '', method }, response) => {
        const { port } = server?.address() as { port: number };
        for (const name of ['LXD', 'Incus']) {
          response.setHeader(`${name}-Image-Hash`, sum(file));
          response.setHeader(`${name}-Image-URL`, `http://127.0.0.1:${port}/file`);
        }
        response.end(url === '/file' && method === 'GET' ? readFileSync(file) : '');
      });
      await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    });
    after(() => server?.close());

    for (const id of ['lxd', 'incus'])
      it(`${id} fetches it itself`, async () => {
        const target = targetOf(id);
        const { port } = server?.address() as { port: number };
        const to = await at(target);
        const alias = uniqueName('url');
        made.push([target, sum(file)]);
        const url = `http://127.0.0.1:${port}/image`;
        const fingerprint = await imageFromUrl(to, url, { alias, isPublic: false }, unhurried());
        assert.equal(fingerprint, sum(file));
        assert.equal(
          (await show(target, alias).catch(() => show(target, fingerprint))).fingerprint,
          fingerprint,
        );
        await assert.rejects(
          imageFromUrl(to, `http://127.0.0.1:${port + 1}/`, { alias: '', isPublic: false }, unhurried()),
          /./,
        );
      });
  });

  const ways = [
    ['lxd-tls', () => targetOf('incus-tls'), 'pull'],
    ['incus-tls', () => targetOf('lxd-tls'), 'pull'],
    ['lxd', () => cluster()[0], 'pull'],
    ['lxd', () => targetOf('incus'), 'relay'],
    ['incus', () => targetOf('lxd'), 'relay'],
  ] as const;
  for (const [id, other, mode] of ways)
    it(`from ${id} to another server, by ${mode}: one file and two, with aliases`, async () => {
      const [source, target] = [targetOf(id), other()];
      for (const files of [[await unified()] as const, await split()]) {
        const alias = uniqueName('copied');
        const from = await at(source);
        const fingerprint = await uploadImage(from, files, { alias, isPublic: false }, unhurried());
        made.push([source, fingerprint], [target, fingerprint]);
        const wishes = { aliases: [alias], isPublic: false };
        const to = await at(target);
        assert.equal(await copyImage({ ...from, fingerprint }, to, wishes, [mode], unhurried()), mode);
        const shown = await show(target, fingerprint);
        assert.deepEqual(
          shown.aliases.map(({ name }) => name),
          [alias],
        );
        await assert.rejects(
          copyImage({ ...from, fingerprint }, to, wishes, [mode], unhurried()),
          /has this image already/,
        );
        await target.cli(['image', 'delete', fingerprint]);
        await gone(target, fingerprint);
      }
    });

  for (const id of ['lxd-tls', 'incus-tls'])
    it(`${id}: a link downloads it once, for anybody`, async () => {
      const target = targetOf(id);
      const file = await unified();
      const from = await at(target);
      const fingerprint = await uploadImage(from, [file], { alias: '', isPublic: false }, unhurried());
      made.push([target, fingerprint]);
      const link = await secretLink({ ...from, fingerprint }, unhurried());
      const [status, bytes] = await fetched(target, link);
      assert.equal(status, 200);
      assert.equal(createHash('sha256').update(bytes).digest('hex'), fingerprint);
      const wrong = link.replace(/secret=[^&]*/, 'secret=wrong');
      assert.equal((await fetched(target, wrong))[0], 404);
    });
});
