import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eachServerSomeWay, remoteOf, uniqueName } from '../support/targets';
import { hostOfSuite } from './extensionHost';
import { inputsOfSuite } from './quickInputs';

describe('Set Snapshot Schedule…', () => {
  const host = hostOfSuite();
  const inputs = inputsOfSuite();

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const [one, two, profile] = [uniqueName('plan'), uniqueName('plan'), uniqueName('nightly')];
    let running: Thenable<unknown> | undefined;
    const configOf = async (name: string): Promise<Record<string, string>> => {
      const { config } = JSON.parse(await target.cli(['query', `/1.0/instances/${name}`])) as {
        config: Record<string, string>;
      };
      return Object.fromEntries(Object.entries(config).filter(([key]) => key.startsWith('snapshots.')));
    };
    const begin = (...names: string[]): void => {
      running = vscode.commands.executeCommand(
        'lxd.instance.setSnapshotSchedule',
        names.map((instance) => ({ remote, project: 'default', instance })),
      );
    };
    const hub = () => inputs.now.asking(/The server takes these snapshots by itself/);
    const choose = async (label: RegExp, question: RegExp, answer: string): Promise<void> => {
      (await hub()).enter(label);
      (await inputs.now.asking(question)).enter(answer);
    };
    const set = async (): Promise<void> => {
      (await hub()).enter(/Set the Snapshot Schedule/);
      await running;
    };

    before(async () => {
      for (const name of [one, two]) await target.cli(['init', '--empty', name]);
      await target.cli(['profile', 'create', profile]);
      await target.cli(['profile', 'set', profile, 'snapshots.schedule=@daily']);
      await target.cli(['profile', 'set', profile, 'snapshots.schedule.stopped=true']);
    });
    afterEach(async () => {
      inputs.now.shown?.hide();
      await running;
    });
    after(async () => {
      for (const name of [one, two]) await target.cli(['delete', name]);
      await target.cli(['profile', 'delete', profile]);
    });

    it('what is chosen is saved at once; other keys stay, also those of somebody else meanwhile', async () => {
      await target.cli(['config', 'set', one, 'user.kept=yes']);
      begin(one);
      const first = await hub();
      assert.match(
        first.text(),
        /Schedule\nnever\nExpires After\nnever\nName Pattern\nsnap%d\nAlso When Stopped\nno$/,
      );
      assert.ok(!first.text().includes('Taken by Hand'), 'neither of these servers has it');
      await choose(/^Schedule/, /When snapshots are taken/, '@hourly');
      await choose(/^Expires After/, /How long snapshots are kept/, '2w');
      await choose(/^Name Pattern/, /How snapshots are named/, 'auto-%d');
      await choose(/^Also When Stopped/, /of a stopped instance/, 'yes');
      assert.match((await hub()).text(), /Schedule\nnever → @hourly\nExpires After\nnever → 2w/);
      await target.cli(['config', 'set', one, 'user.meanwhile=also']);
      await set();
      assert.deepEqual(host.dialogs.errors, []);
      assert.deepEqual(await configOf(one), {
        'snapshots.schedule': '@hourly',
        'snapshots.expiry': '2w',
        'snapshots.pattern': 'auto-%d',
        'snapshots.schedule.stopped': 'true',
      });
      assert.equal((await target.cli(['config', 'get', one, 'user.kept'])).trim(), 'yes');
      assert.equal((await target.cli(['config', 'get', one, 'user.meanwhile'])).trim(), 'also');
      // And back to nothing of its own.
      begin(one);
      await choose(/^Schedule/, /When snapshots are taken/, 'never');
      await choose(/^Expires After/, /How long snapshots are kept/, 'never');
      await choose(/^Name Pattern/, /How snapshots are named/, 'snap%d');
      await choose(/^Also When Stopped/, /of a stopped instance/, 'no');
      await set();
      assert.deepEqual(await configOf(one), {});
    });

    it('what is typed is checked: schedules, spans, patterns', async () => {
      begin(one);
      const tries = async (
        row: RegExp,
        question: RegExp,
        box: RegExp,
        cases: readonly (readonly [string, RegExp])[],
        good: string,
        others: readonly string[] = [],
      ): Promise<void> => {
        await choose(row, question, 'Custom…');
        const input = await inputs.now.asking(box);
        for (const [text, problem] of cases) {
          input.type(text);
          assert.match(input.validationMessage ?? '', problem, text);
          input.enter();
          assert.ok(input.isShown && input.enabled, `${text} was taken`);
        }
        for (const text of [...others, good]) {
          input.type(text);
          assert.equal(input.validationMessage, undefined, text);
        }
        input.enter();
      };
      await tries(
        /^Schedule/,
        /When snapshots are taken/,
        /Minute, hour/,
        [
          ['0 6 * *', /five fields/],
          ['60 * * * *', /60 is no minute: it goes from 0 to 59/],
          ['0 6 * * 7', /7 is no day of the week/],
          ['0 6 0 * *', /0 is no day of the month/],
          ['0 6 * jann *', /jann is no month/],
          ['*/0 * * * *', /is no minute/],
          ['@every 1h', /@every is none of @never/],
          ['@bogus', /@bogus is none of/],
          ['0 6 * * *, @bogus', /@bogus is none of/],
          ['0 6 * * *, 0 25 * * *', /25 is no hour/],
          ['@daily, 0 6 * *', /five fields/],
          ['@startup, 0 6,18 * * *', /none can have a comma of its own: 0 6,18 \* \* \*$/],
        ],
        '  30   6 * jan-mar MON-FRI,  @Startup ',
        ['0 6 * * *, 0 18 * * *', '@startup, 0 6 * * *', '@Daily', '@daily,@weekly', '0 6,18 * * *'],
      );
      await tries(
        /^Expires After/,
        /How long snapshots are kept/,
        /How long they are kept, like/,
        [
          ['30', /Spans are like/],
          ['1D', /Spans are like/],
          ['1d2H', /Spans are like/],
          ['9000y', /later than the year 9999/],
        ],
        '1m 2d',
      );
      await tries(
        /^Name Pattern/,
        /How snapshots are named/,
        /Name with %d/,
        [
          ['a/b', /must not be a path/],
          ['..', /must not be a path/],
          ['a b', /no space/],
          ['{{ creation_date', /begins with \{\{ and ends with \}\}/],
          [
            '{{ creation_date }}',
            /has spaces without a format: \{\{ creation_date\|date:"2006-01-02_15-04-05" \}\}$/,
          ],
          ['at-{{creation_date}}', /has spaces without a format/],
          ['{{ creation_date|date:"2006-01-02 15:04" }}', /a space or a slash, .*: 2006-01-02 15:04$/],
          ['{{ creation_date|date:"2006/01/02" }}', /a space or a slash, .*: 2006\/01\/02$/],
          ['%d-of-%d', /has %d only once/],
        ],
        '{{ creation_date|date:"2006-01-02_15-04" }}',
      );
      await set();
      assert.deepEqual(host.dialogs.errors, []);
      assert.deepEqual(await configOf(one), {
        'snapshots.schedule': '30 6 * jan-mar mon-fri, @startup',
        'snapshots.expiry': '1m 2d',
        'snapshots.pattern': '{{ creation_date|date:"2006-01-02_15-04" }}',
      });
    });

    it('what the server refuses is said in its words, and nothing is changed', async () => {
      const before = await configOf(one);
      begin(one);
      await choose(/^Schedule/, /When snapshots are taken/, 'Custom…');
      const box = await inputs.now.asking(/Minute, hour/);
      assert.equal(box.value, before['snapshots.schedule']);
      box.type('0 9-3 * * *');
      box.enter();
      await choose(/^Name Pattern/, /How snapshots are named/, 'auto-%d');
      await set();
      assert.match(
        host.dialogs.errors.join(),
        new RegExp(`^Could not change ${one}: .*beginning of range \\(9\\) beyond end of range \\(3\\)`),
      );
      assert.deepEqual(await configOf(one), before);
    });

    it('what a profile says is shown as such, and can be overruled', async () => {
      await target.cli(['profile', 'assign', two, `default,${profile}`]);
      begin(two);
      const first = await hub();
      assert.ok(first.text().includes(`Schedule\n@daily, from profile ${profile}`), first.text());
      assert.ok(first.text().includes(`Also When Stopped\nyes, from profile ${profile}`), first.text());
      await choose(/^Schedule/, /When snapshots are taken/, 'never');
      await choose(/^Also When Stopped/, /of a stopped instance/, 'no');
      assert.ok((await hub()).text().includes(`@daily, from profile ${profile} → never`));
      await set();
      assert.deepEqual(host.dialogs.errors, []);
      assert.deepEqual(await configOf(two), {
        'snapshots.schedule': '@never',
        'snapshots.schedule.stopped': 'false',
      });
      begin(two);
      assert.match((await hub()).text(), /Schedule\nnever\n[\s\S]*Also When Stopped\nno$/);
      await choose(/^Schedule/, /When snapshots are taken/, 'As the Profile Says');
      assert.ok((await hub()).text().includes(`never → @daily, from profile ${profile}`));
      await set();
      assert.deepEqual(await configOf(two), { 'snapshots.schedule.stopped': 'false' });
    });

    it('of two: what differs is said, and what is not touched stays', async () => {
      const [first, second] = [await configOf(one), await configOf(two)];
      begin(one, two);
      assert.match((await hub()).text(), /Schedule\nnot the same for all/);
      await choose(/^Expires After/, /How long snapshots are kept/, '7d');
      await set();
      assert.deepEqual(host.dialogs.errors, []);
      assert.deepEqual(await configOf(one), { ...first, 'snapshots.expiry': '7d' });
      assert.deepEqual(await configOf(two), { ...second, 'snapshots.expiry': '7d' });
      begin(one);
      (await hub()).hide();
      await running;
      assert.deepEqual(await configOf(one), { ...first, 'snapshots.expiry': '7d' });
    });
  });
});
