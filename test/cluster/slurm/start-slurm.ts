import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { daemonEnv, installed } from '../apt-install.ts';
import { freePorts, startDaemon, stopDaemons, untilReady, type Daemon } from '../daemons.ts';

const run = promisify(execFile);

/** A Slurm of one node, this machine, of two cores; all of it listens on the loopback and lies in a temporary folder. */
export interface StartedSlurm {
  /** What Slurm's commands, and our launcher, need in their environment. */
  readonly env: { readonly SLURM_CONF: string; readonly PATH: string };
  readonly folder: string;
  /** Runs one of Slurm's commands; resolves to what it prints. */
  readonly command: (name: string, ...args: string[]) => Promise<string>;
  /** Cancels all jobs, ends the servers by their process ids and removes the folder. */
  readonly stop: () => Promise<void>;
}

/** Installs Slurm where it is missing and we may. @returns why it can't run here, in one line; undefined where it can */
export async function slurmIsMissing(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'Slurm runs on Linux alone';
  const missing = await installed(['munged', 'slurmctld', 'slurmd', 'sbatch'], ['slurm-wlm', 'munge']);
  if (missing !== undefined) return missing;
  return process.getuid?.() === 0 ? undefined : 'a test of Slurm starts its daemons as root';
}

export async function startSlurm(): Promise<StartedSlurm> {
  // A socket's path has 107 bytes at most.
  const folder = await mkdtemp(join(tmpdir(), 'la-slurm-'));
  const [ctldPort, slurmdPort] = await freePorts(2);
  await Promise.all(['state', 'spool'].map((name) => mkdir(join(folder, name))));
  const conf = join(folder, 'slurm.conf');
  await writeFile(join(folder, 'munge.key'), randomBytes(1024), { mode: 0o600 });
  await writeFile(conf, configuration(folder, ctldPort, slurmdPort));
  const env = { SLURM_CONF: conf, PATH: daemonEnv().PATH ?? '' };
  const command = async (name: string, ...args: string[]): Promise<string> =>
    (await run(name, args, { env: { ...process.env, ...env } })).stdout;

  const daemons: Daemon[] = [];
  const stop = async (): Promise<void> => {
    await endJobs(command).catch(() => undefined);
    await stopDaemons(daemons);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const munge = { 'key-file': 'munge.key', socket: 'munge.socket', 'pid-file': 'munged.pid' };
    daemons.push(
      startDaemon(folder, 'munged', [
        ...[
          '--foreground',
          '--force',
          `--seed-file=${join(folder, 'seed')}`,
          `--log-file=${join(folder, 'munged.log')}`,
        ],
        ...Object.entries(munge).map(([option, name]) => `--${option}=${join(folder, name)}`),
      ]),
    );
    const answers = async (): Promise<boolean> =>
      run('munge', ['-n', '-S', join(folder, 'munge.socket')]).then(() => true);
    await untilReady(daemons, answers, 20);
    daemons.push(startDaemon(folder, 'slurmctld', ['-D', '-c'], { env }));
    daemons.push(startDaemon(folder, 'slurmd', ['-D', '-N', 'localhost'], { env }));
    await untilReady(daemons, async () => (await command('sinfo', '-h', '-o', '%T')).trim() === 'idle', 60);
  } catch (error) {
    await stop();
    throw error;
  }
  return { env, folder, command, stop };
}

/** Cancels all jobs and waits until their processes are gone; those that stay are killed by Slurm. */
async function endJobs(command: StartedSlurm['command']): Promise<void> {
  const busy = async (): Promise<boolean> => (await command('squeue', '-h', '-o', '%i')).trim() !== '';
  if (!(await busy())) return;
  await command('scancel', '--user=root');
  for (let i = 0; i < 100 && (await busy()); i++) await sleep(100);
}

function configuration(folder: string, ctldPort: number, slurmdPort: number): string {
  const at = (name: string): string => join(folder, name);
  return `ClusterName=labelaudit
SlurmctldHost=localhost
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=${at('munge.socket')}
SlurmctldPort=${ctldPort}
SlurmdPort=${slurmdPort}
SlurmctldPidFile=${at('slurmctld.pid')}
SlurmdPidFile=${at('slurmd.pid')}
StateSaveLocation=${at('state')}
SlurmdSpoolDir=${at('spool')}
SlurmctldLogFile=${at('slurmctld.log')}
SlurmdLogFile=${at('slurmd.log')}
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SwitchType=switch/none
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
AccountingStorageType=accounting_storage/none
ReturnToService=2
SlurmdTimeout=10
KillWait=2
MinJobAge=300
JobRequeue=1
NodeName=localhost NodeAddr=127.0.0.1 CPUs=2 Boards=1 SocketsPerBoard=1 CoresPerSocket=2 ThreadsPerCore=1 RealMemory=4000 State=UNKNOWN
PartitionName=main Nodes=localhost Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO
`;
}
