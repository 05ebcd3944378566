import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What @vscode/test-electron, or a person, tells the VS Code executable, as far as the stand-in can do it. */
export interface CodeArguments {
  readonly version: boolean;
  readonly development: readonly string[];
  readonly tests: string | undefined;
  readonly userDataDir: string | undefined;
  readonly extensionsDir: string | undefined;
  readonly install: readonly string[];
  readonly folder: string | undefined;
  readonly workspace: string | undefined;
}

const path = (text: string) => (text.startsWith('file:') ? fileURLToPath(text) : resolve(text));
const takesValue =
  /^(extensionDevelopmentPath|extensionTestsPath|user-data-dir|extensions-dir|install-extension|folder-uri|file-uri)$/;

/** Flags without a meaning here (--no-sandbox, --skip-welcome, …) are passed over. */
export function parseCodeArguments(argv: readonly string[]): CodeArguments {
  const values = new Map<string, string[]>();
  const positional: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? '';
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (name === undefined) positional.push(path(argument));
    else if (takesValue.test(name))
      values.set(name, [...(values.get(name) ?? []), value ?? argv[++index] ?? '']);
  }
  const all = (name: string) => (values.get(name) ?? []).map(path);
  const isFolder = (name: string) => existsSync(name) && statSync(name).isDirectory();
  const opened = [...all('folder-uri'), ...all('file-uri'), ...positional];
  return {
    version: argv.includes('--version'),
    development: all('extensionDevelopmentPath'),
    tests: all('extensionTestsPath').at(-1),
    userDataDir: all('user-data-dir').at(-1),
    extensionsDir: all('extensions-dir').at(-1),
    install: all('install-extension'),
    folder: opened.find(isFolder),
    workspace: opened.find((name) => name.endsWith('.code-workspace')),
  };
}
