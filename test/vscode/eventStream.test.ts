import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { eachServerSomeWay, uniqueName, remoteOf } from '../support/targets';
import { Dialogs, remotesView } from './extensionHost';

/** The text of the output channel of a remote. */
function shown(remote: string): string {
  const channel = vscode.workspace.textDocuments.find(
    ({ uri }) => uri.scheme === 'output' && decodeURIComponent(uri.path).endsWith(`LXD Events: ${remote}`),
  );
  return channel?.getText() ?? '';
}

const show = (argument: object): Thenable<unknown> =>
  vscode.commands.executeCommand('lxd.remote.showEvents', argument);
const stop = (remote: string): Thenable<unknown> =>
  vscode.commands.executeCommand('lxd.remote.stopEvents', { remote });

describe('event stream', () => {
  before(remotesView);

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);

    it('shows what happens, with a filter, until it is stopped', async () => {
      const [seen, other, late] = [uniqueName('seen'), uniqueName('other'), uniqueName('late')];
      await show({ remote, types: ['lifecycle', 'operation'], text: seen });
      await waitFor('the stream', () => shown(remote).includes('lifecycle and operation events'), {
        timeout: 10_000,
      });
      for (const name of [other, seen]) await target.cli(['init', '--empty', name]);
      await target.cli(['delete', other, seen]);
      const deleted = new RegExp(
        `^\\S+Z INFO  lifecycle instance-deleted /1\\.0/instances/${seen} project=default`,
        'm',
      );
      await waitFor('the events', () => deleted.test(shown(remote)), { timeout: 10_000 });
      assert.match(shown(remote), new RegExp(`INFO  operation Creating instance Success .*${seen}`));
      assert.ok(!shown(remote).includes(other));
      await stop(remote);
      await waitFor('its end', () => shown(remote).endsWith('── Stopped.\n'));
      await target.cli(['init', '--empty', late]);
      await target.cli(['delete', late]);
      // A second stream, which sees the next event, tells when the first one would have written.
      await show({ remote, text: 'nothing-has-this' });
      await waitFor('the second stream', () => shown(remote).split('── Events of').length === 3);
      assert.ok(!shown(remote).includes(late));
      await stop(remote);
    });
  });

  it('says why it ends', async () => {
    await show({ remote: 'local', project: 'nowhere' });
    await waitFor('the reason', () => /cannot be shown: .*not found/i.test(shown('local')), {
      timeout: 10_000,
    });
  });

  it('a remote that is not there is an error', async () => {
    const dialogs = new Dialogs();
    try {
      await show({ remote: 'nobody' });
      assert.deepEqual(dialogs.errors, ['Show Event Stream: There is no remote "nobody"']);
    } finally {
      dialogs.dispose();
    }
  });
});
