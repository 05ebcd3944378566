import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { Emitter } from '../../src/base/emitter';
import { silentLog } from '../../src/base/log';
import type { Connection } from '../../src/model/connection';
import { Jobs } from '../../src/model/jobs';
import type { Remotes } from '../../src/model/remotes';
import type { ContextKeys } from '../../src/shell/contextKeys';
import { trackRemotes } from '../../src/shell/status';
import { FakeConnection } from '../support/fakeConnection';
import type { RemotesView } from '../../src/shell/remotesView';
import { strangeServer, type Impostor } from '../support/impostor';
import { targets, uniqueName } from '../support/targets';
import { remotesView, renderTree, rowBecomes, rowText } from './extensionHost';

describe('remotes that do not answer', () => {
  let view: RemotesView;
  let mute: Impostor;
  let file: string;
  let original: string;

  const rows = async (): Promise<string[]> =>
    (await view.tree.getChildren()).map((node) => rowText(view.tree.getTreeItem(node)));
  const row = async (name: string): Promise<string | undefined> =>
    (await rows()).find((text) => text.startsWith(`${name} |`));

  before(async () => {
    view = await remotesView();
    mute = await strangeServer();
    const folder = process.env['LXD_CONF'];
    assert.ok(folder);
    if (!existsSync(folder)) mkdirSync(folder);
    file = join(folder, 'config.yml');
    original = readFileSync(file, 'utf8');
    // What the client would write, seen by the extension without a reload.
    const more =
      '  dead:\n    addr: https://127.0.0.1:1\n    protocol: lxd\n' +
      `  mute:\n    addr: https://127.0.0.1:${mute.port}\n    protocol: lxd\n` +
      '  sso:\n    addr: https://127.0.0.1:1\n    protocol: lxd\n    auth_type: oidc\n' +
      '  pictures:\n    addr: https://127.0.0.1:1\n    protocol: simplestreams\n    public: true\n';
    writeFileSync(file, original.replace(/^remotes:\n/m, `remotes:\n${more}`));
    await waitFor('the new remotes', async () => (await row('dead')) !== undefined, { timeout: 5000 });
  });
  after(async () => {
    writeFileSync(file, original);
    await waitFor('the remotes to go', async () => (await row('dead')) === undefined, { timeout: 5000 });
    await mute.stop();
  });

  it('are rows that say why', async () => {
    await waitFor('the reason', async () => (await row('dead'))?.includes('not reachable'));
    assert.equal(
      await row('dead'),
      'dead | not reachable · Nothing listens on 127.0.0.1:1 | debug-disconnect lxd.attentionForeground | remote+cli+lost',
    );
    await waitFor('the sign-in', async () => /not trusted · .*sign-in/.test((await row('sso')) ?? ''));
    assert.match((await row('pictures')) ?? '', /^pictures \| image server \| library \|/);
    assert.match((await row('mute')) ?? '', /connecting…/);
  });

  it('do not hold up the others', async () => {
    const started = performance.now();
    const text = await renderTree(view, {
      wants: (node) => node.id !== 'mute' && !node.id.includes('/instance/'),
    });
    assert.ok(performance.now() - started < 2000);
    assert.match(text, /^local \| LXD [\d.]+ \|[^]*?\n {2}Instances \|/);
    const [target] = targets();
    const name = uniqueName('alive');
    await target!.cli(['init', 'busybox', name]);
    try {
      await rowBecomes(view, { remote: 'local', instance: name }, /stopped/);
      await vscode.commands.executeCommand('lxd.instance.start', {
        remote: 'local',
        project: 'default',
        instance: name,
      });
      await rowBecomes(view, { remote: 'local', instance: name }, /\+running/);
    } finally {
      await target!.cli(['delete', '--force', name]);
    }
  });

  it('Retry tries again, at once', async () => {
    const node = (await view.tree.getChildren()).find(({ id }) => id === 'dead');
    await vscode.commands.executeCommand('lxd.remote.retry', node);
    assert.match((await row('dead')) ?? '', /not reachable/);
  });

  it('count in the badge of the view', () => {
    assert.ok((view.view.badge?.value ?? 0) >= 1);
    assert.match(view.view.badge?.tooltip ?? '', /dead/);
  });

  it('a server that is killed is lost, keeps its rows, and comes back by itself', async function () {
    this.timeout(90_000);
    const [target] = targets();
    const name = uniqueName('kept');
    await target!.cli(['init', 'busybox', name]);
    try {
      await rowBecomes(view, { remote: 'local', instance: name }, /stopped/);
      await target!.server.kill();
      await waitFor('the loss', async () => (await row('local'))?.includes('+lost'), { timeout: 3000 });
      await rowBecomes(view, { remote: 'local', instance: name }, /\+lost/);
      await target!.server.start();
      await waitFor('the return', async () => (await row('local'))?.includes('+ready'), { timeout: 2000 });
      await rowBecomes(view, { remote: 'local', instance: name }, /\+stopped/);
      const shown = await renderTree(view, {
        wants: ({ id }) => id.startsWith('local') && !id.startsWith('local-'),
      });
      const listed = (await target!.cli(['list', '--format', 'csv', '-c', 'n'])).trim().split('\n');
      for (const each of listed) assert.ok(shown.includes(`    ${each} |`), `${each} is not shown`);
    } finally {
      await target!.cli(['delete', '--force', name]);
    }
  });
});

