import { spawn } from 'node:child_process';

export interface ExecOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Written to the command's stdin; without it stdin is empty. */
  readonly input?: string | Buffer;
  /** Milliseconds until the command is killed; 0 or nothing is for ever. */
  readonly timeout?: number;
  /** Show what the command prints while it runs, besides returning it. */
  readonly echo?: boolean;
}

export interface ExecResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end, whatever its exit code; 127 when there is no such command. */
export function tryExec(
  command: string,
  args: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: options.cwd, env: options.env ?? process.env, stdio: 'pipe' });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => {
      out.push(chunk);
      if (options.echo) process.stdout.write(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err.push(chunk);
      if (options.echo) process.stderr.write(chunk);
    });
    const timer = options.timeout ? setTimeout(() => child.kill('SIGKILL'), options.timeout) : undefined;
    const finish = (code: number, problem = '') => {
      clearTimeout(timer);
      const stderr = Buffer.concat(err).toString() + problem;
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr });
    };
    child.on('error', (error) => {
      finish(127, error.message);
    });
    child.on('close', (code, signal) => {
      finish(code ?? 137, signal ? `ended by ${signal}` : '');
    });
    child.stdin.on('error', () => undefined); // a command that ends before it has read its input
    child.stdin.end(options.input);
  });
}

/** Runs a command, returns its stdout, throws with its own words when it fails. */
export async function exec(
  command: string,
  args: readonly string[],
  options: ExecOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await tryExec(command, args, options);
  if (code === 0) return stdout;
  throw new Error(
    `${command} ${args.join(' ')}: exit code ${code}\n${(stderr.trim() || stdout.trim()).slice(-2000)}`,
  );
}
