import { mkdir, readFile, rm } from 'node:fs/promises';
import { writeFileAtomic } from '../../files/index.ts';
import { PlanError, type Plan } from './plan.ts';
import { runFolder } from '../run-folder.ts';
import { tasksIn } from './tasks-in.ts';

/** A task that ended by an error of ours. */
export interface Failure {
  readonly plan: string;
  readonly task: number;
  readonly message: string;
}

/** Says that a task ended by an error of ours, so that no other begins. */
export async function writeFailure(run: string, failure: Failure): Promise<void> {
  const folder = runFolder(run);
  await mkdir(folder.failed, { recursive: true });
  await writeFileAtomic(folder.failedFile(failure.task), `${JSON.stringify(failure)}\n`);
}

/** The tasks of this plan that ended so, ascending. */
export async function readFailures(run: string, plan: Pick<Plan, 'id'>): Promise<Failure[]> {
  const folder = runFolder(run);
  const failures: Failure[] = [];
  for (const task of await tasksIn(folder.failed)) {
    const failure = JSON.parse(await readFile(folder.failedFile(task), 'utf8')) as Failure;
    if (failure.plan === plan.id) failures.push(failure);
  }
  return failures;
}

/** Forgets them: they are to be tried again. */
export async function forgetFailures(run: string): Promise<void> {
  const folder = runFolder(run);
  for (const task of await tasksIn(folder.failed)) await rm(folder.failedFile(task), { force: true });
}

/** @throws PlanError where another task ended by an error of ours */
export async function requireNoFailure(run: string, plan: Plan, task: number): Promise<void> {
  const other = (await readFailures(run, plan)).find((failure) => failure.task !== task);
  if (other === undefined) return;
  throw new StoppedError(`Task ${other.task} failed, so that this one is not begun: ${other.message}`);
}

/** Not begun, since another task failed: it is that one that has to be mended. */
export class StoppedError extends PlanError {}
