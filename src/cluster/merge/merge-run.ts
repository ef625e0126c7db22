import { joinParts, readAudited, runAudit, type Audit, type AuditHooks } from '../../audit/index.ts';
import { requireSameData } from '../plan/data-hashes.ts';
import { PlanError, phaseNamed, taskCount, tasksOf, type Plan } from '../plan/plan.ts';
import { writeMerged } from '../plan/merged.ts';
import { readPlan } from '../plan/read-plan.ts';
import { requireSameVersions } from '../plan/versions.ts';
import { modelOfRun, readDone } from '../plan/done.ts';
import { tasksIn } from '../plan/tasks-in.ts';
import { runFolder } from '../run-folder.ts';
import { withEvents } from '../tasks/events.ts';
import { outcomesOfRun } from '../tasks/outcomes-of-run.ts';
import { bytesOf, partsOfRun, shardsDone } from '../tasks/parts-of-run.ts';
import { taskList } from '../task-contract.ts';

/** More pixels are left in their files: then similar pictures are found by what the model says of them. */
const MOST_PIXELS = 2 ** 31;

export interface MergeOptions {
  /** Folder of the report; default: as planned. */
  readonly out?: string;
}

/**
 * Makes the audit of a run whose tasks are all done: what follows training is the audit of one machine.
 *
 * @throws PlanError where results are missing, damaged or of another plan; what `runAudit` throws
 */
export async function mergeRun(run: string, hooks: AuditHooks = {}, options: MergeOptions = {}): Promise<Audit> {
  const plan = await readPlan(run);
  // This is checked before the merge says that it has begun: a merge that is started too early has not failed, the run only goes on.
  await requireComplete(run, plan);
  // The merge is no task; its events stand after those of the last one.
  return withEvents(run, taskCount(plan), hooks.signal, async (tell) => {
    const audit = await merged(run, plan, options, {
      ...hooks,
      onProgress: (progress) => {
        hooks.onProgress?.(progress);
        tell(progress.share, progress.stage);
      },
    });
    await writeMerged(run, { plan: plan.id, out: audit.out, time: new Date().toISOString() });
    return audit;
  });
}

async function merged(run: string, plan: Plan, { out }: MergeOptions, hooks: AuditHooks): Promise<Audit> {
  await requireSameVersions(plan);
  const done = await readDone(run, plan);
  const options = out === undefined ? plan.options : { ...plan.options, out };
  hooks.onProgress?.({ stage: 'reading', share: 0 });
  const dataset = await readAudited(options, hooks);
  requireSameData(dataset, plan);
  const model = modelOfRun(plan, done);
  const pixels = shardsDone(plan, done).reduce((sum, { part }) => sum + bytesOf(part, model), 0);
  const isSmall = model === 'features' || pixels <= MOST_PIXELS;
  const pictures = await joinParts(dataset, model, options, partsOfRun(run, plan, done, isSmall), hooks);
  const elsewhere = outcomesOfRun(run, plan, done);
  const { chosen } = plan.model === 'auto' ? done.get(phaseNamed(plan, 'choose').first)! : {};
  return runAudit(options, { ...hooks, elsewhere }, { dataset, pictures, ...(chosen === undefined ? {} : { chosen }) });
}

/** @throws PlanError that names what is missing */
async function requireComplete(run: string, plan: Plan): Promise<void> {
  const all = taskCount(plan);
  const done = new Set(await tasksIn(runFolder(run).results));
  const missing = tasksOf({ first: 0, count: all }).filter((task) => !done.has(task));
  if (missing.length === 0) return;
  const names = missing.length === 1 ? `task ${missing[0]} is` : `tasks ${taskList(missing)} are`;
  throw new PlanError(`${run} is not complete: of ${all} tasks, ${names} missing. Run them, then merge again.`);
}
