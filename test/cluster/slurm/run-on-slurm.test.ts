import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineRecord, RunStatus } from '../../../src/cluster/light.ts';
import { start, type Run } from '../../unit/cli/label-audit.ts';
import { digitsFolder, eventsOf, type DigitsFolder } from '../../unit/cluster/run-of-digits.ts';
import { slurmIsMissing, startSlurm, type StartedSlurm } from './start-slurm.ts';

const missing = await slurmIsMissing();

describe.skipIf(missing !== undefined)('an audit on Slurm', () => {
  let slurm: StartedSlurm;
  let data: DigitsFolder;
  const at = (...parts: string[]): string => join(data.folder, ...parts);
  const OPTIONS = ['--model', 'small-cnn', '--folds', '5', '--epochs', '60', '--seed', '7', '--quiet'];
  const labelAudit = (...args: string[]): Promise<Run> => start(args, slurm.env).done;
  const launch = (run: string, ...more: string[]): Promise<Run> =>
    labelAudit(
      ...['audit', data.labels, ...OPTIONS, '--shards', '2', '--run', at(run), '--out', at(`${run}-report`)],
      ...['--on', 'slurm', '--engine-args', '--cpus-per-task=1 --mem=900', ...more],
    );
  const statusOf = async (run: string): Promise<RunStatus> =>
    JSON.parse((await labelAudit('status', at(run), '--json')).stdout) as RunStatus;
  const record = async (run: string): Promise<EngineRecord> =>
    JSON.parse(await readFile(at(run, 'engine.json'), 'utf8')) as EngineRecord;
  /** The processes whose command line names a run. */
  const processesOf = async (run: string): Promise<number[]> => {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
    const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
    return pids.filter((_, i) => lines[i].includes(at(run)));
  };
  /** The process of a task that has begun to train, by its events. */
  const trainingTask = async (run: string): Promise<{ readonly task: number; readonly pid: number }> => {
    let found: { readonly task: number; readonly pid: number } | undefined;
    const look = async (): Promise<boolean> => {
      for (let task = 3; task < 8 && found === undefined; task++) {
        const events = await eventsOf(at(run), task).catch(() => []);
        const begun = events.findLast(({ type }) => type === 'started') as { pid?: number } | undefined;
        if (events.at(-1)?.type === 'progress' && begun?.pid !== undefined) found = { task, pid: begun.pid };
      }
      return found !== undefined;
    };
    await expect.poll(look, { timeout: 120_000, interval: 50 }).toBe(true);
    return found!;
  };

  beforeAll(async () => {
    slurm = await startSlurm();
    data = await digitsFolder();
  });
  afterAll(async () => {
    await slurm.stop();
    await rm(data.folder, { recursive: true, force: true });
  });

  it('prints what it would hand over, and hands nothing over', async () => {
    const { code, stdout } = await launch('printed', '--print');
    expect(code).toBe(0);
    expect(stdout.match(/^job\d=\$\(sbatch .*$/gm)).toEqual([
      expect.stringMatching(/--array=0-1 --cpus-per-task=1 --mem=900 /),
      expect.stringMatching(/--array=0-0 "--dependency=afterok:\$job0" --kill-on-invalid-dep=yes /),
      expect.stringMatching(/--array=0-4 "--dependency=afterok:\$job1" /),
      expect.stringMatching(/"--dependency=afterok:\$job2" /),
    ]);
    expect(await slurm.command('squeue', '-h')).toBe('');
  });

  it('is cancelled without a trace, taken up again, survives a killed task, and gives the bits of one machine', async () => {
    expect((await launch('run')).code).toBe(0);
    await trainingTask('run');
    const busy = await launch('run');
    expect(busy.code).toBe(2);
    expect(busy.stderr).toMatch(/has \d jobs on slurm already/);
    expect((await labelAudit('cancel', at('run'))).code).toBe(0);
    await expect.poll(() => processesOf('run'), { timeout: 10_000 }).toEqual([]);
    await expect.poll(async () => (await statusOf('run')).state, { timeout: 10_000 }).toBe('cancelled');

    const doneBefore = (await readdir(at('run/results'))).filter((name) => name.endsWith('.json'));
    expect((await launch('run')).code).toBe(0);
    const { jobs } = await record('run');
    expect(jobs.flatMap(({ tasks }) => tasks)).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].filter((task) => !doneBefore.includes(`00000${task}.json`)),
    );
    const { task, pid } = await trainingTask('run');
    process.kill(pid, 'SIGKILL');
    const { code, stdout } = await labelAudit('status', at('run'), '--wait');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/: done\n[^]*merge {4}1\/1 done\nReport: .*run-report\n$/) as string,
    });
    const said = await eventsOf(at('run'), task);
    expect(said.filter(({ type }) => type === 'started').length).toBeGreaterThan(1);
    expect(said.at(-1)).toMatchObject({ type: 'done' });

    const local = await labelAudit('audit', data.labels, ...OPTIONS, '--no-cache', '--out', at('local'));
    expect(local.code).toBe(0);
    expect(await readFile(at('run-report/pred_probs.npy'))).toEqual(await readFile(at('local/pred_probs.npy')));
    expect((await launch('run')).stdout).toMatch(/is done/);
  });

  it('stops at an error of ours, which is not tried again, and names the task and its reason', async () => {
    expect((await labelAudit('plan', data.labels, ...OPTIONS, '--shards', '2', '--run', at('bad'))).code).toBe(0);
    for (const index of ['0', '1']) expect((await labelAudit('task', at('bad'), index)).code).toBe(0);
    const shard = at('bad/pictures/shard-000000');
    const bytes = await readFile(shard);
    bytes[5] ^= 255;
    await writeFile(shard, bytes);
    const { code } = await labelAudit(
      ...['audit', data.labels, ...OPTIONS, '--shards', '2', '--run', at('bad'), '--on', 'slurm'],
      ...['--engine-args', '--cpus-per-task=1 --mem=900'],
    );
    expect(code).toBe(0);
    await expect.poll(async () => (await statusOf('bad')).state, { timeout: 120_000, interval: 500 }).toBe('failed');
    await expect.poll(() => processesOf('bad'), { timeout: 10_000 }).toEqual([]);
    const { tasks, steps } = await statusOf('bad');
    expect(tasks.some(({ words }) => /shard-000000 is not what task 0 wrote/.test(words ?? ''))).toBe(true);
    expect(steps.find(({ name }) => name === 'merge')?.counts.cancelled).toBe(1);
    const attempts = await Promise.all([3, 4, 5, 6, 7].map((task) => eventsOf(at('bad'), task).catch(() => [])));
    expect(attempts.every((events) => events.filter(({ type }) => type === 'started').length <= 1)).toBe(true);
  });
});
