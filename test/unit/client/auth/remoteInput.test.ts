import assert from 'node:assert/strict';
import { checkRemoteName, parseRemoteInput } from '../../../../src/client/auth/remoteInput';
import { shellWords } from '../../../../src/client/auth/shellWords';
import { isExpired, parseTrustToken } from '../../../../src/client/auth/trustToken';

const fields = {
  client_name: 'laptop',
  fingerprint: 'F31AE7B1e490ac483a4619669d2fc1f113385522a24857a7a4201850718be5eb',
  addresses: ['10.0.0.5:8443', '[fd42::1]:8443'],
  secret: '5ce7',
  expires_at: '0001-01-01T00:00:00Z',
};
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');
const text = encode(fields);
const token = parseTrustToken(text);

describe('parseTrustToken', () => {
  it('reads what the servers print', () => {
    assert.deepEqual(token, {
      clientName: 'laptop',
      fingerprint: fields.fingerprint.toLowerCase(),
      addresses: fields.addresses,
      secret: '5ce7',
      expiresAt: undefined,
      type: '',
      text,
    });
    const dated = parseTrustToken(encode({ ...fields, expires_at: '2026-11-21T08:00:00Z', type: 'Client' }));
    assert.deepEqual(dated?.expiresAt, new Date('2026-11-21T08:00:00Z'));
    assert.equal(dated.type, 'Client');
    assert.equal(isExpired(dated, new Date('2026-11-21T07:59:59Z')), false);
    assert.equal(isExpired(dated, new Date('2026-11-21T08:00:00Z')), true);
    assert.ok(!isExpired(token, new Date()));
  });

  it('drops the line breaks of a terminal', () => {
    const wrapped = text.replace(/(.{40})/g, '$1\r\n  ');
    assert.equal(parseTrustToken(wrapped)?.text, text);
  });

  const wrong: Record<string, string> = {
    'a part of one': text.slice(0, -20),
    'no base64': text.replace('e', '€'),
    'not JSON': Buffer.from('x'.repeat(60)).toString('base64'),
    'no object': encode(['x'.repeat(60)]),
    'no fingerprint': encode({ ...fields, fingerprint: 'abc' }),
    'no secret': encode({ ...fields, secret: '' }),
    'addresses of another type': encode({ ...fields, addresses: '10.0.0.5:8443' }),
    'an address without port': encode({ ...fields, addresses: ['10.0.0.5'] }),
    'an address that is none': encode({ ...fields, addresses: ['a/b:1'] }),
    'a date that is none': encode({ ...fields, expires_at: 'soon' }),
    'a huge one': encode({ ...fields, secret: 'x'.repeat(100_000) }),
  };
  for (const [what, value] of Object.entries(wrong)) {
    it(`refuses ${what}`, () => {
      assert.equal(parseTrustToken(value), undefined);
    });
  }
});

