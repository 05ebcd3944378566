/**
 * npm run coverage:api: runs the live tests and writes docs/api-coverage.md, which says for every operation of the REST
 * API whether the catalogue has it and which real server has served it to our client.
 *   --run <folder>  checks a run that goes on in that folder, and writes nothing
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { allOperations } from '../src/resources/operationCatalogue';
import { type CoveredOperation, apiChecks, coverage } from './lib/apiCoverage';
import { knownOperations } from './lib/apiOperations';
import { apiReport } from './lib/apiReport';
import { clientRequests } from './lib/clientRequests';
import { layers } from './lib/layers';
import { inRoot } from './lib/paths';
import { offeredExtensions, servedRequests, serverKinds } from './lib/servedRequests';
import { createTestRun } from './lib/testRun';

const coverageOf = async (run: string): Promise<CoveredOperation[]> =>
  coverage(knownOperations(), {
    declared: allOperations,
    sent: clientRequests(run),
    served: servedRequests(run),
    extensions: await offeredExtensions(run),
  });

/** Prints what holds and what does not; the number of what does not. */
function check(covered: readonly CoveredOperation[]): number {
  const seenBy = serverKinds.map(
    (kind) => `${kind} ${covered.filter(({ sights }) => sights.get(kind) === 'seen').length}`,
  );
  console.log(`  served to our client: ${seenBy.join(', ')}`);
  const checks = apiChecks(covered, allOperations);
  for (const { what, problems } of checks) {
    console.log(`  ${problems.length === 0 ? '✔' : '✖'} ${what}`);
    for (const problem of problems) console.log(`      ${problem}`);
  }
  return checks.filter(({ problems }) => problems.length > 0).length;
}

async function measure(): Promise<number> {
  const test = createTestRun([], {});
  const { failed } = await layers.live.run(test, console.log);
  const run = await test.started();
  if (!run) throw new Error('the live tests have started nothing');
  const covered = await coverageOf(run.dir);
  await run.end();
  const file = inRoot('docs/api-coverage.md');
  writeFileSync(file, await format(apiReport(covered), { ...(await resolveConfig(file)), filepath: file }));
  return check(covered) + failed;
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { run: { type: 'string' } } });
  return values.run === undefined ? measure() : check(await coverageOf(values.run));
}

main().then(
  (failed) => process.exit(failed === 0 ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
