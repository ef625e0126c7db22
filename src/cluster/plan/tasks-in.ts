import { readdir } from 'node:fs/promises';
import { errorCode, fileFailure } from '../../files/index.ts';
import { PlanError } from './plan.ts';

/**
 * The tasks that have a JSON file in a folder of a run: `results`, `events` or `failed`.
 *
 * @returns ascending; none where there is no folder
 * @throws PlanError where it can't be read
 */
export async function tasksIn(folder: string): Promise<number[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw new PlanError(`${folder} can't be read: ${fileFailure(error)}.`, { cause: error });
  }
  // A file without an ending holds what a task made, and may be there before the task is done.
  return names
    .flatMap((name) => /^(\d{6})\.jsonl?$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}
