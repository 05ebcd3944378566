import assert from 'node:assert/strict';
import { withSecondTry } from '../../../scripts/lib/secondTry';
import type { LayerResult } from '../../../scripts/lib/testRun';

const miss = (title: string, file?: string) => ({ title, file, reason: `${title} is wrong` });

const titles = (count: number): string[] => Array.from({ length: count }, (_each, at) => `passes ${at}`);

describe('the second try of what failed', () => {
  let asked: (readonly string[] | undefined)[] = [];
  beforeEach(() => {
    asked = [];
  });
  const tried = (...results: LayerResult[]): Promise<LayerResult> =>
    withSecondTry('live', (again) => {
      asked.push(again);
      const result = results[asked.length - 1];
      assert.ok(result);
      return Promise.resolve(result);
    });

  it('is not there where nothing failed', async () => {
    const result = { passed: 3, failed: 0, failures: [], unsteady: [miss('a', 'a.ts')], passedIn: {} };
    assert.deepEqual(await tried(result), result);
    assert.deepEqual(asked, [undefined]);
  });

  it('runs only the files concerned, and counts each test once', async () => {
    const first: LayerResult = {
      passed: 12,
      failed: 2,
      failures: [miss('one', 'a.ts'), miss('two', 'a.ts')],
      unsteady: [miss('other', 'b.ts')],
      passedIn: { 'a.ts': titles(4), 'b.ts': titles(8) },
    };
    const { passed, failed, failures, unsteady } = await tried(first, {
      passed: 6,
      failed: 0,
      failures: [],
      passedIn: { 'a.ts': [...titles(4), 'one', 'two'] },
    });
    assert.deepEqual(asked, [undefined, ['a.ts']]);
    assert.deepEqual([passed, failed, failures], [14, 0, []]);
    assert.deepEqual(
      unsteady?.map(({ title }) => title),
      ['other', 'one', 'two'],
    );
  });

  it('fails what fails again, with both reasons', async () => {
    const again = { ...miss('one', 'a.ts'), reason: 'taken already' };
    const result = await tried(
      { passed: 4, failed: 1, failures: [miss('one', 'a.ts')], passedIn: { 'a.ts': titles(4) } },
      { passed: 3, failed: 2, failures: [again, miss('new', 'a.ts')], passedIn: { 'a.ts': titles(3) } },
    );
    assert.deepEqual([result.passed, result.failed, result.unsteady], [3, 2, []]);
    assert.deepEqual(
      result.failures?.map(({ reason }) => reason),
      ['taken already\nat the first try:\none is wrong', 'new is wrong'],
    );
  });

  it('is not there where much failed, or what is of no file', async () => {
    const all = ['a', 'b', 'c', 'd'].map((name) => miss(name, `${name}.ts`));
    for (const failures of [all, [miss('hook')], [miss('a', 'a.ts'), miss('hook')]]) {
      asked = [];
      const result = { passed: 1, failed: failures.length, failures };
      assert.equal(await tried(result), result);
      assert.deepEqual(asked, [undefined]);
    }
  });

  it('counts as failed where it ends before its tests', async () => {
    const result = await tried(
      { passed: 4, failed: 1, failures: [miss('one', 'a.ts')], passedIn: { 'a.ts': titles(4) } },
      { passed: 0, failed: 1, failures: [miss('live')] },
    );
    assert.deepEqual([result.passed, result.failed, result.unsteady], [0, 2, []]);
  });

  it('counts as failed what did not run again, and a hook as mended where its tests passed', async () => {
    const hook = '"before all" hook for "x"';
    const first = { passed: 0, failed: 2, failures: [miss('one', 'a.ts'), miss(hook, 'a.ts')], passedIn: {} };
    const skipped = await tried(first, { passed: 1, failed: 0, failures: [], passedIn: { 'a.ts': ['x'] } });
    assert.deepEqual([skipped.failed, skipped.failures?.map(({ title }) => title)], [1, ['one']]);
    asked = [];
    const both = { 'a.ts': ['one', 'x'] };
    const mended = await tried(first, { passed: 2, failed: 0, failures: [], passedIn: both });
    assert.deepEqual([mended.failed, mended.unsteady?.length], [0, 2]);
  });
});
