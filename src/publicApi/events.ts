import type { LxdDisposable, LxdListenOptions, LxdServerEvent } from '../../api/lxdExplorer.d.ts';
import { toDisposable } from '../base/disposable';
import { AppError, describeChain, isCancelled, messageOf } from '../base/errors';
import { followEvents } from '../model/eventFeed';
import type { PublicApiOptions } from './options';

/**
 * Listens to the events of a remote until disposed, or until `life` is aborted.
 * What the listeners of another extension throw is logged and ends nothing.
 */
export function listen(
  options: PublicApiOptions,
  { remote, types = ['lifecycle'], project, ...callbacks }: LxdListenOptions,
  listener: (event: LxdServerEvent) => unknown,
  life: AbortSignal,
): LxdDisposable {
  const stop = new AbortController();
  const { log, clock, remotes, discovered } = options;
  const guarded = (call: () => unknown): void => {
    try {
      call();
    } catch (error) {
      log.error(`A listener of another extension failed: ${describeChain(error)}`);
    }
  };
  const follow = async (): Promise<void> => {
    try {
      await discovered();
      await followEvents(remotes, remote, {
        types,
        project,
        clock,
        signal: AbortSignal.any([stop.signal, life]),
        onOpen: () => {
          guarded(() => callbacks.onOpen?.());
        },
        onEvent: (event) => {
          guarded(() => listener(event));
        },
      });
    } catch (error) {
      if (isCancelled(error)) return;
      const reason = AppError.is(error)
        ? error
        : new AppError('protocol', messageOf(error), { cause: error });
      log.warn(`${remote}: events for another extension ended: ${reason.message}`);
      guarded(() => callbacks.onError?.(reason));
    }
  };
  void follow();
  return toDisposable(() => {
    stop.abort();
  });
}
