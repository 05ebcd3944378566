// base <- client <- model <- shell <- kinds <- {resources/*, files, terminal, remotes, publicApi, eventStream, apiRequest} <- later <- extension
const features =
  '^src/(resources|files|terminal|documents|remotes|publicApi|eventStream|apiRequest|goTo|quickEdits)(/|\\.ts$)';

/** Nothing in `from` may import what matches `to`. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    forbid('no-cycle', 'A cycle has no lowest part to start from or to test.', {}, { circular: true }),
    forbid(
      'no-orphan',
      'Nobody imports it: it belongs into the program or into the bin.',
      { orphan: true, path: '^src/', pathNot: '^src/extension\\.ts$|\\.d\\.ts$|/wire\\.ts$' },
      {},
    ),
    forbid(
      'unresolvable',
      'The file or package does not exist.',
      {},
      { couldNotResolve: true, pathNot: '^vscode$' },
    ),
    forbid(
      'base-is-lowest',
      'base imports nothing of ours.',
      { path: '^src/base/' },
      { path: '^src/', pathNot: '^src/base/' },
    ),
    forbid(
      'client-on-base',
      'client knows the wire and base only.',
      { path: '^src/client/' },
      { path: '^src/', pathNot: '^src/(base|client)/' },
    ),
    forbid(
      'model-on-client',
      'model knows client and base only.',
      { path: '^src/model/' },
      { path: '^src/', pathNot: '^src/(base|client|model)/' },
    ),
    forbid(
      'shell-below-features',
      'The shell does not know which features there are.',
      { path: '^src/shell/' },
      { path: `${features}|^src/(extension|later|contributions)\\.ts$` },
    ),
    forbid(
      'kinds-below-features',
      'What all kinds have in common does not know which kinds there are.',
      { path: '^src/kinds/' },
      { path: `${features}|^src/(extension|later|contributions)\\.ts$` },
    ),
    forbid(
      'features-below-extension',
      'Only the composition root knows them all.',
      { path: features },
      { path: '^src/(extension|later|contributions)\\.ts$' },
    ),
    forbid(
      'later-is-late',
      'What is loaded later is loaded by import(); a type is all that may be had of it before.',
      {},
      { path: '^src/later\\.ts$', dynamic: false },
    ),
    forbid(
      'resources-apart',
      'Resources link by ResourceKey, not by import.',
      { path: '^src/resources/([^/]+)/' },
      { path: '^src/resources/[^/]+/', pathNot: '^src/resources/$1/' },
    ),
    forbid(
      'base-without-io',
      'base is pure: no vscode, no I/O, no package.',
      { path: '^src/base/' },
      { dependencyTypes: ['npm', 'npm-dev', 'core'] },
    ),
    forbid(
      'plain-node',
      'These run in plain Node: vscode may lend its types, nothing else.',
      {
        path: '^src/(base|client|model)/|^src/contributions\\.ts$|^src/shell/contributions\\.ts$|/(api|contribution)\\.ts$|(Api|Contribution)\\.ts$',
      },
      { path: '^vscode$', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'src-apart',
      'What is shipped does not lean on tests.',
      { path: '^src/' },
      { path: '^(test|scripts|bench)/' },
    ),
    forbid(
      'scripts-apart',
      'Scripts serve tests; only what generates and measures reads the sources.',
      { path: '^scripts/', pathNot: '^scripts/(generate|bench|coverageApi)\\.ts$' },
      { path: '^(src|test|bench)/', dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|out|coverage|test/out)/|^esbuild\\.js$' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true, // type-only imports count: a type from above is a dependency, too
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'] },
  },
};
