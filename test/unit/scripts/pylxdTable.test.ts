import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from '../../../scripts/lib/paths';

/** docs/pylxd.md promises calls, commands and tests: each must be there. */
describe('the table of pylxd', () => {
  const rows = readFileSync(inRoot('docs/pylxd.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\| (?!---|pylxd +\|)/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, pylxd = '', here = '', tests = '']) => ({ pylxd, here, tests }));
  const tracked = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'api'], {
    cwd: inRoot(),
    encoding: 'utf8',
  }).stdout;
  const source = tracked
    .split('\n')
    .filter((name) => name.endsWith('.ts') && existsSync(inRoot(name)))
    .map((name) => readFileSync(inRoot(name), 'utf8'))
    .join('\n');
  const titles = new Set(
    Object.values(JSON.parse(readFileSync(inRoot('package.nls.json'), 'utf8')) as object),
  );
  /** No calls but fields and words of a request. */
  const fields =
    /^(ifMatch|needs|environment|auth|unsupported|notFound|restore|migration|target|upload|url|id)$/;

  it('has every class of the manual', () => {
    assert.ok(rows.length > 80, String(rows.length));
    const text = rows.map(({ pylxd }) => pylxd).join(' ');
    for (const name of ['has_api_extension', 'get_by_alias', 'recursive_put', 'recursive_get', 'migrate'])
      assert.ok(text.includes(name), name);
  });

  for (const { pylxd, here, tests } of rows) {
    it(pylxd.replaceAll('`', ''), () => {
      const calls = [...here.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => name.split('.').at(-1) ?? '');
      const commands = [...here.matchAll(/\*\*([^*]+)\*\*/g)].map(([, title = '']) => title);
      assert.ok(here !== '');
      for (const call of calls.filter((name) => !fields.test(name)))
        assert.match(
          source,
          new RegExp(`(export (const|class|(async )?function) |^  (readonly |async )?)${call}\\b`, 'm'),
          call,
        );
      for (const title of commands) assert.ok(titles.has(title), `no command is called ${title}`);
      const files = tests.split(', ');
      assert.ok(files.length > 0);
      for (const file of files) assert.ok(existsSync(inRoot('test', `${file}.test.ts`)), `no test ${file}`);
    });
  }
});
