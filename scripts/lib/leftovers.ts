import { leftoversOf } from './cleanUp';
import { links } from './network';
import { readRecord, staleRuns, type Run } from './run';
import { failedLayer, type LayerResult } from './testRun';

/** After a run's end: fails for every process, mount or network link of it that is still there. */
export function leftovers(run: Run): LayerResult {
  const left = leftoversOf(run.dir, run.bridges());
  for (const line of left) console.log(`left behind: ${line}`);
  return left.length === 0 ? { passed: 1, failed: 0 } : failedLayer('left behind', left.join('\n'));
}

/** The same for every run that was killed before its end: one line each. */
export function staleLeftovers(): string[] {
  return staleRuns().flatMap((dir) => [
    `folder ${dir}`,
    ...leftoversOf(
      dir,
      (readRecord(dir)?.bridges ?? []).filter((name) => links().includes(name)),
    ),
  ]);
}
