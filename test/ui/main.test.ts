import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../../scripts/lib/wait';
import { RequestLog } from '../support/requestLog';
import { type Target, targets } from '../support/targets';
import { closeEditors, openSession, pictureOfFailure, themes, type Session } from './session';

/** What a person does on the first day, with the packaged extension, on a real LXD. */
describe('the main job', function () {
  this.timeout(120_000);

  const name = 'web1';
  let session: Session | undefined;
  let server: Target;

  const open = () => {
    assert.ok(session);
    return session;
  };
  const cli = (...args: string[]) => server.cli(args);

  /** Whether it is to run; at a second try it may do so already, or not any more. */
  const makeRun = async (isToRun: boolean): Promise<void> => {
    const isRunning = (await cli('list', name, '--format', 'csv', '--columns', 's')).includes('RUNNING');
    if (isToRun !== isRunning) await cli(...(isToRun ? ['start'] : ['stop', '--force']), name);
    const state = isToRun ? 'running' : 'stopped';
    await open().workbench.tree.row(`${name}, container, ${state}`).first().waitFor();
  };
  const pushNotes = (): Promise<string> => {
    const [owner, file] = [
      ['--uid', '1000', '--gid', '1000', '--mode', '0640'],
      join(__dirname, 'notes.txt'),
    ];
    return cli('file', 'push', ...owner, file, `${name}/mnt/notes.txt`);
  };

  before(async () => {
    const lxd = targets().find(({ id }) => id === 'lxd');
    assert.ok(lxd);
    server = lxd;
    await cli('init', 'busybox', name);
    await cli('init', 'busybox', 'db1');
    await pushNotes();
    session = await openSession({ theme: 'dark' });
  });
  afterEach(async function () {
    await pictureOfFailure(this, session?.workbench);
  });
  after(async () => {
    await session?.close();
    await cli('delete', '--force', name, 'db1');
  });

  it('shows the servers and their instances', async () => {
    const { workbench } = open();
    await workbench.openContainer('LXD');
    await workbench.tree.row('local').waitFor();
    await workbench.tree.row('local-incus').waitFor();
    await workbench.tree.row(`${name}, container, stopped`).first().waitFor();
    await workbench.screenshot('tree');
  });

  it('shows within a second that an instance was started from outside, and asks for nothing else', async () => {
    const { workbench } = open();
    await makeRun(false);
    const log = new RequestLog(server.logFile);
    await cli('start', name);
    const started = performance.now();
    await workbench.tree.row(`${name}, container, running`).first().waitFor({ timeout: 5_000 });
    const took = performance.now() - started;
    assert.ok(took < 1_000, `the row changed ${took.toFixed(0)} ms after lxc had returned`);
    const lists = log.paths().filter((path) => /^\/1\.0\/instances\?/.test(path));
    assert.deepEqual(lists, []);
    await workbench.screenshot('started-outside');
  });

  it('shows the address once the instance has one', async () => {
    const { workbench } = open();
    await workbench.tree
      .row(new RegExp(`^${name}, container, running, \\d+\\.\\d+\\.\\d+\\.\\d+`))
      .first()
      .waitFor();
  });

  it('fetches its facts on hover', async () => {
    const { workbench } = open();
    const text = await waitFor('the hover', async () => {
      const shown = await workbench.tree.hoverText(name);
      return shown.includes('Memory') ? shown : undefined;
    });
    assert.match(text, /container · running/);
    assert.match(text, /Image\s+BusyBox/);
    assert.match(text, /Profiles\s+default/);
    assert.match(text, /Created/);
    await workbench.screenshot('hover');
    await workbench.parkMouse();
  });

  it('sends nothing while nothing happens', async function () {
    // Longer than anything that might be asked again and again; the live tests watch for a minute in `test:soak`.
    const log = new RequestLog(server.logFile);
    await new Promise((resolve) => setTimeout(resolve, 35_000));
    assert.deepEqual(log.paths(), []);
  });

  it('edits a file from the tree and saves it with Ctrl+S', async () => {
    const { workbench } = open();
    const { tree } = workbench;
    await closeEditors(workbench);
    await pushNotes();
    for (const row of [name, 'Files', 'mnt']) await tree.expand(row);
    await tree.row('notes.txt').first().dblclick();
    await workbench.tab('notes.txt').waitFor();
    await workbench.typeAtEnd('two, with an é and a 😀');
    await workbench.screenshot('editing');
    const before = Date.now();
    await workbench.save('notes.txt');
    await workbench.screenshot('saved');

    const copy = join(mkdtempSync(join(process.env['TMPDIR'] ?? tmpdir(), 'pulled-')), 'notes.txt');
    await cli('file', 'pull', `${name}/mnt/notes.txt`, copy);
    assert.equal(readFileSync(copy, 'utf8').trimEnd(), 'one\ntwo, with an é and a 😀');
    const [owner, mode, modified] = (
      await cli('exec', name, '--', 'stat', '-c', '%u:%g %a %Y', '/mnt/notes.txt')
    )
      .trim()
      .split(' ');
    assert.deepEqual([owner, mode], ['1000:1000', '640']);
    assert.ok(Math.abs(Number(modified) * 1000 - before) < 10_000, `modified at ${String(modified)}`);
    assert.ok(statSync(copy).size > 0);
    assert.equal((await cli('exec', name, '--', 'ls', '-A', '/mnt')).includes('.lxd-'), false);
  });

  it('opens a shell that behaves', async () => {
    const { workbench } = open();
    const { terminal } = workbench;
    await workbench.tree.inlineAction(name, 'Open Shell');
    await terminal.waitFor(/[#$] $|[#$]$/);
    await terminal.run('stty size; echo "TERM is $TERM"; echo "😀 🚀 é"');
    const text = await terminal.waitFor(/TERM is xterm-256color[\s\S]*😀 🚀 é/);
    const [, rows, columns] = /^(\d+) (\d+)$/m.exec(text) ?? [];
    assert.ok(Number(rows) > 3 && Number(columns) > 40, text);
    await workbench.screenshot('shell');
    // The shell reads a Ctrl+C itself that comes before the command runs.
    await terminal.run('echo runs; sleep 1000');
    await terminal.waitFor(/^runs$/m);
    await workbench.page.keyboard.press('Control+c');
    await terminal.run('echo "after $?"');
    await terminal.waitFor(/^after 130$/m);
    await terminal.run('exit 3');
    await workbench.toast(/exit code: 3/).waitFor();
    await workbench.screenshot('shell-ended');
    await workbench.palette('Notifications: Clear All Notifications');
  });

  it('stops an instance from its context menu', async () => {
    const { workbench } = open();
    await makeRun(true);
    await workbench.tree.openMenu(name);
    await workbench.screenshot('menu');
    await workbench.tree.chooseFromMenu('Stop');
    await workbench.tree.row(`${name}, container, stopped`).first().waitFor({ timeout: 40_000 });
    assert.match(await cli('list', name, '--format', 'csv', '--columns', 's'), /STOPPED/);
    await workbench.screenshot('stopped');
  });

  it('asks before it deletes, and names what goes', async () => {
    const { workbench } = open();
    await workbench.tree.menu('db1', 'Delete');
    await workbench.modal().filter({ hasText: 'Delete db1 on local?' }).waitFor();
    await workbench.screenshot('delete');
    await workbench.answer('This cannot be undone.', 'Cancel');
    assert.match(await cli('list', '--format', 'csv', '--columns', 'n'), /db1/);
  });

  it('filters by name', async () => {
    const { workbench } = open();
    await workbench.palette('LXD/Incus: Filter');
    await workbench.quickInput.enter('web');
    await workbench.tree.row('db1').waitFor({ state: 'detached' });
    await workbench.tree.row(name).first().waitFor();
    await workbench.screenshot('filtered');
    await workbench.palette('LXD/Incus: Clear Filter');
    await workbench.tree.row('db1').waitFor();
  });

  it('is readable in a light and in a high-contrast theme', async () => {
    const { workbench } = open();
    await makeRun(true);
    await workbench.setTheme(themes.light, 'vs');
    await workbench.screenshot('light');
    await workbench.setTheme(themes.highContrast, 'hc-black');
    await workbench.screenshot('high-contrast');
    assert.match(await workbench.tree.icon(name), /layers-active/);
    assert.match(await workbench.tree.icon('db1'), /codicon-layers(\s|$)/);
  });
});
