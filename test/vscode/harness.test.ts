import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eachServerSomeWay } from '../support/targets';

describe('this VS Code', () => {
  it('has the workspace file open and our extension loaded', () => {
    assert.equal(vscode.workspace.workspaceFile?.path.endsWith('.code-workspace'), true);
    assert.equal(vscode.workspace.workspaceFolders?.length, 1);
    assert.ok(vscode.extensions.getExtension('lxd-explorer.lxd-explorer'));
  });

  eachServerSomeWay((target) => {
    it('reaches the server of the run', async () => {
      const upper = target.kind === 'lxd' ? 'LXD' : 'INCUS';
      assert.equal(process.env[`${upper}_DIR`], target.server.dir);
      assert.match(await target.cli(['image', 'list', '--format', 'csv']), /busybox/);
    });
  });
});
