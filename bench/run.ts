// What `npm run bench` starts: measures against the server's own client, all in one run, prints a table, writes
// bench/results.json and the README's table. Fails only where something could not be measured.
import { readFileSync, writeFileSync } from 'node:fs';
import { bundleLimit } from '../scripts/lib/bundled';
import { inRoot } from '../scripts/lib/paths';
import { joinRun, type Run } from '../scripts/lib/run';
import { serverAt } from '../scripts/lib/server';
import type { ServersFile } from '../test/support/targets';
import { benchDirectory } from './directory';
import { copyExtension, measureInVsCode } from './inVsCode';
import { benchFifty } from './fifty';
import { benchList } from './list';
import { median, row, type Row } from './row';
import { benchShell } from './shell';
import { asText, isMissed, updateReadme } from './table';
import { benchThousand } from './thousand';

const instance = 'bench';

/** The order of the table; that of the measurements is another. */
const inTable = [
  'the first list',
  'a thousand instances',
  'files and activation, in VS Code',
  'a directory',
  'a shell',
  'fifty instances',
  'the size',
];

function lxdServer() {
  const file = process.env['LXD_EXPLORER_SERVERS'];
  if (file === undefined) throw new Error('no servers: run this with `npm run bench`');
  const { servers } = JSON.parse(readFileSync(file, 'utf8')) as ServersFile;
  const found = servers.find(({ place }) => place.kind === 'lxd');
  if (!found) throw new Error('there is no LXD to measure against');
  return serverAt(found.place);
}

/** Each part gives its rows; `problem` takes why it could not. */
function parts(run: Run, problem: (what: string) => void): Record<string, () => Promise<Row[]>> {
  const server = lxdServer();
  const extension = copyExtension(run);
  return {
    'starting a container': async () => {
      await server.cli(['launch', 'busybox', instance]);
      return [];
    },
    'a directory': async () => [await benchDirectory(server, instance)],
    'a shell': async () => [await benchShell(server, instance)],
    'files and activation, in VS Code': async () => {
      const answers = await measureInVsCode(run, { extension, place: server, instance, starts: 3 });
      for (const found of answers.flatMap(({ problems }) => problems)) problem(found);
      const activation = { ours: median(answers.map((answer) => answer.activation)), theirs: 50 };
      return [
        ...answers.flatMap(({ rows }) => rows),
        row(activation, { name: 'activation in VS Code, of 50 ms', unit: 'ms', aim: 1 }),
      ];
    },
    'the size': () => {
      const limit = bundleLimit / 1024;
      const size = { ours: extension.bundleSize / 1024, theirs: limit };
      return Promise.resolve([row(size, { name: `bundle, of ${limit} KB`, unit: 'KB', aim: 1 })]);
    },
    'fifty instances': async () => [await benchFifty(server)],
    // Last: many instances make everything else slower.
    'the first list': async () => [await benchList(server, [instance])],
    'a thousand instances': () => benchThousand(run, { server, extension, problem }),
  };
}

async function main(): Promise<number> {
  const only = process.argv.slice(2);
  const run = await joinRun();
  const problems: string[] = [];
  const found = new Map<string, Row[]>();
  for (const [name, measure] of Object.entries(parts(run, (text) => problems.push(text)))) {
    if (only.length > 0 && name !== 'starting a container' && !only.some((word) => name.includes(word)))
      continue;
    console.log(`Measuring: ${name}…`);
    try {
      found.set(name, await measure());
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await run.end();

  const rows = inTable.flatMap((name) => found.get(name) ?? []);
  if (only.length === 0) {
    writeFileSync(inRoot('bench', 'results.json'), `${JSON.stringify(rows, undefined, 2)}\n`);
    updateReadme(inRoot('README.md'), rows);
  }
  console.log(`\n${asText(rows)}\n`);
  for (const { name, ratio, aim } of rows.filter(isMissed))
    console.log(`aim missed: ${name}: ${ratio} instead of ${aim}`);
  for (const problem of problems) console.log(`not measured: ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
