import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { parseCodeArguments } from '../../../scripts/lib/codeArguments';

describe('the arguments of the stand-in for the VS Code executable', () => {
  it('are those that @vscode/test-electron passes', () => {
    const parsed = parseCodeArguments([
      '/somewhere/a.code-workspace',
      '--user-data-dir=/profile',
      '--extensions-dir',
      '/extensions',
      '--no-sandbox',
      '--skip-welcome',
      '--extensionTestsPath=/tests/index.js',
      '--extensionDevelopmentPath=/one',
      '--extensionDevelopmentPath=file:///two%20words',
    ]);
    assert.deepEqual(parsed, {
      version: false,
      development: ['/one', '/two words'],
      tests: '/tests/index.js',
      userDataDir: '/profile',
      extensionsDir: '/extensions',
      install: [],
      folder: undefined,
      workspace: '/somewhere/a.code-workspace',
    });
  });

  it('may be a folder to open, a package to install, or the question for the version', () => {
    const parsed = parseCodeArguments([tmpdir(), '--install-extension', '/x.vsix', '--version']);
    assert.equal(parsed.folder, tmpdir());
    assert.deepEqual(parsed.install, ['/x.vsix']);
    assert.equal(parsed.version, true);
  });
});
