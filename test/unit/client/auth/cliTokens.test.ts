import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../../src/base/errors';
import { createCliBearer, readCliTokens } from '../../../../src/client/auth/cliTokens';

describe('the tokens of the clients', () => {
  let folder: string;
  const { signal } = new AbortController();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lxd-explorer-tokens-'));
    mkdirSync(join(folder, 'oidctokens'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (value: unknown): void => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    writeFileSync(join(folder, 'oidctokens/prod.json'), text);
  };
  const whole = {
    access_token: 'a.b.c',
    token_type: 'Bearer',
    refresh_token: 'r',
    expiry: '2026-11-26T06:24:49.123456789Z',
    IDToken: 'x',
  };

  it('are read without their refresh token', async () => {
    assert.equal(await readCliTokens(folder, 'prod'), undefined);
    write(whole);
    assert.deepEqual(await readCliTokens(folder, 'prod'), {
      accessToken: 'a.b.c',
      expiresAt: Date.UTC(2026, 10, 26, 6, 24, 49, 123),
    });
    write({ ...whole, expiry: '0001-01-01T00:00:00Z' });
    assert.deepEqual(await readCliTokens(folder, 'prod'), { accessToken: 'a.b.c' });
  });

  it('are none where the file is broken', async () => {
    for (const text of ['', '{', '[]', '{"access_token":1}', '{"access_token":""}']) {
      write(text);
      assert.equal(await readCliTokens(folder, 'prod'), undefined, text);
    }
  });

  it('are used for as long as they are good', async () => {
    let now = Date.UTC(2026, 10, 26, 6, 24, 0);
    const bearer = createCliBearer(folder, 'prod', () => now);
    const ended = (error: unknown): boolean =>
      AppError.is(error, 'untrusted') && /sign-in to prod has ended/.test(error.message);
    await assert.rejects(bearer.token({ signal }), ended);
    write(whole);
    assert.equal(await bearer.token({ signal }), 'a.b.c');
    await assert.rejects(bearer.token({ signal, refused: 'a.b.c' }), ended);
    now += 60_000;
    await assert.rejects(bearer.token({ signal }), ended);
    write({ ...whole, access_token: 'renewed', expiry: '2026-11-26T07:24:49Z' });
    assert.equal(await bearer.token({ signal }), 'renewed');
  });
});
