import assert from 'node:assert/strict';
import { asList, asObject, textField } from '../../src/client/decode';
import type { Endpoint } from '../../src/client/endpoint';
import { cluster } from '../support/cluster';
import { addressOf, unhurried, withTransport } from '../support/connect';

const members: Endpoint<string[]> = {
  method: 'GET',
  path: '/1.0/cluster/members',
  query: { recursion: 1 },
  decode: (metadata) =>
    asList(metadata, 'members', (value) => {
      const member = asObject(value, 'member');
      return `${textField(member, 'server_name')} ${textField(member, 'status')}`;
    }),
};

describe('the cluster of this run', () => {
  for (const index of [0, 1] as const) {
    it(`answers with both members online, asked at member ${index + 1}`, async () => {
      const target = cluster()[index];
      const seen = await withTransport(addressOf(target), (transport) =>
        transport.value(members, unhurried()),
      );
      assert.deepEqual(seen.sort(), ['node-a Online', 'node-b Online']);
    });
  }
});
