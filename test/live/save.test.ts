// "Save torn": the connection is cut at random byte positions during saves.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { between, bytes, random, scaled } from '../support/seed';
import { targets } from '../support/targets';
import { TcpProxy } from '../support/tcpProxy';
import { addressOf } from './execSupport';
import { FilesPlace } from './filesSupport';

const size = 1_000_000;
const cuts = scaled(100);

function sha256(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

for (const target of targets()) {
  const { address } = target;
  if (address.kind !== 'tls') continue;

  describe(`saves over a connection that is cut, ${target.name}`, () => {
    let proxy: TcpProxy;
    let place: FilesPlace;
    const source = random();

    before(async () => {
      proxy = await TcpProxy.start({ host: address.host, port: address.port });
      place = new FilesPlace(target, addressOf(target, proxy.port));
      await place.launch();
    });
    after(async () => {
      await place.remove();
      await proxy.stop();
    });

    const inside = async (path: string) => (await place.sh(`sha256sum ${path}`)).slice(0, 64);

    async function tornSave(path: string, bytesUntilCut: number, direction: 'toServer' | 'toClient') {
      const { files, writing } = place;
      const old = await inside(path);
      const data = bytes(source, size);
      // The connection is open before, so that every position lies within the save itself.
      await files.stat('/', writing);
      // Turning everything away afterwards leaves the temporary file for the next save to find.
      const refuse = source() < 0.5;
      proxy.disturb({ cutAfter: { direction, bytes: bytesUntilCut }, refuse });
      const error = await files.write(path, data, writing).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      proxy.disturb({});
      const now = await inside(path);
      const what = `cut after ${bytesUntilCut} bytes ${direction}: ${String(error)}`;
      if (error === undefined) assert.equal(now, sha256(data), `no error, but the old file; ${what}`);
      else assert.ok(now === old || now === sha256(data), `neither the old file nor the new one; ${what}`);
      return { error, left: await place.sh('ls -A /t') };
    }

    it(`keeps the file whole in ${cuts} cuts`, async function () {
      this.timeout(cuts * 10_000);
      await place.sh('mkdir -p /t; echo old >/t/f; chown 1000:7 /t/f; chmod 640 /t/f');
      const before = proxy.cuts;
      let errors = 0;
      let leftovers = 0;
      for (let i = 0; i < cuts; i++) {
        const late = i % 4 === 3;
        const { error, left } = await tornSave(
          '/t/f',
          late ? between(source, 1, 2500) : between(source, 1, Math.floor(size * 1.01)),
          late ? 'toClient' : 'toServer',
        );
        if (error !== undefined) errors++;
        if (left !== 'f\n') leftovers++;
        await place.files.write('/t/f', bytes(source, size), place.writing);
        assert.equal(await place.sh('ls -A /t; stat -c "%u %g %a %s" /t/f'), `f\n1000 7 640 ${size}\n`);
      }
      console.log(
        `      ${proxy.cuts - before} cuts, ${errors} errors, ${leftovers} temporary files left until the next save`,
      );
      assert.ok(errors >= cuts / 2, 'most cuts are seen as errors');
    });

    it(`makes no half a file in ${Math.ceil(cuts / 2)} cuts`, async function () {
      this.timeout(cuts * 10_000);
      await place.sh('rm -rf /t; mkdir /t');
      for (let i = 0; i < Math.ceil(cuts / 2); i++) {
        const { files, writing } = place;
        const data = bytes(source, size);
        await files.stat('/', writing);
        proxy.disturb({ cutAfter: { direction: 'toServer', bytes: between(source, 1, size) } });
        const error = await files.write('/t/n', data, writing).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        proxy.disturb({});
        const now = await place.sh('cat /t/n 2>/dev/null | sha256sum; ls -A /t; rm -f /t/n');
        if (error === undefined) assert.equal(now.slice(0, 64), sha256(data));
        else assert.equal(now, `${sha256(Buffer.alloc(0))}  -\n`);
      }
    });
  });
}
