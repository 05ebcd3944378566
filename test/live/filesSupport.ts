import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { silentLog } from '../../src/base/log';
import { systemClock } from '../../src/base/signal';
import type { Address } from '../../src/client/address';
import { runCommand } from '../../src/client/exec/runCommand';
import { SftpChannel } from '../../src/client/files/channel';
import { FileError, type FileReason } from '../../src/client/files/fileError';
import type { Loss, RunInInstance } from '../../src/client/files/remoteFiles';
import { openSftp } from '../../src/client/files/sftpApi';
import { SftpFiles } from '../../src/client/files/sftpFiles';
import { targetOf } from '../../src/client/path';
import { Transport } from '../../src/client/transport';
import { type Target, uniqueName } from '../support/targets';
import { addressOf, never } from './execSupport';

/** A running busybox instance of a test's own, its files, and another way to look at them. */
export class FilesPlace {
  readonly instance = uniqueName('fs');
  readonly transport: Transport;
  private readonly direct: Transport;
  readonly files: SftpFiles;
  /** How many SFTP connections were opened. */
  opened = 0;
  /** What would have been lost; each test says whether that is fine. */
  readonly losses: Loss[] = [];
  acceptLoss = false;

  constructor(
    readonly target: Target,
    address: Address = addressOf(target),
  ) {
    this.transport = new Transport(address, silentLog);
    this.direct = new Transport({ kind: 'unix', path: target.server.socket }, silentLog);
    this.files = this.another();
  }

  /** The same files for another window. */
  another(session = randomBytes(4).toString('hex')): SftpFiles {
    const path = targetOf(openSftp({ name: this.instance }));
    return new SftpFiles({
      open: async (options) => {
        this.opened++;
        return SftpChannel.open(await this.transport.rawSocket(path, 'sftp', options), options);
      },
      run: this.run,
      clock: systemClock,
      log: silentLog,
      session,
    });
  }

  readonly run: RunInInstance = async (command, options) => {
    const request = { project: 'default', instance: this.instance, command };
    const { exitCode, stdout, stderr } = await runCommand(this.transport, request, options);
    return { exitCode, stdout: stdout.toString(), stderr: stderr.toString() };
  };

  /** What `write` takes, unless the test says otherwise. */
  readonly writing = {
    create: true,
    overwrite: true,
    owner: 'directory' as const,
    signal: never,
    confirmLoss: (loss: Loss) => {
      this.losses.push(loss);
      return Promise.resolve(this.acceptLoss);
    },
  };

  /**
   * Runs a script inside, over the socket, and returns what it prints: no file of this is read through SFTP.
   * Not through the CLI, which loses output on a busy machine and does not say so.
   */
  async sh(script: string): Promise<string> {
    const request = { project: 'default', instance: this.instance, command: ['sh', '-c', script] };
    const { exitCode, stdout, stderr } = await runCommand(this.direct, request, { signal: never });
    if (exitCode !== 0) throw new Error(`${script}: exit code ${exitCode}: ${stderr.toString()}`);
    return stdout.toString();
  }

  async launch(): Promise<void> {
    await this.target.cli(['launch', 'busybox', this.instance]);
  }

  async remove(): Promise<void> {
    this.files.dispose();
    await this.transport.close();
    await this.direct.close();
    await this.target.cli(['delete', '--force', this.instance]);
  }

  text(path: string): Promise<string> {
    return this.files.read(path, { signal: never }).then((bytes) => Buffer.from(bytes).toString());
  }
}

/** Fails unless `work` fails for this reason. */
export function fails(work: Promise<unknown>, reason: FileReason): Promise<void> {
  return assert.rejects(work, (error) => {
    assert.ok(error instanceof FileError, `${String(error)} is no FileError`);
    assert.equal(error.reason, reason, error.message);
    return true;
  });
}
