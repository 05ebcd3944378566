// npm test: every layer, or those that are named. What follows their names goes to mocha:
//   npm run test:live -- --grep "over TLS" test/live/exec.test.ts
import { isLayer, layers, type LayerName } from './lib/layers';
import { leftovers } from './lib/leftovers';
import { createTestRun, failedLayer, type LayerResult } from './lib/testRun';

const all: readonly LayerName[] = ['lint', 'unit', 'live', 'api', 'coverage', 'vscode', 'ui'];
/** What takes minutes at full size is in these layers; they read SOAK. */
const soaked: readonly LayerName[] = ['live', 'vscode'];

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const first = args.findIndex((name) => !isLayer(name) && name !== 'soak');
  const named = first < 0 ? args : args.slice(0, first);
  const soak = named.includes('soak');
  const chosen = soak ? soaked : named.length > 0 ? named.filter(isLayer) : all;
  const test = createTestRun(first < 0 ? [] : args.slice(first), soak ? { SOAK: '1' } : {});

  const results: [string, LayerResult][] = [];
  const run = async (name: LayerName, say: (line: string) => void): Promise<void> => {
    const result = await layers[name]
      .run(test, say)
      .catch((error: unknown) => failedLayer(name, reasonOf(error)));
    results.push([name, result]);
  };
  for (const name of chosen) layers[name].ahead(test);
  const beside: Promise<void>[] = [];
  for (const name of chosen) {
    const title = `\n── ${name} ──`;
    if (chosen.length > 1 && layers[name].givesWay) {
      const lines: string[] = [title];
      beside.push(run(name, (line) => lines.push(line)).then(() => console.log(lines.join('\n'))));
    } else {
      console.log(title);
      await run(name, console.log);
    }
  }
  await Promise.all(beside);
  const started = await test.started();
  if (started) {
    await started.end();
    results.push(['nothing left behind', leftovers(started)]);
  }
  const order = (name: string) => all.findIndex((each) => each === name) + 1 || all.length + 1;
  return summary(results.sort(([a], [b]) => order(a) - order(b)));
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** A file with tests may need a second try, as long as few do: a run with more of them fails. */
const unsteadyAllowed = 2;

/** The last line is for machines: `N passed, N failed`. */
function summary(results: readonly [string, LayerResult][]): number {
  console.log('');
  let [passed, failed] = [0, 0];
  const unsteady = results.flatMap(([, result]) => result.unsteady ?? []);
  for (const [layer, { failures = [] }] of results) {
    for (const { title, reason } of failures) console.log(`FAILED in ${layer}: ${title}\n${reason}\n`);
  }
  for (const { title, reason } of unsteady) console.log(`passed at the second try: ${title}\n${reason}\n`);
  for (const [name, result] of results) {
    const none = result.passed + result.failed === 0;
    console.log(`${name}: ${none ? 'no test ran' : `${result.passed} passed, ${result.failed} failed`}`);
    passed += result.passed;
    failed += result.failed + (none ? 1 : 0);
  }
  const files = new Set(unsteady.map(({ file, title }) => file ?? title));
  if (files.size > unsteadyAllowed) {
    console.log(`files with second tries: ${files.size}, more than ${unsteadyAllowed}: counted as failed`);
    failed += unsteady.length;
    passed -= unsteady.length;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
