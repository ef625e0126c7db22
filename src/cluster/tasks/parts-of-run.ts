import type { PartFacts, PictureParts } from '../../audit/index.ts';
import { PlanError, phaseNamed, tasksOf, type Plan, type SeeingModel } from '../plan/plan.ts';
import { runFolder } from '../run-folder.ts';
import { modelOfRun, type Done } from '../plan/done.ts';
import { readRunFile } from './read-run-file.ts';

/** What the shards' tasks left behind, in order. */
export function shardsDone(plan: Plan, done: ReadonlyMap<number, Done>): (Done & { readonly part: PartFacts })[] {
  return tasksOf(phaseNamed(plan, 'shards')).map((task) => {
    const found = done.get(task);
    if (found?.part === undefined) throw new PlanError(`Shard ${task} is not done.`);
    return { ...found, part: found.part };
  });
}

/** Bytes of a shard's pixels or features. */
export function bytesOf({ usable, side, width }: PartFacts, model: SeeingModel): number {
  return model === 'features' ? usable * width * 4 : usable * side * side * width;
}

/** The shards of a run as parts of its data set. */
export function partsOfRun(run: string, plan: Plan, done: ReadonlyMap<number, Done>, withData: boolean): PictureParts {
  const shards = shardsDone(plan, done);
  const facts = shards.map(({ part }) => part);
  const model = modelOfRun(plan, done);
  const folder = runFolder(run);
  return {
    facts,
    hashes: (shard) => readRunFile(run, folder.hashes(shard), shards[shard], 32 * facts[shard].usable),
    ...(withData
      ? {
          data: (shard) => readRunFile(run, folder.shard(shard), shards[shard], bytesOf(facts[shard], model)),
        }
      : {}),
  };
}
