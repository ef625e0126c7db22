import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { daemonEnv } from './apt-install.ts';

/** A server that a test started itself. */
export interface Daemon {
  readonly name: string;
  readonly child: ChildProcess;
  readonly log: string;
}

/** Starts a server in the foreground; what it says goes to a log in `folder`. */
export function startDaemon(
  folder: string,
  name: string,
  args: readonly string[],
  { env = {}, program = name }: { readonly env?: Readonly<Record<string, string>>; readonly program?: string } = {},
): Daemon {
  const log = join(folder, `${name}.out`);
  const file = openSync(log, 'a');
  const child = spawn(program, args, { cwd: folder, env: daemonEnv(env), stdio: ['ignore', file, file] });
  closeSync(file);
  child.on('error', () => undefined);
  return { name, child, log };
}

const isOver = ({ child }: Daemon): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

/** Ends servers, the last one first, by their process ids; resolves when they are gone. */
export async function stopDaemons(daemons: readonly Daemon[]): Promise<void> {
  for (const daemon of daemons.toReversed()) {
    if (isOver(daemon)) continue;
    const gone = new Promise((resolve) => daemon.child.once('exit', resolve));
    daemon.child.kill('SIGTERM');
    const stubborn = setTimeout(() => daemon.child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(stubborn);
  }
}

/** Waits until `isReady` says so. @throws Error with the ends of the logs, where a server ends before or time is up */
export async function untilReady(
  daemons: readonly Daemon[],
  isReady: () => Promise<boolean>,
  seconds: number,
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    if (await isReady().catch(() => false)) return;
    const over = daemons.filter(isOver);
    if (over.length > 0 || Date.now() > end) {
      const why = over.length > 0 ? `${over.map(({ name }) => name).join(', ')} ended` : `Not ready after ${seconds} s`;
      throw new Error(`${why}.\n${(await Promise.all(daemons.map(endOfLog))).join('\n')}`);
    }
    await sleep(100);
  }
}

async function endOfLog({ name, log }: Daemon): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return `--- ${name}\n${text.slice(-1500)}`;
}

/** Ports of the loopback that are free now; all differ. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => {
            resolve((server.address() as AddressInfo).port);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
