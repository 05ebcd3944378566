import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { remotesView } from './extensionHost';
import { QuickInputs } from './quickInputs';

describe('Send API Request… on a row', () => {
  let quick: QuickInputs;
  const row = { remote: 'local', project: 'default', instance: 'web' };

  before(remotesView);
  beforeEach(() => {
    quick = new QuickInputs();
  });
  afterEach(() => {
    quick.dispose();
  });

  it('finds its operations first, and all others one row further', async () => {
    const sending = vscode.commands.executeCommand('lxd.api.send', row);
    const operations = await quick.asking(/What to do/);
    assert.ok(operations.labels().includes('Change a network'), 'all are there before something is typed');
    operations.type('change a');
    const labels = operations.labels();
    assert.ok(labels.includes('Change an instance') && !labels.includes('Change a network'));
    assert.equal(labels.at(-1), 'Other Operations…');
    operations.enter('Other Operations…');
    const others = await quick.asking(/^Change a network$/m);
    assert.equal(others.value, 'change a');
    others.enter(/^Change a network$/);
    const value = await quick.asking(/name in \/1\.0\/networks/);
    value.back();
    (await quick.asking(/What to do/)).hide();
    await sending;
  });

  it('finds what none of them is at once', async () => {
    const sending = vscode.commands.executeCommand('lxd.api.send', row);
    const operations = await quick.asking(/What to do/);
    operations.type('network zone');
    assert.ok(operations.labels().includes('Change a network zone'));
    assert.ok(!operations.labels().includes('Other Operations…'));
    operations.hide();
    await sending;
  });
});
