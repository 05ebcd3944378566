import { AppError } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import { specialBits } from './attributes';
import { FileError } from './fileError';
import type { ConfirmLoss, Loss, RunInInstance } from './remoteFiles';

/** The names of the special bits in `mode`. */
export function bitNames(mode: number): Loss['bits'] {
  const names = [
    [0o4000, 'setuid'],
    [0o2000, 'setgid'],
    [0o1000, 'sticky'],
  ] as const;
  return names.filter(([bit]) => mode & bit).map(([, name]) => name);
}

/**
 * Sets a mode with special bits by `chmod` inside the instance: SFTP and /files drop them (seen on LXD 5.0.2 and
 * Incus 6.0.4).
 * @returns why it cannot be done, or undefined when it was
 */
export async function chmodInside(
  run: RunInInstance,
  mode: number,
  path: string,
  options: Abortable,
): Promise<Loss['why'] | undefined> {
  try {
    const { exitCode } = await run(['chmod', mode.toString(8), path], options);
    return exitCode === 0 ? undefined : 'noCommand';
  } catch (error) {
    if (AppError.is(error, 'rejected')) return 'stopped';
    if (AppError.is(error, 'operationFailed')) return 'noCommand';
    throw error;
  }
}

/** Sets the mode if it has special bits, or asks whether they may be lost. @throws FileError 'declined' */
export async function keepSpecialBits(
  { run, confirmLoss }: { run: RunInInstance; confirmLoss: ConfirmLoss },
  file: { mode: number; at: string; path: string },
  options: Abortable,
): Promise<void> {
  if ((file.mode & specialBits) === 0) return;
  const why = await chmodInside(run, file.mode, file.at, options);
  if (why !== undefined) await accept(confirmLoss, { path: file.path, bits: bitNames(file.mode), why });
}

/** @throws FileError 'declined' unless the person accepts the loss */
export async function accept(confirmLoss: ConfirmLoss, loss: Loss): Promise<void> {
  if (await confirmLoss(loss)) return;
  throw new FileError(
    'declined',
    loss.path,
    `Not changed: ${loss.path} would have lost its ${loss.bits.join(' and ')} bit`,
  );
}
