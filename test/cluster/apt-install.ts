import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether a program can be started by its name alone; Debian keeps daemons in /usr/sbin, which a user's PATH may lack. */
export async function hasProgram(name: string): Promise<boolean> {
  return run('sh', ['-c', 'command -v -- "$1"', 'sh', name], { env: daemonEnv() }).then(
    () => true,
    () => false,
  );
}

/** The environment of daemons and of what talks to them. */
export function daemonEnv(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin`, ...extra };
}

/**
 * Installs Debian's packages unless their programs are there, which takes root and apt.
 *
 * @returns undefined when the programs are there; else why not, in one line
 */
export async function installed(programs: readonly string[], packages: readonly string[]): Promise<string | undefined> {
  const missing = async (): Promise<string[]> => {
    const found = await Promise.all(programs.map(hasProgram));
    return programs.filter((_, i) => !found[i]);
  };
  const before = await missing();
  if (before.length === 0) return undefined;
  const why = `${before.join(', ')} not installed`;
  if (process.getuid?.() !== 0) return `${why}, and only root can: apt-get install ${packages.join(' ')}`;
  if (!(await hasProgram('apt-get'))) return `${why}, and this machine has no apt-get`;
  const apt = async (...args: string[]): Promise<unknown> =>
    run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], {
      // Debian starts a service as soon as it is installed; ours are started by the tests, and no other.
      env: daemonEnv({ DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }),
      timeout: 300_000,
      maxBuffer: 1 << 26,
    });
  const install = ['install', '--yes', '--no-install-recommends', ...packages];
  try {
    await apt(...install).catch(async () => {
      // A new machine has no list of packages, or an old one.
      await apt('update');
      await apt(...install);
    });
  } catch (error) {
    const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    return `${why}, and apt-get failed: ${text.trim().split('\n')[0]}`;
  }
  const after = await missing();
  return after.length === 0 ? undefined : `${after.join(', ')} not there after apt-get install ${packages.join(' ')}`;
}
