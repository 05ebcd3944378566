import assert from 'node:assert/strict';
import { parametersOf } from '../../../src/client/apiOperation';
import { allOperations } from '../../../src/resources/operationCatalogue';

/** Without a body although their methods usually have one. */
const bodiless = new Set(['POST /1.0/images/{fingerprint}/refresh', 'POST /1.0/images/{fingerprint}/secret']);

describe('the catalogue of operations', () => {
  it('has each operation once', () => {
    const names = allOperations.map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
    assert.ok(names.length > 360, `${names.length} operations`);
  });

  for (const operation of allOperations) {
    it(`${operation.method} ${operation.path}`, () => {
      const { method, path, title, needs, query, body, takesUpload } = operation;
      assert.match(path, /^\/$|^\/1\.0(\/[\w.{}-]+)*(\?[\w=&]+)?$/);
      assert.match(title, /^[A-Z][^.!]{4,70}$/);
      if (needs !== undefined) assert.match(needs, /^[a-z][a-z0-9-]*(_[a-zA-Z0-9-]+)*$/);
      assert.equal(new Set(query).size, query?.length ?? 0, 'a parameter twice');
      if (method === 'GET' || method === 'HEAD') assert.equal(body, undefined);
      if (method === 'PUT' || method === 'PATCH' || method === 'POST')
        assert.ok(body !== undefined || takesUpload || bodiless.has(`${method} ${path}`), 'no body');
      // The skeleton is what a person edits as JSON.
      assert.deepEqual(JSON.parse(JSON.stringify(body?.skeleton ?? {})), body?.skeleton ?? {});
    });
  }

  it('needs nothing but its parameters to make a request', () => {
    for (const operation of allOperations) {
      const names = parametersOf(operation.path);
      const make = operation as unknown as (args: object) => { method: string; path: string };
      const request = make(Object.fromEntries(names.map((name) => [name, `${name}/1`])));
      assert.equal(request.method, operation.method);
      assert.ok(!/[{}?]/.test(request.path), request.path);
      for (const name of names) assert.ok(request.path.includes(`${name}%2F1`), request.path);
    }
  });
});
