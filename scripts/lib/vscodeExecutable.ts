import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheDir } from './cache';
import { hasDisplay } from './display';
import { inRoot } from './paths';

/** What @vscode/test-electron is to run, and in words for the person who reads the test's output. */
export interface VsCodeExecutable {
  readonly path: string;
  readonly what: string;
}

/** A program file for scripts/codeShim.ts. */
function writeShim(): string {
  const path = inRoot('out', 'code-shim');
  const loader = pathToFileURL(require.resolve('tsx')).href;
  mkdirSync(inRoot('out'), { recursive: true });
  const command = [process.execPath, '--import', loader, inRoot('scripts', 'codeShim.ts')];
  const quoted = command.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  writeFileSync(path, `#!/bin/sh\nexec ${quoted} "$@"\n`, { mode: 0o755 });
  return path;
}

/** VSCODE_EXECUTABLE from the environment; else desktop VS Code where it can run and be downloaded; else the browser build. */
export async function vscodeExecutable(): Promise<VsCodeExecutable> {
  const given = process.env['VSCODE_EXECUTABLE'];
  if (given !== undefined && given !== '')
    return { path: given, what: `VS Code at ${given} (VSCODE_EXECUTABLE)` };
  if (!hasDisplay())
    return { path: writeShim(), what: 'VS Code in a browser (there is no display for desktop VS Code)' };
  try {
    const path = await downloadAndUnzipVSCode({
      version: 'stable',
      cachePath: join(cacheDir(), 'vscode-desktop'),
      reporter: new SilentReporter(),
      timeout: 10_000,
    });
    return { path, what: 'desktop VS Code, downloaded by @vscode/test-electron' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      path: writeShim(),
      what: `VS Code in a browser (desktop VS Code could not be downloaded: ${reason})`,
    };
  }
}
