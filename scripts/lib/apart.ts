import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

/** What a command is begun with that is to have a network, and mount points, of its own. */
export const apart = ['unshare', '--net', '--mount'] as const;

function must(command: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
}

/** The mount points right below /sys, control groups for one. */
function belowSys(): string[] {
  const points = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((point) => point.startsWith('/sys/'));
  return points.filter((point) => points.every((other) => !point.startsWith(`${other}/`)));
}

/**
 * In a process begun so: makes its network usable by servers, as `ip netns exec` does, but keeps the control groups.
 * Interfaces of containers that come and go in it are then seen by nobody else: Incus looks at all interfaces of the
 * machine when it changes a network, and gives up when one goes meanwhile (docs/servers.md).
 */
export function settleApart(): void {
  const kept = mkdtempSync('/var/tmp/lxd-explorer-sys-');
  must('mount', '--rbind', '/sys', kept);
  const points = belowSys();
  must('mount', '-t', 'sysfs', 'sysfs', '/sys');
  for (const point of points) must('mount', '--rbind', join(kept, point.slice('/sys'.length)), point);
  must('umount', '--lazy', kept);
  rmdirSync(kept);
  must('ip', 'link', 'set', 'lo', 'up');
}
