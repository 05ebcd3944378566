import { spawn } from 'node:child_process';
import { openSync, closeSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exec, type ExecOptions } from './exec';
import { flavours, type Kind } from './flavour';
import { isAlive, kill, runVariable } from './processes';
import { waitFor } from './wait';

/** Where a server of a run is: plain data, so that another process can take hold of the server with it. */
export interface ServerPlace {
  readonly kind: Kind;
  /** The run's folder; the server's own things lie below it. */
  readonly run: string;
  /** LXD_DIR or INCUS_DIR. */
  readonly dir: string;
  /** LXD_CONF or INCUS_CONF of the server's own client, which knows this server as `local`. */
  readonly conf: string;
  readonly socket: string;
  /** An address of the loopback: 127.0.0.1, or another one for a member of a cluster. */
  readonly host: string;
  readonly port: number;
  readonly logFile: string;
}

export interface TestServer extends ServerPlace {
  /** `https://host:port`. */
  readonly address: string;
  readonly env: Readonly<Record<string, string>>;
  readonly pid: () => number | undefined;
  /** Runs `lxc` or `incus` against this server, returns its stdout. */
  readonly cli: (args: readonly string[], options?: Omit<ExecOptions, 'env'>) => Promise<string>;
  /** Starts the daemon and waits until it answers. */
  readonly start: () => Promise<void>;
  /** SIGKILL, as a crash would: containers go on, nothing is tidied. */
  readonly kill: () => Promise<void>;
  /** kill() and start(). */
  readonly restart: () => Promise<void>;
  /** Stops every instance and then the daemon, within a bounded time; what is left is the run's to end. */
  readonly stop: () => Promise<void>;
}

/** The place alone, for a file that another process reads. */
export function placeOf({ kind, run, dir, conf, socket, host, port, logFile }: ServerPlace): ServerPlace {
  return { kind, run, dir, conf, socket, host, port, logFile };
}

const pidFile = (place: ServerPlace) => `${place.dir}.pid`;

/** How the files end that name the place of every server that a run has started, beside the server's folder. */
export const placeEnding = '.place.json';

/** The server at a place, whether or not this process started it. */
export function serverAt(place: ServerPlace): TestServer {
  const flavour = flavours[place.kind];
  const env = {
    [flavour.dirVariable]: place.dir,
    [flavour.confVariable]: place.conf,
    [runVariable]: place.run,
  };
  const whole = { ...process.env, ...env };

  const pid = () => {
    try {
      const found = Number(readFileSync(pidFile(place), 'utf8'));
      return isAlive(found) ? found : undefined;
    } catch {
      return undefined;
    }
  };
  const cli: TestServer['cli'] = (args, options) =>
    exec(flavour.client, args, { timeout: 120_000, ...options, env: whole });

  const begin = async () => {
    const log = openSync(`${place.dir}.out`, 'a');
    const args = ['--group', 'root', '--debug', '--logfile', place.logFile];
    const child = spawn(flavour.daemon(), args, { detached: true, stdio: ['ignore', log, log], env: whole });
    closeSync(log);
    child.unref();
    child.on('error', () => undefined); // told by waitready, with the daemon's own words
    writeFileSync(pidFile(place), String(child.pid));
    writeFileSync(place.dir + placeEnding, JSON.stringify(placeOf(place)));
    await exec(flavour.daemon(), ['waitready', '--timeout', '60'], { env: whole, timeout: 70_000 });
  };
  const killDaemon = async () => {
    const found = pid();
    if (found === undefined) return;
    kill(found, 'SIGKILL');
    await waitFor(`${place.kind} to die`, () => !isAlive(found), { interval: 5 });
  };
  /** Incus leaves a network out for a minute where an interface of anybody's went while it looked at all of them. */
  const lacksNetwork = async () => {
    const all = JSON.parse(await cli(['query', '/1.0/networks?recursion=1'])) as { status?: string }[];
    return all.some(({ status }) => status === 'Unavailable');
  };
  const start = async () => {
    await begin();
    for (let tries = 0; tries < 3 && (await lacksNetwork()); tries++) {
      await killDaemon();
      await begin();
    }
  };
  const stop = async () => {
    const found = pid();
    if (found === undefined) return;
    const projects = await cli(['project', 'list', '--format', 'csv'], { timeout: 10_000 });
    for (const line of projects.trim().split('\n')) {
      const project = (line.split(',')[0] ?? '').replace(' (current)', '');
      await cli(['stop', '--all', '--force', '--project', project], { timeout: 20_000 }).catch(
        () => undefined,
      );
    }
    await exec(flavour.daemon(), ['shutdown', '--timeout', '15'], { env: whole, timeout: 20_000 }).catch(
      () => undefined,
    );
    await waitFor(`${place.kind} to end`, () => !isAlive(found), { timeout: 5000 }).catch(() => killDaemon());
  };
  return {
    ...place,
    address: `https://${place.host}:${place.port}`,
    env,
    pid,
    cli,
    start,
    kill: killDaemon,
    restart: async () => {
      await killDaemon();
      await start();
    },
    stop,
  };
}

export const serverFolders = (run: string, kind: Kind, name: string = kind) => ({
  dir: join(run, name),
  conf: join(run, `${name}-conf`),
  logFile: join(run, `${name}.log`),
});