describe('parseRemoteInput', () => {
  const both = (host: string) => ({
    kind: 'address',
    hosts: [
      { host, port: 8443 },
      { host, port: 443 },
    ],
  });
  const one = (host: string, port = 8443) => ({ kind: 'address', hosts: [{ host, port }] });
  const cases: Record<string, object> = {
    '': { kind: 'nothing' },
    ' \n ': { kind: 'nothing' },
    host: both('host'),
    'Host.Example.': both('host.example'),
    'host:8444': one('host', 8444),
    '10.0.0.5': both('10.0.0.5'),
    '10.0.0.5:443': one('10.0.0.5', 443),
    '[fe80::1]:8443': one('fe80::1'),
    '[fe80::1]': both('fe80::1'),
    'fe80::1': both('fe80::1'),
    '::1': both('::1'),
    'https://host': both('host'),
    'HTTPS://host:8443': one('host'),
    'https://[fd42::1]:8443/': one('fd42::1'),
    'https://host:8443/1.0/instances?project=x': one('host'),
    'https://host:8443/ui/project/default/instances': one('host'),
    'bücher.example': both('xn--bcher-kva.example'),
    '💩.la:8443': one('xn--ls8h.la'),
    'my_host-1': both('my_host-1'),
    '  host  ': both('host'),
    'unix:/run/x.socket': { kind: 'unix', path: '/run/x.socket' },
    'unix:///run/x.socket': { kind: 'unix', path: '/run/x.socket' },
    'unix://run/x.socket': { kind: 'unix', path: '//run/x.socket' },
    '/run/with space/x.socket': { kind: 'unix', path: '/run/with space/x.socket' },
    'https://images.example/streams/v1/index.json': {
      kind: 'simplestreams',
      url: 'https://images.example',
    },
    'https://cloud-images.ubuntu.com/releases/': {
      kind: 'simplestreams',
      url: 'https://cloud-images.ubuntu.com/releases',
    },
    [text]: { kind: 'token', token },
    [`Client laptop certificate add token:\n${text}\n`]: { kind: 'token', token },
    [`lxc remote add prod ${text}`]: { kind: 'token', token, name: 'prod' },
    [`$ sudo lxc remote add ${text}`]: { kind: 'token', token },
    'lxc remote add prod 10.0.0.5 --password=se=kret --project web --accept-certificate': {
      ...both('10.0.0.5'),
      name: 'prod',
      project: 'web',
      password: 'se=kret',
    },
    [`incus remote add prod host:8443 --token ${text}`]: { ...one('host'), name: 'prod', token },
    'incus remote add "my prod" host:8443 --auth-type=oidc': {
      ...one('host'),
      name: 'my prod',
      authType: 'oidc',
    },
    'incus remote add prod a:1 b:2': {
      kind: 'address',
      name: 'prod',
      hosts: [
        { host: 'a', port: 1 },
        { host: 'b', port: 2 },
      ],
    },
    "lxc remote add pub 'https://host:8443' --public": { ...one('host'), name: 'pub', public: true },
    'lxc remote add images https://images.example/x/ --protocol=simplestreams': {
      kind: 'simplestreams',
      url: 'https://images.example/x',
      name: 'images',
    },
    'lxc remote add here unix:/run/x.socket': { kind: 'unix', path: '/run/x.socket', name: 'here' },
  };
  for (const [input, expected] of Object.entries(cases)) {
    it(`understands ${JSON.stringify(input.slice(0, 60))}`, () => {
      assert.deepEqual(parseRemoteInput(input), expected);
    });
  }

  const invalid: Record<string, RegExp> = {
    'http://host:8443': /https only/,
    'ftp://host': /begin with https/,
    'host:': /A port is a number/,
    'host:0': /A port is a number/,
    'host:99999': /A port is a number/,
    'host:8443:1': /A port is a number/,
    'host name': /no spaces/,
    '../x.socket': /starts with a slash|no host name/,
    '~/x.socket': /starts with a slash/,
    'host..example': /no host name/,
    '10.0.0': /no host name/,
    '1.2.3.4.5': /no host name/,
    '-host': /no host name/,
    '[fe80::zz]:8443': /no IPv6/,
    // Nothing that could be reached and not be kept: an address is kept as a URL.
    'fe80::1%eth0': /zone/,
    '[fe80::1%eth0]:8443': /zone/,
    'rack.12:8443': /no host name/,
    '[host]': /no IPv6/,
    ':8443': /IPv6/,
    'https://': /host is missing/,
    'https://user:secret@host': /no user name/,
    'unix:': /whole path/,
    'unix:x.socket': /whole path/,
    '/run/\u0007': /one line/,
    [text.slice(0, -10)]: /not a whole trust token/,
    [text.slice(0, 30)]: /not a whole trust token/,
    'lxc list prod:': /remote add/,
    'lxc remote add': /no address/,
    'lxc remote add "prod host': /quote/,
    'lxc remote add prod host --token=abc': /token in this line/,
    'lxc remote add prod host --token': /needs a value/,
    'lxc remote add prod host --auth-type=candid': /auth-type/,
    'lxc remote add prod host --frobnicate': /option/,
    'incus remote add x https://docker.io --protocol=oci': /protocols/,
    'lxc remote add x http://host --protocol=simplestreams': /https/,
    [`host${'x'.repeat(200_000)}`]: /too long/,
  };
  for (const [input, message] of Object.entries(invalid)) {
    it(`refuses ${JSON.stringify(input.slice(0, 60))}`, () => {
      const parsed = parseRemoteInput(input);
      assert.equal(parsed.kind, 'invalid', JSON.stringify(parsed));
      assert.match(parsed.message, message);
      assert.match(parsed.message, /^[^\n]{10,100}\.$/);
      assert.ok(!parsed.message.includes('secret'));
    });
  }
});

describe('checkRemoteName', () => {
  it('takes what the clients take', () => {
    for (const name of ['prod', 'my prod', 'bücher', 'a.b', 'x_1'])
      assert.equal(checkRemoteName(name, ['other']), undefined);
  });

  it('says what is wrong', () => {
    const cases: Record<string, RegExp> = {
      prod: /^A remote named prod exists already\.$/,
      'a:b': /^Names cannot contain a colon\.$/,
      '': /needs a name/,
      '  ': /needs a name/,
      ' a': /space/,
      'a/b': /slash/,
      'a\\b': /slash/,
      '..': /dots/,
      '-a': /hyphen/,
      'a\nb': /control/,
      ['ü'.repeat(101)]: /longer/,
    };
    for (const [name, message] of Object.entries(cases))
      assert.match(checkRemoteName(name, ['prod']) ?? 'nothing', message, JSON.stringify(name));
  });
});

describe('shellWords', () => {
  it('splits as a shell does', () => {
    assert.deepEqual(shellWords(`a  'b c'"d \\" e"\\ f '' g\\\n h`), ['a', 'b cd " e f', '', 'g', 'h']);
    assert.deepEqual(shellWords(`"it's" 'a\\b' "a\\b"`), ["it's", 'a\\b', 'a\\b']);
    assert.equal(shellWords(`a 'b`), undefined);
  });
});
