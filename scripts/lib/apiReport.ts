import { type CoveredOperation, isSeen } from './apiCoverage';
import { nameOf } from './apiOperations';
import type { ServerKind } from './servedRequests';

const columns: readonly (readonly [ServerKind, string])[] = [
  ['lxd', 'LXD'],
  ['incus', 'Incus'],
  ['cluster', 'cluster'],
];

const head = `# The REST API, operation by operation

Written by \`npm run coverage:api\`, which runs the live tests and reads what came of them. Do not edit.

An operation is **seen** on a server when three things agree: our own client sent the request in a live test, the log of
that real server shows the same method and URL in the same seconds, and the answer was no error. Requests of \`lxc\` and
\`incus\` in the tests do not count, nor do recordings. **refused**: the same, but the server only ever answered with an
error. \`?public\` are the requests of clients that the server does not know.
`;

function row(operation: CoveredOperation): string {
  const sights = columns.map(([server]) => operation.sights.get(server) ?? '');
  const reason = isSeen(operation) ? '' : (operation.reason ?? '');
  const cells = [`\`${nameOf(operation)}\``, operation.declared ? 'yes' : '**no**', ...sights, reason];
  return `| ${cells.join(' | ')} |`;
}

function table(operations: readonly CoveredOperation[]): string {
  const names = ['operation', 'declared', ...columns.map(([, name]) => name), 'why not'];
  return [
    `| ${names.join(' | ')} |`,
    `| ${names.map(() => '---').join(' | ')} |`,
    ...operations.map(row),
  ].join('\n');
}

function section(title: string, operations: readonly CoveredOperation[]): string {
  const declared = operations.filter((operation) => operation.declared).length;
  const seen = operations.filter(isSeen).length;
  const sum = `${operations.length} operations, ${declared} declared, ${seen} seen on a real server.`;
  return `## ${title}\n\n${sum}\n\n${table(operations)}\n`;
}

/** docs/api-coverage.md. */
export function apiReport(covered: readonly CoveredOperation[]): string {
  return [
    head,
    section(
      'What every supported server has',
      covered.filter(({ set }) => set === 'seed'),
    ),
    section(
      'What newer servers have added',
      covered.filter(({ set }) => set === 'later'),
    ),
  ].join('\n');
}
