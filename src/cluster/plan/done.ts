import { readFile } from 'node:fs/promises';
import type { ChosenModel, PartFacts } from '../../audit/index.ts';
import { errorCode, sha256, writeFileAtomic } from '../../files/index.ts';
import type { FoldOutcome } from '../../training/index.ts';
import { PlanError, phaseNamed, tasksOf, type Phase, type Plan, type SeeingModel } from './plan.ts';
import { nameIn, runFolder } from '../run-folder.ts';
import { tasksIn } from './tasks-in.ts';

/** What a task leaves behind when it is done, in `results/TASK.json`: written last, so that it tells that all else is there. */
export interface Done {
  /** Of the plan that it belongs to. */
  readonly plan: string;
  readonly task: number;
  readonly seconds: number;
  readonly host: string;
  /** SHA-256 of each file that it wrote, by its path in the run folder. */
  readonly files: Readonly<Record<string, string>>;
  /** Of the choice of a model. */
  readonly chosen?: ChosenModel;
  /** Of a shard. */
  readonly part?: PartFacts;
  /** Of a training: all but its probabilities. */
  readonly outcome?: Omit<FoldOutcome, 'probabilities'>;
}

/** Pieces in which large files are written: no call takes more than 2 GiB. */
const PIECE = 64 * 1024 ** 2;

/** A large file in pieces. */
function pieces(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) parts.push(bytes.subarray(at, at + PIECE));
  return parts;
}

/** Writes a file of the run folder whole or not at all. @returns its path there, with its hash */
export async function writeRunFile(run: string, file: string, bytes: Uint8Array): Promise<readonly [string, string]> {
  await writeFileAtomic(file, pieces(bytes));
  return [nameIn(run, file), sha256(bytes)];
}

/**
 * Which tasks are done.
 *
 * @param isWanted which of them are asked for: each takes a file to read
 * @returns what each left behind; a task that left nothing is absent
 * @throws PlanError where one belongs to another plan
 */
export async function readDone(
  run: string,
  plan: Plan,
  isWanted: (task: number) => boolean = () => true,
): Promise<Map<number, Done>> {
  const found = new Map<number, Done>();
  for (const task of (await tasksIn(runFolder(run).results)).filter(isWanted)) {
    const done = await readOneDone(run, plan, task);
    if (done !== undefined) found.set(task, done);
  }
  return found;
}

async function readOneDone(run: string, plan: Plan, task: number): Promise<Done | undefined> {
  const file = runFolder(run).doneFile(task);
  let done: Done;
  try {
    done = JSON.parse(await readFile(file, 'utf8')) as Done;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new PlanError(`${file} is damaged: remove it, and run task ${task} again.`, { cause: error });
  }
  if (done.plan !== plan.id || done.task !== task) {
    throw new PlanError(
      `${file} belongs to another plan (${done.plan.slice(0, 12)}) than ${runFolder(run).plan} (${plan.id.slice(0, 12)}): results of several plans can't be put together. Remove it, and run task ${task} again.`,
    );
  }
  return done;
}

/** Those of some tasks that are not done, ascending. */
export function tasksLeft(tasks: Pick<Phase, 'first' | 'count'>, done: ReadonlyMap<number, Done>): number[] {
  return tasksOf(tasks).filter((task) => !done.has(task));
}

/**
 * The model that judges: the plan's, or the one that its first task chose.
 *
 * @throws PlanError where that task is not done
 */
export function modelOfRun(plan: Plan, done: ReadonlyMap<number, Done>): SeeingModel {
  if (plan.model !== 'auto') return plan.model;
  const chosen = done.get(phaseNamed(plan, 'choose').first)?.chosen;
  if (chosen === undefined) throw new PlanError('The model is not chosen yet.');
  return chosen.model;
}

/** Says that a task is done. */
export async function writeDone(run: string, done: Done): Promise<void> {
  await writeFileAtomic(runFolder(run).doneFile(done.task), `${JSON.stringify(done)}\n`);
}
