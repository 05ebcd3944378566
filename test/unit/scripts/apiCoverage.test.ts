import assert from 'node:assert/strict';
import { apiChecks, coverage } from '../../../scripts/lib/apiCoverage';
import { apiMatcher } from '../../../scripts/lib/apiMatcher';
import { knownOperations, nameOf } from '../../../scripts/lib/apiOperations';
import { apiReport } from '../../../scripts/lib/apiReport';
import type { ClientRequest } from '../../../scripts/lib/clientRequests';
import { parseLogLine } from '../../../scripts/lib/servedRequests';

/** As LXD 5.0.2 and Incus 6.0.4 wrote them. */
const recorded = {
  socket: String.raw`time="2026-11-26T06:31:08Z" level=debug msg="Handling API request" ip=@ method=GET protocol=unix url="/1.0/instances?recursion=1&project=default" username=root`,
  tls: String.raw`time="2026-11-26T06:31:08Z" level=debug msg="Handling API request" ip="127.0.0.1:54888" method=POST protocol=tls url=/1.0/certificates username=07444940ca397ef47b1984e2c61ca3d76dff1a2a6744905a07f35810adb85340`,
  encoded: String.raw`time="2026-11-26T06:31:08Z" level=debug msg="Handling API request" ip="127.0.0.1:54884" method=GET protocol=tls url="/1.0/instances/a%2Fb%20c/state?project=x" username=0744`,
  untrusted: String.raw`time="2026-11-26T06:31:08Z" level=debug msg="Allowing untrusted GET" ip="127.0.0.1:34024" url="/1.0/images?recursion=1"`,
  rejected: String.raw`time="2026-11-26T06:31:08Z" level=warning msg="Rejecting request from untrusted client" ip="127.0.0.1:34040"`,
  unknown: String.raw`time="2026-11-26T06:31:08Z" level=info msg="Sending top level 404" method=GET remote="127.0.0.1:54876" url=/1.0/nothing`,
};
const time = Date.parse('2026-11-26T06:31:08Z');

const known = knownOperations();
const operationOf = apiMatcher(known);
const named = (method: string, url: string, untrusted = false): string | undefined => {
  const found = operationOf({ method, url, untrusted });
  return found && nameOf(found);
};

describe("a server's log", () => {
  it('tells method, URL and time of a trusted request', () => {
    assert.deepEqual(parseLogLine(recorded.socket), {
      method: 'GET',
      url: '/1.0/instances?recursion=1&project=default',
      untrusted: false,
      time,
    });
    assert.equal(parseLogLine(recorded.tls)?.method, 'POST');
    assert.equal(parseLogLine(recorded.encoded)?.url, '/1.0/instances/a%2Fb%20c/state?project=x');
  });

  it('tells requests of strangers that were let in', () => {
    const { method, url, untrusted } = parseLogLine(recorded.untrusted) ?? {};
    assert.deepEqual([method, url, untrusted], ['GET', '/1.0/images?recursion=1', true]);
  });

  it('does not count what was turned away or is no part of the API', () => {
    assert.equal(parseLogLine(recorded.rejected), undefined);
    assert.equal(parseLogLine(recorded.unknown), undefined);
  });
});

describe('the operation of a request', () => {
  it('is the most specific one', () => {
    assert.equal(named('GET', '/1.0/images/aliases'), 'GET /1.0/images/aliases');
    assert.equal(named('GET', '/1.0/images/aliases/busybox'), 'GET /1.0/images/aliases/{name}');
    assert.equal(named('GET', '/1.0/images/0a1b'), 'GET /1.0/images/{fingerprint}');
    assert.equal(named('DELETE', '/1.0/images/aliases'), undefined);
    assert.equal(named('GET', '/'), 'GET /');
    assert.equal(named('GET', '/1.0/instances//state'), undefined);
  });

  it('is found whatever its parameters are called', () => {
    assert.equal(
      named('GET', '/1.0/network-zones/z/records/r'),
      'GET /1.0/network-zones/{zone}/records/{name}',
    );
    assert.equal(
      named('PUT', '/1.0/storage-pools/p/buckets/b'),
      'PUT /1.0/storage-pools/{name}/buckets/{bucketName}',
    );
  });

  it('follows recursion, as deep as there is an operation for it', () => {
    assert.equal(named('GET', '/1.0/instances?recursion=2&project=p'), 'GET /1.0/instances?recursion=2');
    assert.equal(named('GET', '/1.0/instances?project=p'), 'GET /1.0/instances');
    assert.equal(named('GET', '/1.0/networks?recursion=2'), 'GET /1.0/networks?recursion=1');
    assert.equal(named('GET', '/1.0/resources?recursion=1'), 'GET /1.0/resources');
  });

  it('depends on whether the server knows who asks', () => {
    assert.equal(named('GET', '/1.0/images?recursion=1', true), 'GET /1.0/images?public&recursion=1');
    assert.equal(named('GET', '/1.0', true), 'GET /1.0?public');
    assert.equal(named('GET', '/1.0/instances', true), undefined);
  });
});

