import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../../../scripts/lib/wait';
import { silentLog } from '../../../src/base/log';
import { readEntries } from '../../../src/remotes/entries';
import { RemoteSet } from '../../../src/remotes/remoteSet';
import { ManualClock } from '../../support/manualClock';

describe('the remotes of the clients', () => {
  let home: string;
  let clock: ManualClock;
  let set: RemoteSet | undefined;
  /** Work that goes on after the configuration was read and before its folder is watched. */
  let meanwhile: () => void | Promise<void>;

  beforeEach(() => {
    clock = new ManualClock();
    home = mkdtempSync(join(tmpdir(), 'remotes-'));
    const folder = join(home, 'conf');
    mkdirSync(folder);
    write('remotes: {}\n');
    const long = new Date(Date.now() - 60_000);
    for (const path of [folder, join(folder, 'config.yml')]) utimesSync(path, long, long);
    meanwhile = () => undefined;
    set = new RemoteSet({
      machine: { env: { LXD_CONF: folder, HOME: home }, home, platform: 'linux', uid: 1000 },
      cliRemotes: () => true,
      entries: () => readEntries({}),
      identities: async () => {
        await meanwhile();
        return () => undefined;
      },
      onProblem: () => undefined,
      log: silentLog,
      clock,
      random: Math.random,
    });
  });
  afterEach(() => {
    set?.dispose();
    rmSync(home, { recursive: true });
  });

  const write = (text: string): void => {
    writeFileSync(join(home, 'conf', 'config.yml'), text);
  };
  const streams = 'remotes:\n  pictures:\n    addr: https://images.test\n    protocol: simplestreams\n';
  const names = (): string[] => (set?.all ?? []).map(({ name }) => name);

  it('are seen when they are added after the configuration was read and before it was watched', async () => {
    let times = 0;
    meanwhile = async () => {
      if (times++ > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
      write(streams);
    };
    await set?.discover();
    assert.equal(names().includes('pictures'), false, 'it was written too early to tell anything');
    await clock.pass(1_000);
    await waitFor('the remote', () => names().includes('pictures'), { timeout: 5_000 });
  });

  it('are looked for once where nothing changed meanwhile', async () => {
    let times = 0;
    meanwhile = () => {
      times++;
    };
    await set?.discover();
    assert.equal(clock.waiting, 0, 'it will look again');
    assert.equal(times, 1);
    assert.equal(names().includes('pictures'), false);
  });
});
