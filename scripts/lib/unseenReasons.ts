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
];

/** The reason that is written down for an operation, if any. */
export function unseenReason(operation: string): string | undefined {
  return reasons.find(([pattern]) => pattern.test(operation))?.[1];
}
