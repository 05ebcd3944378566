import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { aptSources, mainSource } from '../../../scripts/lib/aptSources';

describe('the sources of apt', () => {
  let etc = '';
  const put = (name: string, text: string) => {
    const file = join(etc, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };

  beforeEach(() => {
    etc = mkdtempSync(join(tmpdir(), 'apt-'));
  });
  afterEach(() => {
    rmSync(etc, { recursive: true });
  });

  it('are read from one-line lists, with options and comments', () => {
    put(
      'sources.list',
      '# old\ndeb [arch=amd64 signed-by=/key.gpg] http://one.test/debian bookworm main contrib # why\n',
    );
    put('sources.list.d/off.list.disabled', 'deb http://off.test bookworm main\n');
    assert.deepEqual(aptSources(etc), [
      {
        uri: 'http://one.test/debian',
        suites: ['bookworm'],
        components: ['main', 'contrib'],
        signedBy: '/key.gpg',
      },
    ]);
  });

  it('are read from deb822 stanzas, without the disabled ones and those of sources only', () => {
    put(
      'sources.list.d/debian.sources',
      `Types: deb
# a comment in between
URIs: http://two.test/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/two.gpg

Types: deb-src
URIs: http://src.test/debian
Suites: bookworm
Components: main

Enabled: no
Types: deb
URIs: http://no.test/debian
Suites: bookworm
Components: main
`,
    );
    const signedBy = '/usr/share/keyrings/two.gpg';
    const suites = ['bookworm', 'bookworm-updates'];
    assert.deepEqual(aptSources(etc), [
      { uri: 'http://two.test/debian', suites, components: ['main'], signedBy },
    ]);
  });

  it('may name a file with a list of mirrors: the first is taken', () => {
    put(
      'mirrors/debian.list',
      '# nearest first\nhttps://near.test/debian priority:1\nhttps://far.test/debian\n',
    );
    put('sources.list', `deb mirror+file:${etc}/mirrors/debian.list bookworm main\n`);
    assert.equal(mainSource('bookworm', etc).uri, 'https://near.test/debian');
  });

  it('are asked for the main archive of the release, and it is an error when there is none', () => {
    put('sources.list', 'deb http://sec.test/debian-security bookworm-security main\n');
    assert.throws(() => mainSource('bookworm', etc), /name no archive for bookworm/);
  });
});
