import type { Engine, QueueEntry, QueueState, Step, SubmittedJob, Submission } from '../engine.ts';
import { EngineFailure } from '../engine.ts';
import { taskArgs } from '../task-contract.ts';
import { batchOptions, batchScript, quoted, type BatchJob } from './batch-script.ts';
import { slurmCommand } from './slurm-command.ts';

/** Slurm's own limit of an array where its administrator has set none: indices below 1,001. */
const USUAL_ARRAY = 1001;

/** Slurm, by its commands alone; `sacct` is not needed, since many clusters do without. */
export const slurm: Engine = {
  name: 'slurm',
  program: 'sbatch',
  async print(submission) {
    const parts = batchJobs(submission, USUAL_ARRAY - 1).map(({ after, ...job }, i) => {
      const options = batchOptions(
        submission,
        job,
        after.map((j) => `$job${j}`),
      ).map(shellWord);
      return `job${i}=$(sbatch --parsable ${options.join(' ')} <<'LABEL_AUDIT'\n${batchScript(submission, job)}LABEL_AUDIT\n)\n`;
    });
    return Promise.resolve(`#!/bin/bash\nset -e\n${parts.join('\n')}`);
  },
  async submit(submission, signal) {
    const made: SubmittedJob[] = [];
    try {
      for (const { after, ...job } of batchJobs(submission, await longestArray(signal))) {
        const options = batchOptions(
          submission,
          job,
          after.map((j) => made[j].id),
        );
        const said = await slurmCommand('sbatch', ['--parsable', ...options], signal, batchScript(submission, job));
        // `id` or `id;cluster`.
        const id = /^(\d+)(?:;\S+)?\s*$/m.exec(said)?.[1];
        if (id === undefined) throw new EngineFailure(`sbatch answered "${said.trim()}", which names no job.`);
        made.push({ step: job.step, id, tasks: job.tasks });
      }
      return { where: {}, jobs: made };
    } catch (error) {
      // Nothing is left half handed over.
      if (made.length > 0)
        await slurmCommand(
          'scancel',
          made.map(({ id }) => id),
        ).catch(() => undefined);
      throw error;
    }
  },
  async queue(record, signal) {
    const ids = record.jobs.map(({ id }) => id);
    // All of the user's own jobs: to ask for an id that is forgotten is an error.
    const said = await slurmCommand('squeue', ['-h', '-r', '-a', '-t', 'all', '--me', '-o', '%i|%T|%r'], signal);
    const lines = new Map<string, { readonly state: string; readonly reason: string }>();
    for (const line of said.split('\n')) {
      const [id, state, reason = ''] = line.trim().split('|');
      if (ids.includes(id.split('_')[0])) lines.set(id, { state, reason });
    }
    return record.jobs.flatMap(({ step, id, tasks }): QueueEntry[] => {
      const entry = (name: string, task?: number): QueueEntry => {
        const found = lines.get(name);
        const named = task === undefined ? { step } : { step, task };
        if (found === undefined) return { ...named, state: 'lost' };
        const { reason } = found;
        return { ...named, state: stateOf(found.state), ...(reason === 'None' || reason === '' ? {} : { reason }) };
      };
      return tasks.length === 0 ? [entry(id)] : tasks.map((task, place) => entry(`${id}_${place}`, task));
    });
  },
  async cancel(record, signal) {
    await slurmCommand('scancel', ['--quiet', '--full', ...record.jobs.map(({ id }) => id)], signal).catch(
      async (error: unknown) => {
        // What has ended and is forgotten can't be cancelled; whatever is still there must be.
        const busy = (await this.queue(record, signal)).some(({ state }) => state === 'running' || state === 'waiting');
        if (busy) throw error;
      },
    );
  },
};

/** What Slurm calls the states of a job; see squeue(1). */
function stateOf(name: string): QueueState {
  switch (name) {
    case 'PENDING':
    case 'CONFIGURING':
    case 'REQUEUED':
    case 'REQUEUE_HOLD':
    case 'REQUEUE_FED':
    case 'SPECIAL_EXIT':
    case 'RESV_DEL_HOLD':
      return 'waiting';
    case 'RUNNING':
    case 'COMPLETING':
    case 'SIGNALING':
    case 'STAGE_OUT':
    case 'STOPPED':
    case 'SUSPENDED':
    case 'RESIZING':
      return 'running';
    case 'COMPLETED':
      return 'ended';
    case 'CANCELLED':
    case 'REVOKED':
    case 'PREEMPTED':
      return 'cancelled';
    default:
      return 'failed';
  }
}

/** A job, and the places of those that must be done before. */
type Chained = BatchJob & { readonly after: readonly number[] };

/** The steps as jobs: one that is longer than an array may be becomes several, which run side by side. */
function batchJobs({ steps, run }: Submission, longest: number): Chained[] {
  const jobs: Chained[] = [];
  let before: number[] = [];
  for (const step of steps) {
    const own: number[] = [];
    for (const part of partsOf(step, run, longest)) {
      own.push(jobs.length);
      jobs.push({ ...part, after: before });
    }
    before = own;
  }
  return jobs;
}

function partsOf({ name, tasks, args }: Step, run: string, longest: number): BatchJob[] {
  if (tasks.length <= longest) return [{ step: name, tasks, args }];
  const count = Math.ceil(tasks.length / longest);
  return Array.from({ length: count }, (_, i) => {
    const own = tasks.slice(i * longest, (i + 1) * longest);
    return { step: name, tasks: own, args: taskArgs(run, own) };
  });
}

/** How many tasks an array of this cluster may have. */
async function longestArray(signal?: AbortSignal): Promise<number> {
  const said = await slurmCommand('scontrol', ['show', 'config'], signal);
  const found = /^MaxArraySize\s*=\s*(\d+)/m.exec(said)?.[1];
  return Number(found ?? USUAL_ARRAY) - 1;
}

/** A word of the printed script, in which the ids of earlier jobs are variables; elsewhere `$` is a letter like any other. */
function shellWord(word: string): string {
  return /^--dependency=afterok(?::\$job\d+)+$/.test(word) ? `"${word}"` : quoted(word);
}