describe('the coverage of the API', () => {
  const request = (method: string, url: string, ok = true, start = time): ClientRequest => ({
    method,
    url,
    start,
    end: start + 10,
    ok,
  });
  const line = (method: string, url: string, at = time) =>
    ({ server: 'lxd', method, url, untrusted: false, time: at }) as const;
  const sight = (name: string, sent: ClientRequest[], served: ReturnType<typeof line>[]) =>
    coverage(known, { declared: [], sent, served, extensions: new Set() })
      .find((operation) => nameOf(operation) === name)
      ?.sights.get('lxd');

  it('takes a request for seen only when client and server agree', () => {
    const name = 'GET /1.0/profiles';
    assert.equal(sight(name, [request('GET', '/1.0/profiles')], [line('GET', '/1.0/profiles')]), 'seen');
    assert.equal(sight(name, [], [line('GET', '/1.0/profiles')]), undefined, 'sent by lxc');
    assert.equal(sight(name, [request('GET', '/1.0/profiles')], []), undefined, 'never arrived');
    const later = line('GET', '/1.0/profiles', time + 60_000);
    assert.equal(sight(name, [request('GET', '/1.0/profiles')], [later]), undefined, 'another time');
  });

  it('tells answers from refusals', () => {
    const name = 'POST /1.0/profiles';
    const served = [line('POST', '/1.0/profiles')];
    const refused = request('POST', '/1.0/profiles', false);
    assert.equal(sight(name, [refused], served), 'refused');
    assert.equal(sight(name, [request('POST', '/1.0/profiles'), refused], served), 'seen');
  });

  it('compares URLs without the secrets in them', () => {
    const sent = [request('GET', '/1.0/operations/u/websocket?secret=abc')];
    const served = [line('GET', '/1.0/operations/u/websocket?secret=…')];
    assert.equal(sight('GET /1.0/operations/{id}/websocket', sent, served), 'seen');
  });

  it('fails for what is undeclared, unseen without a reason, or unknown', () => {
    const declared = known.filter(({ path }) => path !== '/1.0/warnings');
    const problems = (names: typeof declared): number[] =>
      apiChecks(coverage(known, { declared: names, sent: [], served: [], extensions: new Set() }), names).map(
        (check) => check.problems.length,
      );
    const [undeclared, tooFew, unexplained, unknown] = problems(declared);
    assert.deepEqual([undeclared, tooFew, unknown], [1, 1, 0]);
    assert.ok(unexplained! > 150 && unexplained! < known.length);
    assert.deepEqual(problems(known)[0], 0);
    const invented = { method: 'GET', path: '/1.0/nothing', set: 'later', servers: [] } as const;
    assert.equal(problems([...known, invented])[3], 1);
  });

  it('explains what needs an API extension that no server has, and only that', () => {
    const declared = [{ method: 'GET', path: '/1.0/replicators', needs: 'replicators' }];
    const reason = (...extensions: string[]): string | undefined =>
      coverage(known, { declared, sent: [], served: [], extensions: new Set(extensions) }).find(
        ({ path }) => path === '/1.0/replicators',
      )?.reason;
    assert.equal(reason('projects'), 'no server here has the API extension `replicators`');
    assert.equal(reason('projects', 'replicators'), undefined);
  });

  it('is written as one row for each operation', () => {
    const sent = [request('GET', '/1.0/profiles')];
    const text = apiReport(
      coverage(known, {
        declared: known,
        sent,
        served: [line('GET', '/1.0/profiles')],
        extensions: new Set(),
      }),
    );
    assert.ok(text.includes('| `GET /1.0/profiles` | yes | seen |  |  |  |'));
    assert.ok(text.includes('218 operations, 218 declared, 1 seen'));
    assert.match(text, /networks\/\{networkName\}\/peers` \| yes \|  \|  \|  \| .*OVN/);
    assert.equal(text.match(/^\| `/gm)?.length, known.length);
  });
});
