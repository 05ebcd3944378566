import { basename } from 'node:path';
import { withFirstTry } from './firstTry';
import type { Miss } from '../../test/support/runMocha';
import type { LayerResult } from './testRun';

/** More files with failures than this are no accident. */
const mostFiles = 3;

/**
 * Runs a layer's tests, and the files in which some failed once more, from their beginning: a test often goes on from
 * where the one before it has ended. What passes only then is listed as unsteady.
 * @param run gets the files that are run again
 */
export async function withSecondTry(
  layer: string,
  run: (again?: readonly string[]) => Promise<LayerResult>,
): Promise<LayerResult> {
  const first = await run();
  const { failures = [], unsteady = [], passedIn = {} } = first;
  const files = [...new Set(failures.map(({ file }) => file))].filter((file) => file !== undefined);
  const isWorthIt = files.length > 0 && files.length <= mostFiles && failures.every(({ file }) => file);
  if (!isWorthIt) return first;
  for (const { title, reason } of failures) console.log(`failed: ${title}\n${reason}\n`);
  const names = files.map((file) => basename(file)).join(', ');
  console.log(`\n── ${layer}, once more: ${names} ──`);
  const second = await run(files);
  const missed = second.failures ?? [];
  const passes = new Set(Object.values(second.passedIn ?? {}).flat());
  const failsAgain = new Set(missed.map(({ title }) => title));
  // A hook is in no list of what passed: it did where the tests of its file did, and it is not among what failed.
  const isMended = ({ title }: Miss): boolean =>
    passes.has(title) ||
    (/"(before|after) (all|each)" hook/.test(title) && second.failed === 0 && passes.size > 0);
  const neverRun = failures.filter((failure) => !isMended(failure) && !failsAgain.has(failure.title));
  const before = files.reduce((sum, file) => sum + (passedIn[file]?.length ?? 0), 0);
  return {
    passed: first.passed - before + second.passed,
    failed: second.failed + neverRun.length,
    failures: [...missed.map((failure) => withFirstTry(failure, failures)), ...neverRun],
    unsteady: [
      ...unsteady.filter(({ file }) => file === undefined || !files.includes(file)),
      ...failures.filter(isMended),
      ...(second.unsteady ?? []),
    ],
  };
}
