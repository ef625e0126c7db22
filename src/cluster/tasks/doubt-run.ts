import { usableOf } from '../../audit/index.ts';
import { doubtedPictures } from '../../training/index.ts';
import { runFolder } from '../run-folder.ts';
import type { Plan } from '../plan/plan.ts';
import { writeRunFile, type Done } from '../plan/done.ts';
import { outcomesOfRun } from './outcomes-of-run.ts';
import { shardsDone } from './parts-of-run.ts';
import { readDealt } from './train-fold-task.ts';

/** Says which pictures the second round leaves out: those whose label the first one speaks against. */
export async function doubtRun(run: string, plan: Plan, done: ReadonlyMap<number, Done>): Promise<Pick<Done, 'files'>> {
  const n = usableOf(shardsDone(plan, done).map(({ part }) => part));
  const { labels, foldOf } = await readDealt(run, plan, done, n);
  const outcomeOf = outcomesOfRun(run, plan, done);
  const k = plan.data.classes;
  const data = new Float32Array(n * k);
  for (let fold = 0; fold < plan.folds; fold++) {
    const test = Int32Array.from(foldOf.keys()).filter((picture) => foldOf[picture] === fold);
    const { probabilities } = await outcomeOf({ round: 1, fold, test });
    test.forEach((picture, row) => {
      data.set(probabilities.subarray(row * k, (row + 1) * k), picture * k);
    });
  }
  const leftOut = doubtedPictures(labels, { data, n, k });
  return { files: Object.fromEntries([await writeRunFile(run, runFolder(run).leftOut, leftOut)]) };
}
