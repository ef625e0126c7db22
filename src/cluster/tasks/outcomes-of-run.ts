import { joinMembers, type FoldOutcome, type FoldTask } from '../../training/index.ts';
import { PlanError, taskOf, type Plan } from '../plan/plan.ts';
import { runFolder } from '../run-folder.ts';
import type { Done } from '../plan/done.ts';
import { readRunFile } from './read-run-file.ts';

/**
 * Gives the outcomes of a run's trainings, as an audit asks for them: of each fold, with all of its networks.
 *
 * @throws PlanError where one is missing, damaged or of other pictures
 */
export function outcomesOfRun(
  run: string,
  plan: Plan,
  done: ReadonlyMap<number, Done>,
): (task: Pick<FoldTask, 'round' | 'fold' | 'test'>) => Promise<FoldOutcome> {
  return async ({ round, fold, test }) => {
    const members: FoldOutcome[] = [];
    for (let member = 0; member < plan.members; member++) {
      const task = taskOf(plan, { round, fold, member });
      const found = done.get(task);
      if (found?.outcome === undefined) throw new PlanError(`Task ${task} is not done.`);
      const length = 4 * test.length * plan.data.classes;
      const bytes = await readRunFile(run, runFolder(run).resultFile(task), found, length);
      members.push({ ...found.outcome, probabilities: new Float32Array(bytes.buffer) });
    }
    return joinMembers(members);
  };
}
