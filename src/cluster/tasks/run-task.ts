import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditHooks, AuditProgress } from '../../audit/index.ts';
import { PlanError, phaseOf, taskCount, type Phase, type Plan } from '../plan/plan.ts';
import { readPlan } from '../plan/read-plan.ts';
import { requireSameVersions } from '../plan/versions.ts';
import { runFolder } from '../run-folder.ts';
import { chooseForRun } from './choose-for-run.ts';
import { dealRun } from './deal-run.ts';
import { modelOfRun, readDone, tasksLeft, writeDone, type Done } from '../plan/done.ts';
import { doubtRun } from './doubt-run.ts';
import { secondsSince, withEvents, type TellProgress } from './events.ts';
import { seeShard } from './see-shard.ts';
import { requireNoFailure, StoppedError, writeFailure } from '../plan/failures.ts';
import { isFinal } from './is-final.ts';
import { NotYetError } from './not-yet-error.ts';
import { trainFoldTask } from './train-fold-task.ts';

export interface RunTaskOptions {
  /** Seconds to wait for the tasks that this one needs; default 0: it fails where they are not done, and may be tried again. */
  readonly wait?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AuditProgress) => void;
  readonly onNote?: (note: string) => void;
}

/** How often a folder that others write to is looked at, in milliseconds. */
const LOOK_EVERY = 5000;

/**
 * Does one task of a run, unless it is done. What it does and how it ends stands in its events; an error of ours is noted for
 * the other tasks too.
 *
 * @param run absolute path of the run folder; nothing is written where it holds no plan, or the plan has no such task
 * @returns false where it was done before
 * @throws PlanError and all that `isFinal` knows where it would fail again; NotYetError; other errors where it may be tried again;
 *   the signal's reason
 */
export async function runTask(run: string, task: number, options: RunTaskOptions = {}): Promise<boolean> {
  const { signal } = options;
  const plan = await readPlan(run);
  const phase = phaseOf(plan, task);
  if (phase === undefined) {
    throw new PlanError(`There is no task ${task}: the plan's are 0 to ${taskCount(plan) - 1}.`);
  }
  const begun = performance.now();
  try {
    return await withEvents(run, task, signal, async (tell) => {
      await requireSameVersions(plan);
      const done = await waitFor(run, plan, task, phase, tell, options);
      if (done.has(task)) return false;
      const made = await work(run, plan, task, phase, done, {
        signal,
        onNote: options.onNote,
        onProgress: (progress) => {
          options.onProgress?.(progress);
          tell(progress.share, wordsOf(progress));
        },
      });
      signal?.throwIfAborted();
      await writeDone(run, { plan: plan.id, task, seconds: secondsSince(begun), host: hostname(), ...made });
      // It may have failed before what was wrong was mended.
      await rm(runFolder(run).failedFile(task), { force: true });
      return true;
    });
  } catch (error) {
    if (signal?.aborted !== true && isFinal(error) && !(error instanceof StoppedError)) {
      await writeFailure(run, { plan: plan.id, task, message: error.message });
    }
    throw error;
  }
}

/** Waits until all tasks of the kinds before are done. */
async function waitFor(
  run: string,
  plan: Plan,
  task: number,
  { first }: Phase,
  tell: TellProgress,
  { wait = 0, signal }: RunTaskOptions,
): Promise<Map<number, Done>> {
  const until = performance.now() + 1000 * wait;
  for (;;) {
    await requireNoFailure(run, plan, task);
    const done = await readDone(run, plan, (other) => other < first || other === task);
    const missing = tasksLeft({ first: 0, count: first }, done);
    if (missing.length === 0 || done.has(task)) return done;
    if (performance.now() >= until) {
      throw new NotYetError(
        `Task ${task} needs ${missing.length} others first, of which task ${missing[0]} is not done.`,
      );
    }
    // A task that says nothing would be thought to be gone.
    tell(0, `waits for ${missing.length} ${missing.length === 1 ? 'task' : 'tasks'}`);
    await sleep(Math.max(1, Math.min(LOOK_EVERY, until - performance.now())), undefined, { signal });
  }
}

async function work(
  run: string,
  plan: Plan,
  task: number,
  { name, first }: Phase,
  done: ReadonlyMap<number, Done>,
  hooks: AuditHooks,
): Promise<Pick<Done, 'files' | 'chosen' | 'part' | 'outcome'>> {
  if (name === 'choose') return chooseForRun(plan, hooks);
  // Heads on features are fitted by the merge.
  if (name !== 'shards' && modelOfRun(plan, done) === 'features') return { files: {} };
  switch (name) {
    case 'shards':
      return seeShard(run, plan, task - first, done, hooks);
    case 'deal':
      return dealRun(run, plan, done, hooks);
    case 'doubt':
      return doubtRun(run, plan, done);
    case 'folds':
    case 'folds-2':
      return trainFoldTask(run, plan, task, done, hooks);
  }
}

function wordsOf({ training, done, total }: AuditProgress): string | undefined {
  if (training !== undefined)
    return `fold ${training.fold}/${training.folds}, epoch ${training.epoch}/${training.epochs}`;
  return done === undefined || total === undefined ? undefined : `pictures ${done}/${total}`;
}