/** An input box into which the test types. */
class TypedInput {
  private readonly changes = new vscode.EventEmitter<string>();
  private readonly accepts = new vscode.EventEmitter<void>();
  private readonly hides = new vscode.EventEmitter<void>();
  readonly onDidChangeValue = this.changes.event;
  readonly onDidAccept = this.accepts.event;
  readonly onDidHide = this.hides.event;
  readonly show = (): void => undefined;
  readonly dispose = (): void => undefined;
  readonly hide = (): void => {
    this.hides.fire();
  };
  readonly type = (text: string): void => {
    this.changes.fire(text);
  };
  readonly accept = (): void => {
    this.accepts.fire();
  };
}

describe('filter', () => {
  const [target] = targets();
  const [seen, hidden] = [uniqueName('seen'), uniqueName('other')];
  const original = vscode.window.createInputBox.bind(vscode.window);
  let view: RemotesView;
  let input: TypedInput;

  before(async () => {
    view = await remotesView();
    Object.assign(vscode.window, { createInputBox: () => (input = new TypedInput()) });
    for (const name of [seen, hidden]) {
      await target!.cli(['init', 'busybox', name]);
      await rowBecomes(view, { remote: 'local', instance: name }, /stopped/);
    }
  });
  after(async () => {
    Object.assign(vscode.window, { createInputBox: original });
    await vscode.commands.executeCommand('lxd.view.clearFilter');
    for (const name of [seen, hidden]) await target!.cli(['delete', name]);
  });

  const shows = (name: string, expected: boolean): Promise<void> =>
    rowBecomes(view, { remote: 'local', instance: name }, expected ? /stopped/ : undefined);

  it('works while it is typed, and Escape brings the earlier one back', async () => {
    const asked = vscode.commands.executeCommand('lxd.view.filter');
    await waitFor('the input', () => input);
    input.type('SEEN');
    await shows(hidden, false);
    await shows(seen, true);
    input.hide();
    await asked;
    await shows(hidden, true);
    assert.ok(!view.view.message);
  });

  it('stays until it is cleared, and says so', async () => {
    const asked = vscode.commands.executeCommand('lxd.view.filter');
    input.type('seen');
    input.accept();
    await asked;
    await shows(hidden, false);
    assert.match(view.view.message ?? '', /seen/);
    await vscode.commands.executeCommand('lxd.view.clearFilter');
    await shows(hidden, true);
    assert.ok(!view.view.message);
  });
});

describe('welcome', () => {
  it('is shown while there is no remote, and only then', () => {
    const changes = new Emitter<void>(assert.ifError);
    let all: readonly Connection[] = [];
    const remotes: Remotes = {
      get all() {
        return all;
      },
      onDidChange: changes.event,
      get: () => undefined,
      dispose: () => undefined,
    };
    const keys = new Map<string, unknown>();
    const contextKeys = { set: (key: string, value: unknown) => Promise.resolve(void keys.set(key, value)) };
    const jobs = new Jobs(silentLog);
    const shown = { badge: undefined as vscode.ViewBadge | undefined };
    const badge = (): number | undefined => shown.badge?.value;
    const tracking = trackRemotes(
      remotes,
      jobs,
      shown as unknown as vscode.TreeView<unknown>,
      contextKeys as unknown as ContextKeys,
    );
    changes.fire();
    assert.deepEqual([keys.get('lxd.welcome'), keys.get('lxd.ready')], ['noServer', false]);
    const fake = new FakeConnection('prod');
    Object.assign(fake, { config: { kind: 'https', name: 'prod' } });
    all = [fake.connection];
    changes.fire();
    assert.deepEqual([keys.get('lxd.welcome'), keys.get('lxd.ready')], ['', false]);
    fake.connect();
    assert.equal(keys.get('lxd.ready'), true);
    assert.equal(badge(), undefined);
    fake.lose();
    assert.equal(keys.get('lxd.ready'), false);
    assert.equal(badge(), 1);
    tracking.dispose();
  });
});
