import { Readable, Writable } from 'node:stream';
import type WebSocket from 'ws';
import { AppError } from '../../base/errors';

/** Bytes that a stream holds before it stops the sender. */
const highWaterMark = 256 * 1024;
/** Largest frame that is sent, in bytes: masking copies each one. */
const maxFrame = 64 * 1024;

/**
 * What a websocket of an exec carries towards us: binary frames, and an empty text frame as the end. Reads at the
 * reader's pace: where it stops reading, the socket is paused, and with it the process.
 * The stream fails with AppError 'unreachable' where the socket closes without that end: output is missing.
 * `onEnd` is told about the end, once.
 */
export function readFrom(webSocket: WebSocket, what: string, onEnd?: () => void): Readable {
  let ended = false;
  const stream = new Readable({
    highWaterMark,
    read() {
      webSocket.resume();
    },
    destroy(error, done) {
      // Not before the end: closing stdout would kill the process by SIGPIPE, and that is for others to decide.
      if (!ended) webSocket.resume();
      done(error);
    },
  });
  webSocket.on('message', (data: Buffer, isBinary: boolean) => {
    if (ended) return;
    if (isBinary) {
      if (!stream.destroyed && !stream.push(data)) webSocket.pause();
    } else if (data.length === 0) {
      ended = true;
      stream.push(null);
      onEnd?.();
    }
  });
  webSocket.on('close', () => {
    if (ended || stream.destroyed) return;
    stream.destroy(new AppError('unreachable', `The connection was lost: ${what} is truncated`));
  });
  return stream;
}

/**
 * What we send on a websocket of an exec: binary frames, and an empty text frame at the end. A write is done when
 * less than `highWaterMark` waits to be sent, so a slow reader on the other side slows the writer down.
 * The stream fails with AppError 'operationFailed' where the command ends before it was all sent.
 */
export function writeTo(webSocket: WebSocket): Writable {
  /** Calls back to the stream once there is room again. */
  let waiting: ((error?: Error | null) => void) | undefined;
  const proceed = (error?: Error | null): void => {
    if (!waiting || (!error && webSocket.bufferedAmount >= highWaterMark)) return;
    const go = waiting;
    waiting = undefined;
    go(error);
  };
  const onSent = (error?: Error | null): void => {
    proceed(error ? closedEarly(error) : undefined);
  };
  webSocket.once('close', () => {
    proceed(closedEarly());
    if (!stream.writableFinished) stream.destroy(stream.writableLength > 0 ? closedEarly() : undefined);
  });
  const stream = new Writable({
    highWaterMark,
    write(chunk: Buffer, _encoding, done) {
      waiting = done;
      for (let at = 0; at < chunk.length; at += maxFrame) {
        webSocket.send(chunk.subarray(at, at + maxFrame), { binary: true }, onSent);
      }
      proceed();
    },
    final(done) {
      webSocket.send('', { binary: false }, (error) => {
        done(error ? closedEarly(error) : undefined);
      });
    },
  });
  return stream;
}

function closedEarly(cause?: unknown): AppError {
  const message = 'The command ended before it had read all of its input';
  return new AppError('operationFailed', message, { cause });
}
