import type { AppError } from '../base/errors';

/** A number from 0 up to, not including, 1. */
export type Random = () => number;

const firstMs = 150;
const quickMs = 1_500;
const slowMs = 30_000;
/** About four minutes of quick attempts: a server that restarts is back in the tree within two seconds. */
const quickAttempts = 200;

/**
 * How long to wait before attempt `attempt` + 1, in milliseconds: doubles from 150 ms to 1.5 s, and to 30 s for a
 * server that has been gone for minutes; with jitter downwards, so that many clients do not come back in step.
 */
export function reconnectDelayMs(attempt: number, random: Random): number {
  const ceiling = attempt < quickAttempts ? quickMs : slowMs;
  return Math.min(firstMs * 2 ** Math.min(attempt, 16), ceiling) * (1 - 0.3 * random());
}

/** False where only a person can help: trust, permission, an address that is no LXD. */
export function worthRetrying(error: AppError): boolean {
  return error.kind === 'unreachable';
}
