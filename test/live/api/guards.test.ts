import assert from 'node:assert/strict';
import { AppError } from '../../../src/base/errors';
import { type AnyOperation, parametersOf, requestFor } from '../../../src/client/apiOperation';
import type { Endpoint } from '../../../src/client/endpoint';
import { getServer, requireExtension } from '../../../src/client/server';
import { allOperations } from '../../../src/resources/operationCatalogue';
import { unhurried } from '../../support/connect';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

/** What exists for a name in a path, so that nothing but the operation itself can be what is not found. */
const there: Readonly<Record<string, string>> = { pool: 'default', type: 'custom' };

describe('what a server lacks', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    const name = place.name();
    before(() => place.instance('init', name));
    after(() => place.end());

    it('is known before it is asked for, and hides nothing that the server has', async () => {
      const server = await place.value(getServer());
      const lacking = allOperations.filter(
        ({ needs }) => needs !== undefined && !server.extensions.has(needs),
      );
      assert.ok(lacking.length > 40, `${lacking.length} operations`);
      const served: string[] = [];
      for (const operation of lacking) {
        const request = requestOf(operation, name);
        assert.throws(
          () => {
            requireExtension(server, request);
          },
          (error) => AppError.is(error, 'unsupported') && error.message.includes(operation.needs!),
        );
        if (operation.method !== 'GET') continue;
        const answer = await place.transport.send(request, unhurried()).catch((error: unknown) => error);
        if (!AppError.is(answer)) served.push(`${operation.path}, which needs ${operation.needs}`);
      }
      assert.deepEqual(served, []);
    });
  });
});

function requestOf(operation: AnyOperation, instance: string): Endpoint<unknown> {
  const args: Record<string, string> = {};
  for (const name of parametersOf(operation.path))
    args[name] = there[name] ?? (name === 'name' ? instance : 'x');
  return { ...requestFor(operation, args), decode: (metadata) => metadata };
}
