import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSession, pictureOfFailure, themes, type Session } from './session';

describe('a VS Code with the packaged extension', () => {
  let session: Session | undefined;

  before(async () => {
    session = await openSession({ theme: 'dark' });
  });
  afterEach(async function () {
    await pictureOfFailure(this, session?.workbench);
  });
  after(() => session?.close());

  const open = () => {
    assert.ok(session);
    return session;
  };

  it('shows the icon of the extension, in a dark and in a light theme', async () => {
    const { workbench } = open();
    await workbench.activityIcon('LXD').waitFor();
    await workbench.openContainer('LXD');
    await workbench.tree.row('local').waitFor();
    await workbench.screenshot('start-dark');
    await workbench.setTheme(themes.light, 'vs');
    await workbench.screenshot('start-light');
  });

  it('edits and saves a file, and types into a shell', async () => {
    const { workbench, folder } = open();
    writeFileSync(join(folder, 'note.txt'), 'one\n');
    await workbench.openContainer('Explorer');
    await workbench.tree.row('note.txt').dblclick();
    await workbench.tab('note.txt').waitFor();
    await workbench.typeAtEnd('two');
    await workbench.save('note.txt');
    assert.match(await workbench.editorText(), /one\ntwo/);
    await workbench.palette('Terminal: Create New Terminal');
    await workbench.terminal.run('cat note.txt; echo $((6 * 7))');
    await workbench.terminal.waitFor(/^one\ntwo\s*42$/m);
  });
});
