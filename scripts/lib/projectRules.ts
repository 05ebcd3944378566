import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './paths';

const maximum = 300;

/** Files that git knows, or would take. */
function files(pattern: RegExp): string[] {
  const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: inRoot(),
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((name) => pattern.test(name) && existsSync(inRoot(name)));
}

const lines = (name: string) => readFileSync(inRoot(name), 'utf8').split('\n');

function tooLong(): string[] {
  return files(/^(src|scripts|test|bench|api)\/.*\.ts$/)
    .filter((name) => lines(name).length - 1 > maximum)
    .map((name) => `${name}: more than ${maximum} lines`);
}

/** A file type of image servers. */
const fileName = "'lxd.tar.xz'";

/** Ids of commands, views, settings and context keys are declared once. */
function literalIds(): string[] {
  const declares = /^src\/shell\/|[cC]ontributions?\.ts$/;
  return files(/^src\/.*\.ts$/)
    .filter((name) => !declares.test(name))
    .flatMap((name) =>
      lines(name).flatMap((line, index) =>
        /['"`]lxd\.[a-zA-Z]/.test(line.replaceAll(fileName, ''))
          ? [`${name}:${index + 1}: an id in place: take it from the contribution`]
          : [],
      ),
    );
}

/** What only holds on the machine somebody wrote it on; in tests and measurements it may be a path in a container. */
function machinePaths(): string[] {
  const machine = /\/(root|home\/(?!dev\b)\w+|work)\/[\w.-]+|\.\.\/shared\b/;
  return files(/\.(ts|mjs|cjs|js|json)$/)
    .filter((name) => !/^(test|bench)\//.test(name) && name !== 'package-lock.json')
    .filter((name) => name !== 'scripts/lib/projectRules.ts')
    .flatMap((name) =>
      lines(name).flatMap((line, index) =>
        machine.test(line) ? [`${name}:${index + 1}: a path of one machine: ${line.trim()}`] : [],
      ),
    );
}

/** What no ready-made tool checks; one line for each thing that is wrong. */
export function projectRules(): string[] {
  return [...tooLong(), ...literalIds(), ...machinePaths()];
}
