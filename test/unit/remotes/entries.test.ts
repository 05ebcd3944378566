import assert from 'node:assert/strict';
import type { RemoteConfig } from '../../../src/client/remoteConfig';
import { readEntries } from '../../../src/remotes/entries';
import { mergeRemotes } from '../../../src/remotes/merge';

const fingerprint = 'ab'.repeat(32);
const none = (): undefined => undefined;

describe('the setting of the remotes', () => {
  it('becomes remotes with several addresses, a pin and an identity', () => {
    const entries = readEntries({
      prod: {
        addresses: ['https://10.0.0.5:8443', 'https://[fd42::1]:8443'],
        fingerprint: fingerprint.toUpperCase().replace(/..(?=.)/g, '$&:'),
        protocol: 'incus',
        identity: 'lxc',
        project: 'web',
        colour: 'red',
      },
    });
    const identity = { cert: 'c', key: 'k' };
    const [prod, ...rest] = mergeRemotes([], entries, (choice) => (choice === 'lxc' ? identity : undefined));
    assert.deepEqual(rest, []);
    assert.deepEqual(prod, {
      name: 'prod',
      source: 'settings',
      kind: 'https',
      auth: 'tls',
      location: 'https://10.0.0.5:8443',
      project: 'web',
      address: {
        kind: 'tls',
        host: '10.0.0.5',
        port: 8443,
        others: [{ host: 'fd42::1', port: 8443 }],
        trust: { kind: 'pin', fingerprint },
        identity,
      },
    });
  });

  it('knows sockets, public servers, image servers and what the system vouches for', () => {
    const entries = readEntries({
      here: { addresses: ['unix:/run/x.socket'] },
      open: { addresses: ['https://a:8443'], public: true, auth: 'tls' },
      pictures: { addresses: ['https://images.example/'], protocol: 'simplestreams' },
      sso: { addresses: ['https://b'], auth: 'oidc', disabled: true },
    });
    const shown = mergeRemotes([], entries, () => ({ cert: 'c', key: 'k' })).map(
      ({ kind, auth, address, disabled }) => [
        kind,
        auth,
        disabled ?? false,
        address.kind === 'tls' && 'identity' in address,
        address.kind === 'tls' ? address.port : address.kind,
      ],
    );
    assert.deepEqual(shown, [
      ['socket', 'none', false, false, 'unix'],
      ['public', 'none', false, false, 8443],
      ['simplestreams', 'none', false, false, 443],
      ['https', 'oidc', true, false, 443],
    ]);
  });

  it('says what is wrong with an entry, and keeps the others', () => {
    const wrong: readonly [unknown, RegExp][] = [
      ['text', /not an object/],
      [{ addresses: 'https://a' }, /"addresses" is not a list/],
      [{ addresses: [] }, /"addresses" is not a list/],
      [{ addresses: ['http://a:80'] }, /"http:\/\/a:80" is no address/],
      [{ addresses: [7] }, /7 is no address/],
      [{ addresses: ['unix:/a', 'https://b'] }, /only address/],
      [{ addresses: ['https://a'], fingerprint: 'abc' }, /"fingerprint"/],
      [{ addresses: ['https://a'], fingerprint: {} }, /"fingerprint"/],
      [{ addresses: ['https://a'], auth: 'password' }, /"auth" is none of tls, oidc, none/],
      [{ addresses: ['https://a'], protocol: {} }, /"protocol"/],
      [{ addresses: ['https://a'], identity: 'x' }, /"identity"/],
      [{ project: 7 }, /"project" is not a text/],
      [{ disabled: 'yes' }, /"disabled" is not a true or false/],
    ];
    for (const [entry, reason] of wrong) {
      const entries = readEntries({ bad: entry, good: { addresses: ['https://a'] } });
      assert.deepEqual([...entries.remotes.keys()], ['good']);
      assert.match(entries.broken.get('bad') ?? '', reason);
      const bad = mergeRemotes([], entries, none).find(({ name }) => name === 'bad');
      assert.equal(bad?.address.kind, 'unusable');
    }
    assert.deepEqual([...readEntries({ 'a:b': {} }).broken.keys()], ['a:b']);
    for (const value of [undefined, null, 'x', [], 7]) assert.equal(readEntries(value).remotes.size, 0);
  });

  const cli = (name: string, host: string): RemoteConfig => ({
    name,
    source: 'lxc',
    kind: 'https',
    auth: 'tls',
    address: { kind: 'tls', host, port: 8443, trust: { kind: 'system' } },
    location: `https://${host}:8443`,
    project: 'default',
  });

  it('may hide a remote that comes from elsewhere, or give it a project', () => {
    const entries = readEntries({ a: { disabled: true }, b: { project: 'web' }, gone: { project: 'x' } });
    const merged = mergeRemotes([cli('a', 'h1'), cli('b', 'h2')], entries, none);
    assert.deepEqual(
      merged.map(({ name, disabled, project }) => [name, disabled, project]),
      [
        ['a', true, 'default'],
        ['b', undefined, 'web'],
      ],
    );
  });

  it('owns its names: the same server of a client is one row, another one gets another name', () => {
    const entries = readEntries({
      same: { addresses: ['https://h0:8443', 'https://h1:8443'] },
      other: { addresses: ['https://h2:8443'] },
    });
    const merged = mergeRemotes([cli('same', 'h1'), cli('other', 'h9')], entries, none);
    assert.deepEqual(
      merged.map(({ name, source }) => `${name} ${source}`).sort(),
      ['other settings', 'other-lxc lxc', 'same settings'].sort(),
    );
  });
});
