import assert from 'node:assert/strict';
import { bytes, random } from '../support/seed';
import { eachTarget } from '../support/targets';
import { never, until } from './execSupport';
import { FilesPlace, fails } from './filesSupport';

const o = { signal: never };

eachTarget((target) => {
  describe('files of a running container', () => {
    const place = new FilesPlace(target);
    const { files, writing } = place;
    const sh = (script: string) => place.sh(script);

    before(() => place.launch());
    after(() => place.remove());
    beforeEach(async () => {
      place.losses.length = 0;
      place.acceptLoss = false;
      await sh('chattr -R -i /t 2>/dev/null; rm -rf /t && mkdir /t');
    });

    for (const size of [0, 1, 32_767, 32_768, 32_769, 5_000_003]) {
      it(`writes and reads ${size} bytes`, async () => {
        const data = bytes(random(), size);
        await files.write('/t/f', data, writing);
        assert.equal(Number((await sh('stat -c %s /t/f')).trim()), size);
        assert.ok(data.equals(await files.read('/t/f', o)));
      });
    }

    it('keeps owner and mode of the old file, and makes its time new', async () => {
      await sh('echo old >/t/f; chown 1000:7 /t/f; chmod 0640 /t/f; touch -t 200001010000 /t/f');
      await files.write('/t/f', Buffer.from('new'), writing);
      assert.equal(await sh('stat -c "%u %g %a %s" /t/f'), '1000 7 640 3\n');
      assert.ok((await files.stat('/t/f', o)).mtime > 1_700_000_000);
      assert.equal(await sh('ls -A /t'), 'f\n');
    });

    it('keeps setuid, setgid and sticky bits while the instance runs', async () => {
      await sh('echo old >/t/f; chown 1000:1000 /t/f; chmod 7751 /t/f');
      await files.write('/t/f', Buffer.from('new'), writing);
      assert.equal(await sh('stat -c "%u %a" /t/f; cat /t/f'), '1000 7751\nnew');
      assert.deepEqual(place.losses, []);
    });

    it('gives new files the owner of their directory and mode 0644, or root', async () => {
      await sh('mkdir /t/d; chown 1000:7 /t/d; mkdir /t/s; chown 0:9 /t/s; chmod 2775 /t/s');
      await files.write('/t/d/f', Buffer.from('x'), writing);
      await files.write('/t/d/r', Buffer.from('x'), { ...writing, owner: 'root' });
      await files.makeDirectory('/t/d/sub', writing);
      await files.write('/t/s/r', Buffer.from('x'), { ...writing, owner: 'root' });
      await files.makeDirectory('/t/s/sub', writing);
      const stat = await sh('stat -c "%n %u %g %a" /t/d/f /t/d/r /t/d/sub /t/s/r /t/s/sub');
      assert.deepEqual(stat.trim().split('\n'), [
        '/t/d/f 1000 7 644',
        '/t/d/r 0 0 644',
        '/t/d/sub 1000 7 755',
        '/t/s/r 0 9 644',
        '/t/s/sub 0 9 2755',
      ]);
    });

    it('writes what a link leads to, through any number of links and directories', async () => {
      await sh('mkdir -p /t/x/y; echo old >/t/x/f; ln -s ../f /t/x/y/l; ln -s x/y /t/dir; ln -s dir/l /t/ll');
      await files.write('/t/dir/l', Buffer.from('one'), writing);
      assert.equal(await sh('cat /t/x/f; readlink /t/x/y/l'), 'one../f\n');
      await files.write('/t/ll', Buffer.from('two'), writing);
      assert.equal(await sh('cat /t/x/f; readlink /t/ll'), 'twodir/l\n');
      await sh('ln -s made /t/dangling');
      await files.write('/t/dangling', Buffer.from('three'), writing);
      assert.equal(await sh('cat /t/made; readlink /t/dangling'), 'threemade\n');
      await sh('ln -s self /t/self');
      await fails(files.write('/t/self', Buffer.from('x'), writing), 'loop');
    });

    it('writes files with several names in place', async () => {
      await sh('echo a longer old text >/t/f; ln /t/f /t/g; chmod 4711 /t/f');
      await files.write('/t/f', Buffer.from('new'), writing);
      assert.equal(await sh('cat /t/g; stat -c " %h %a" /t/f; ls -A /t'), 'new 2 4711\nf\ng\n');
    });

    it('writes mount points in place', async () => {
      await sh('echo longer than new >/t/f; echo x >/t/m; mount --bind /t/f /t/m');
      await files.write('/t/m', Buffer.from('new'), writing);
      assert.equal(await sh('cat /t/f; cat /t/m; umount /t/m; ls -A /t'), 'newnewf\nm\n');
    });

    it('removes what a torn save left, and nothing else', async () => {
      const other = '/t/.g.lxd-00000000-0~';
      await files.write('/t/f', Buffer.from('x'), writing);
      await sh(
        `touch -t 200001010000 /t/.f.lxd-00000000-0~ /t/.f.lxd-keep ${other}; touch /t/.f.lxd-11111111-1~`,
      );
      await files.write('/t/f', Buffer.from('y'), writing);
      assert.deepEqual((await sh('ls -A /t')).trim().split('\n').sort(), [
        '.f.lxd-11111111-1~', // another window may be writing it
        '.f.lxd-keep',
        '.g.lxd-00000000-0~',
        'f',
      ]);
    });

    it('leaves the old file whole when the disk is full', async () => {
      await sh('mkdir /t/full; mount -t tmpfs -o size=256k none /t/full; echo old >/t/full/f');
      await fails(files.write('/t/full/f', Buffer.alloc(1_000_000), writing), 'noSpace');
      assert.equal(await sh('cat /t/full/f; ls -A /t/full; umount /t/full'), 'old\nf\n');
    });

    it('tells read-only mounts from others', async () => {
      await sh(
        'mkdir /t/ro; echo old >/t/f; mount -t tmpfs none /t/ro; echo old >/t/ro/f; mount -o remount,ro /t/ro',
      );
      assert.equal(await files.isReadOnly('/t/f', o), false);
      assert.equal(await files.isReadOnly('/t/ro/f', o), true);
      await fails(files.write('/t/ro/f', Buffer.from('x'), writing), 'readOnly');
      await fails(files.write('/t/ro/n', Buffer.from('x'), writing), 'readOnly');
      await sh('umount /t/ro');
    });

    it('minds create and overwrite', async () => {
      await fails(files.write('/t/f', Buffer.from('x'), { ...writing, create: false }), 'missing');
      await files.write('/t/f', Buffer.from('1'), { ...writing, overwrite: false });
      await fails(files.write('/t/f', Buffer.from('2'), { ...writing, overwrite: false }), 'exists');
      assert.equal(await sh('cat /t/f; ls -A /t; stat -c " %h" /t/f'), '1f\n 1\n');
      await fails(files.write('/t', Buffer.from('x'), writing), 'isDirectory');
      await fails(files.write('/t/no/f', Buffer.from('x'), writing), 'missing');
      await fails(files.write('/t/f/g', Buffer.from('x'), writing), 'notDirectory');
    });

    it('reads what the kernel makes up, and writes it where the kernel allows', async () => {
      assert.match(await place.text('/proc/version'), /^Linux version/);
      assert.ok((await place.text('/proc/kallsyms')).length > 1_000_000);
      await fails(files.write('/proc/version', Buffer.from('x'), writing), 'permission');
      await fails(files.write('/proc/new', Buffer.from('x'), writing), 'permission');
      await fails(files.write('/sys/new', Buffer.from('x'), writing), 'permission');
      await fails(files.makeDirectory('/proc/new', writing), 'permission');
      await fails(files.remove('/proc/version', { ...o, recursive: false }), 'permission');
      await files.write('/proc/1/oom_score_adj', Buffer.from('100'), writing);
      assert.equal(await sh('cat /proc/1/oom_score_adj'), '100\n');
    });

    it('refuses what blocks or never ends', async () => {
      await sh('mkfifo /t/pipe; ln -s pipe /t/link');
      for (const path of ['/t/pipe', '/t/link', '/dev/null']) {
        await fails(files.read(path, o), 'special');
        await fails(files.write(path, Buffer.from('x'), writing), 'special');
      }
      await fails(files.read('/t', o), 'isDirectory');
    });

    it('lists with types, sizes, owners, link counts and what links lead to', async () => {
      await sh(
        'cd /t; mkdir d; echo hi >f; ln f g; chown 5:6 f; mkfifo p; ln -s d ld; ln -s no ln; ln -s me me; ln -s p lp',
      );
      const list = await files.list('/t', o);
      const by = Object.fromEntries(list.map((entry) => [entry.name, entry]));
      assert.deepEqual(Object.keys(by).sort(), ['d', 'f', 'g', 'ld', 'ln', 'lp', 'me', 'p']);
      assert.deepEqual(
        Object.values(by)
          .map(({ name, type, target: to }) => [name, type, to])
          .sort(),
        [
          ['d', 'directory', undefined],
          ['f', 'file', undefined],
          ['g', 'file', undefined],
          ['ld', 'symlink', 'directory'],
          ['ln', 'symlink', undefined],
          ['lp', 'symlink', 'pipe'],
          ['me', 'symlink', undefined],
          ['p', 'pipe', undefined],
        ],
      );
      const { size, uid, gid, links } = by['f'] ?? assert.fail();
      assert.deepEqual({ size, uid, gid, links }, { size: 3, uid: 5, gid: 6, links: 2 });
      await fails(files.list('/t/f', o), 'notDirectory');
      await fails(files.list('/t/no', o), 'missing');
      assert.ok((await files.list('/', o)).some(({ name }) => name === 'proc'));
    });

    const names = [
      'a b',
      `'"$(x)\``,
      'new\nline',
      '🧨é\u0301',
      '%2F',
      '#?&=',
      '-rf',
      '..x',
      '\\',
      '~',
      'x'.repeat(255),
    ];
    for (const name of names) {
      it(`takes ${JSON.stringify(name.slice(0, 20))} as a name`, async () => {
        await files.write(`/t/${name}`, Buffer.from('1'), writing);
        await files.write(`/t/${name}`, Buffer.from('2'), writing);
        assert.deepEqual(
          (await files.list('/t', o)).map((entry) => entry.name),
          [name],
        );
        assert.equal(
          await sh('cd /t; for f in * ..?*; do [ -f "./$f" ] && printf %s "$f" && cat "./$f"; done; true'),
          `${name}2`,
        );
        await files.copy(`/t/${name}`, '/t/copy', writing);
        await files.rename('/t/copy', `/t/${name}`, { ...o, overwrite: true });
        await files.remove(`/t/${name}`, { ...o, recursive: false });
        assert.equal(await sh('ls -A /t'), '');
      });
    }

    it('renames, and replaces only when told to', async () => {
      await sh('cd /t; echo 1 >a; echo 2 >b; mkdir d e; echo 3 >d/x; echo 4 >e/y');
      await fails(files.rename('/t/a', '/t/b', { ...o, overwrite: false }), 'exists');
      await files.rename('/t/a', '/t/b', { ...o, overwrite: true });
      await files.rename('/t/d', '/t/e', { ...o, overwrite: true });
      assert.equal(await sh('cd /t; cat b e/*; ls -A'), '1\n3\nb\ne\n');
      await files.rename('/t/b', '/t/e', { ...o, overwrite: true });
      assert.equal(await sh('cd /t; cat e; ls -A'), '1\ne\n');
      await fails(files.rename('/t/no', '/t/f', { ...o, overwrite: true }), 'missing');
      await fails(files.rename('/t/e', '/t/no/f', { ...o, overwrite: true }), 'missing');
      await files.rename('/t/e', '/t/e', { ...o, overwrite: false });
    });

    it('renames from one file system to another', async () => {
      await sh(
        'mkdir /t/m /t/d; mount -t tmpfs none /t/m; echo 1 >/t/d/f; chown 5:6 /t/d/f; chmod 4711 /t/d/f',
      );
      await files.rename('/t/d', '/t/m/d', { ...o, overwrite: false });
      assert.equal(await sh('stat -c "%u %g %a" /t/m/d/f; ls -A /t; umount /t/m'), '5 6 4711\nm\n');
    });

    it('copies trees with everything', async () => {
      await sh(
        'cd /t; mkdir -p a/b; echo 1 >a/b/f; chown 5:6 a/b/f; chmod 4711 a/b/f; ln -s ../no a/l; mkfifo a/p; touch -t 200001010000 a/b',
      );
      await files.copy('/t/a', '/t/c', { ...writing, overwrite: false });
      assert.equal(
        await sh('cd /t/c; stat -c "%u %g %a" b/f; readlink l; stat -c %F p; stat -c %Y b; ls -A /t'),
        `5 6 4711\n../no\nfifo\n${await sh('stat -c %Y /t/a/b')}a\nc\n`,
      );
      await fails(files.copy('/t/a', '/t/c', { ...writing, overwrite: false }), 'exists');
      await fails(files.copy('/t/a', '/t/a/b/c', { ...writing, overwrite: false }), 'failure');
      await sh('echo 2 >/t/f');
      await files.copy('/t/f', '/t/c', writing);
      assert.equal(await sh('cat /t/c; ls -A /t'), '2\na\nc\nf\n');
    });

    it('removes trees of any depth and never what links lead to', async () => {
      await sh(
        'mkdir -p /t/keep /t/d; echo 1 >/t/keep/f; ln -s /t/keep /t/d/l; i=0; cd /t/d; while [ $i -lt 60 ]; do mkdir d$i x; echo 1 >f; i=$((i+1)); done',
      );
      await sh(
        'cd /t/d; n=$(printf "%0200d" 7); i=0; while [ $i -lt 40 ]; do mkdir $n && cd $n && echo 1 >f; i=$((i+1)); done',
      );
      await fails(files.remove('/t/d', { ...o, recursive: false }), 'notEmpty');
      await files.remove('/t/d', { ...o, recursive: true });
      assert.equal(await sh('ls -A /t /t/keep'), '/t:\nkeep\n\n/t/keep:\nf\n');
      await sh('ln -s keep /t/l');
      await files.remove('/t/l', { ...o, recursive: true });
      assert.equal(await sh('ls -A /t'), 'keep\n');
      await fails(files.remove('/t/no', { ...o, recursive: true }), 'missing');
    });

    it('makes and reads links', async () => {
      await files.symlink('../some where', '/t/l', o);
      assert.equal(await sh('readlink /t/l'), '../some where\n');
      assert.equal(await files.readLink('/t/l', o), '../some where');
      await fails(files.stat('/t/l', o), 'missing');
      assert.equal((await files.lstat('/t/l', o)).type, 'symlink');
    });

    it('shares one connection and lets it go soon', async () => {
      await until(() => files.idle);
      const before = place.opened;
      await Promise.all(Array.from({ length: 50 }, () => files.stat('/', o)));
      assert.equal(place.opened, before + 1);
      await until(() => files.idle, 2000);
    });

    it('does not keep the instance from being stopped', async () => {
      await files.stat('/', o);
      await target.cli(['stop', '--force', place.instance], { timeout: 20_000 });
      assert.equal((await files.stat('/', o)).type, 'directory');
      await target.cli(['start', place.instance], { timeout: 20_000 });
      assert.match(await place.text('/proc/version'), /Linux/);
    });

    it('stops when it is cancelled, and leaves nothing behind', async () => {
      await sh('echo old >/t/f');
      const stop = new AbortController();
      const saving = files.write('/t/f', Buffer.alloc(50_000_000), { ...writing, signal: stop.signal });
      await until(async () => (await sh('ls -A /t')).includes('~'));
      stop.abort();
      await assert.rejects(saving, { name: 'AbortError' });
      assert.equal(await sh('cat /t/f; ls -A /t'), 'old\nf\n');
    });
  });
});
