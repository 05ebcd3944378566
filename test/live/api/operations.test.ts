import assert from 'node:assert/strict';
import { AppError } from '../../../src/base/errors';
import { execInstance } from '../../../src/client/exec/request';
import {
  cancelOperation,
  getOperation,
  listOperationIds,
  listOperations,
  waitForOperation,
} from '../../../src/client/operationApi';
import { targetOf } from '../../../src/client/path';
import type { Operation } from '../../../src/client/operation';
import { createImageSecret } from '../../../src/resources/images/api';
import { getAlias } from '../../../src/resources/images/aliasApi';
import { postInstance } from '../../../src/resources/instances/api';
import { connectWithSecret, waitWithSecret } from '../../../src/resources/operations/api';
import { unhurried } from '../../support/connect';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

describe('operations of operations', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    const name = place.name();
    before(() => place.instance('launch', name));
    after(() => place.end());

    /** The source of a copy between servers: waits for its websockets, and may be cancelled until they come. */
    const migrate = (): Promise<Operation> =>
      place.begin(postInstance({ name, body: { name, migration: true, live: false, instance_only: true } }));

    it('lists, shows and cancels one that waits', async () => {
      const { id } = await migrate();
      assert.ok((await place.value(listOperationIds({ project: 'default' }))).includes(id));
      const listed = (await place.value(listOperations())).find((each) => each['id'] === id);
      assert.deepEqual(
        [listed?.['class'], listed?.['status'], listed?.['may_cancel']],
        ['websocket', 'Running', true],
      );
      const shown = await place.value(getOperation({ id }));
      assert.deepEqual([shown.id, shown.statusCode, shown.mayCancel], [id, 103, true]);
      await place.value(cancelOperation({ id }));
      const after = await place.value(getOperation({ id })).catch((error: unknown) => error);
      assert.ok(AppError.is(after, 'notFound') || (after as Operation).statusCode !== 103, String(after));
    });

    it('runs a command from the skeleton, and waits for its end', async () => {
      const body = place.skeleton(execInstance);
      const { id } = await place.begin(
        execInstance({ name, body: { ...body, command: ['sh', '-c', 'exit 3'] } }),
      );
      const ended = await place.transport.wait(waitForOperation({ id, timeout: 30 }), unhurried());
      assert.equal((ended as { metadata: { return: number } }).metadata.return, 3);
      await place.refuses(cancelOperation({ id }), 'rejected');
    });

    it('opens a websocket', async () => {
      const body = { command: ['sleep', '100'], 'wait-for-websocket': true, interactive: true };
      const operation = await place.begin(execInstance({ name, body }));
      const { id } = operation;
      const [data, control] = await Promise.all([
        place.socket(operation, '0'),
        place.socket(operation, 'control'),
      ]);
      data.on('message', (_, isBinary) => {
        if (!isBinary) data.close();
      });
      control.terminate();
      // Without its control socket the command is killed.
      const ended = await place.transport.wait(waitForOperation({ id }), unhurried());
      assert.equal((ended as { metadata: { return: number } }).metadata.return, 137);
    });

    it('lets in who has the secret, and nobody else', async () => {
      const operation = await migrate();
      const { id } = operation;
      const secret = String(operation.metadata['control']);
      await place.untrusted(async (transport) => {
        const wrong = targetOf(connectWithSecret({ id, secret: 'wrong' }));
        await assert.rejects(transport.webSocket(wrong, unhurried()), (error) => AppError.is(error));
        const socket = await transport.webSocket(targetOf(connectWithSecret({ id, secret })), unhurried());
        assert.equal(socket.readyState, 1);
        socket.terminate();
      });
      await place.value(cancelOperation({ id })).catch((error: unknown) => {
        assert.ok(AppError.is(error)); // it may have ended by the cut
      });
    });

    it('waits for who has the secret', async () => {
      const { target: fingerprint = '' } = await place.value(getAlias({ name: 'busybox' }));
      const { id, metadata } = await place.begin(createImageSecret({ fingerprint }));
      const secret = String(metadata['secret']);
      await place.untrusted(async (transport) => {
        const wait = (words: string) =>
          transport.wait(waitWithSecret({ id, secret: words, timeout: 0 }), unhurried());
        await assert.rejects(wait('wrong'), (error) => AppError.is(error, 'forbidden'));
        if (target.kind === 'lxd')
          assert.deepEqual([(await wait(secret)).id, (await wait(secret)).status], [id, 'Running']);
        // Incus reports that the time is up as an error.
        else await assert.rejects(wait(secret), /deadline exceeded/);
      });
      await place.value(cancelOperation({ id }));
    });
  });
});
