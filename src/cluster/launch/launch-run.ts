import { InputError, writeFileAtomic } from '../../files/index.ts';
import type { EngineName, EngineRecord, Step, Submission } from '../engine.ts';
import { readDone, tasksLeft } from '../plan/done.ts';
import { forgetFailures } from '../plan/failures.ts';
import { findMerged } from '../plan/merged.ts';
import { nodeOptionsFor } from '../plan/node-options.ts';
import type { Plan } from '../plan/plan.ts';
import { readPlan } from '../plan/read-plan.ts';
import { runFolder } from '../run-folder.ts';
import { taskArgs } from '../task-contract.ts';
import { engineNamed } from './engines.ts';
import { readRecord, runStatus, type RunStatus } from './run-status.ts';

export interface LaunchOptions {
  readonly engine: EngineName;
  /** The user's own, such as `--partition=gpu --mem=8G`, taken apart as a shell would. */
  readonly engineArgs: readonly string[];
  /** How label-audit is started on a machine of the engine. */
  readonly launch: readonly string[];
}

/** What is to be handed over: the missing tasks alone. */
async function submissionOf(run: string, { engineArgs, launch }: LaunchOptions): Promise<Submission> {
  const plan = await readPlan(run);
  const nodeOptions = nodeOptionsFor(plan.data.pictures);
  return {
    ...{ run, plan: plan.id, steps: await stepsLeft(run, plan), launch, engineArgs },
    ...(nodeOptions === undefined ? {} : { nodeOptions }),
  };
}

/** The scripts or manifests that `launchRun` would hand over. */
export async function printRun(run: string, options: LaunchOptions): Promise<string> {
  return engineNamed(options.engine).print(await submissionOf(run, options));
}

/**
 * Hands the missing tasks of a run, and its merge, to an engine, and writes down which jobs do them.
 *
 * @returns undefined where nothing is left to do
 * @throws InputError where jobs of the run are waiting or running; EngineFailure; PlanError; FileWriteError
 */
export async function launchRun(
  run: string,
  options: LaunchOptions,
  signal?: AbortSignal,
): Promise<EngineRecord | undefined> {
  const submission = await submissionOf(run, options);
  if (submission.steps.length === 0) return undefined;
  const status = await runStatus(run, signal);
  requireIdle(status);
  // What failed by an error of ours is tried again: the user has mended it, or will see it again.
  await forgetFailures(run);
  const submitted = new Date().toISOString();
  const engine = engineNamed(options.engine);
  const made = await engine.submit(submission, signal);
  const record: EngineRecord = { engine: options.engine, plan: submission.plan, submitted, ...made };
  await writeFileAtomic(runFolder(run).engine, `${JSON.stringify(record, undefined, 1)}\n`);
  return record;
}

function requireIdle({ run, steps, engine, unreachable }: RunStatus): void {
  if (engine === undefined) return;
  if (unreachable !== undefined) {
    throw new InputError(
      `${run} was handed to ${engine.name} before, which does not answer now: ${unreachable} Remove ${runFolder(run).engine} if its jobs are gone.`,
    );
  }
  const busy = steps.reduce((sum, { counts }) => sum + counts.running + counts.waiting, 0);
  if (busy === 0) return;
  throw new InputError(
    `${run} has ${busy} jobs on ${engine.name} already: see "label-audit status ${run}", or end them with "label-audit cancel ${run}".`,
  );
}

/** Ends what runs and waits of a run; what is done stays, and a later launch goes on from there. @returns the jobs */
export async function cancelRun(run: string, signal?: AbortSignal): Promise<readonly string[]> {
  const record = await readRecord(run, await readPlan(run));
  if (record === undefined) return [];
  await engineNamed(record.engine).cancel(record, signal);
  return record.jobs.map(({ id }) => id);
}

async function stepsLeft(run: string, plan: Plan): Promise<Step[]> {
  if ((await findMerged(run, plan)) !== undefined) return [];
  const done = await readDone(run, plan);
  const steps = plan.phases.flatMap((phase): Step[] => {
    const tasks = tasksLeft(phase, done);
    if (tasks.length === 0) return [];
    return [{ name: phase.name, tasks, args: taskArgs(run, tasks) }];
  });
  return [...steps, { name: 'merge', tasks: [], args: ['merge', run, '--quiet'] }];
}
