/** Why no server that the tests can start serves an operation: by the start of `METHOD /path`, or any method's path. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^GET \/$/, 'both servers answer it, see test/live/api/server.test.ts, but neither logs it'],
  [/\/networks\/[^/]+\/peers\b/, 'peers join OVN networks; OVN does not run on the test machine'],
  [
    /\/network-acls\/[^/]+\/log$/,
    'only ACLs of OVN networks have a log; OVN does not run on the test machine',
  ],
  [
    /\/networks\/[^/]+\/load-balancer/,
    'load balancers are for OVN networks; OVN does not run on the test machine',
  ],
  [/\/buckets\b/, 'buckets of a directory pool need MinIO, which neither Debian nor the npm registry has'],
  [/\/instances\/[^/]+\/debug\/memory$/, 'only virtual machines have it; none runs on the test machine'],
  [/\/cluster\/members\/[^/]+\/state$/, 'the LXD of the cluster is too old for it, and Incus is alone'],
];

/** The reason for an operation: one that is written down here, or that no server has the API extension it needs. */
export function unseenReason(
  operation: string,
  needs: string | undefined,
  extensions: ReadonlySet<string>,
): string | undefined {
  const known = reasons.find(([pattern]) => pattern.test(operation))?.[1];
  if (known !== undefined || needs === undefined || extensions.has(needs)) return known;
  return `no server here has the API extension \`${needs}\``;
}
