import type { Miss } from '../../test/support/runMocha';
import { checks } from './checks';
import type { LayerResult, TestRun } from './testRun';

/** How many checks run at once: they are processes of their own. */
const lanes = 2;

export async function lint(test: TestRun, say: (line: string) => void): Promise<LayerResult> {
  const queue = Object.entries(checks).filter(([name]) => test.rest.every((part) => name.includes(part)));
  const failures: Miss[] = [];
  const count = queue.length;
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [name, check] = next;
      const start = Date.now();
      const problem = await check(test).catch((error: unknown) => String(error));
      const seconds = ((Date.now() - start) / 1000).toFixed(1);
      if (problem === '') say(`  ✔ ${name} (${seconds} s)`);
      else {
        failures.push({ title: name, reason: problem });
        say(`  ✖ ${name}\n${problem.replaceAll(/^/gm, '      ')}`);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { passed: count - failures.length, failed: failures.length, failures };
}
