import { dealDecoded, joinParts, readAudited, type AuditHooks } from '../../audit/index.ts';
import { requireSameData } from '../plan/data-hashes.ts';
import { PlanError, type Plan } from '../plan/plan.ts';
import { runFolder } from '../run-folder.ts';
import { modelOfRun, writeRunFile, type Done } from '../plan/done.ts';
import { partsOfRun } from './parts-of-run.ts';

const bytes = (numbers: Int32Array): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

/** Deals the pictures that could be decoded into folds, and writes the labels and folds of these pictures: twice int32 each. */
export async function dealRun(
  run: string,
  plan: Plan,
  done: ReadonlyMap<number, Done>,
  hooks: AuditHooks,
): Promise<Pick<Done, 'files'>> {
  const quiet: AuditHooks = { signal: hooks.signal };
  const dataset = await readAudited(plan.options, quiet);
  requireSameData(dataset, plan);
  const pictures = await joinParts(
    dataset,
    modelOfRun(plan, done),
    plan.options,
    partsOfRun(run, plan, done, false),
    quiet,
  );
  if (pictures.by === 'features') throw new PlanError('Features are not dealt into folds by a task.');
  const { labels, foldOf } = dealDecoded(dataset, pictures, plan.options);
  const folder = runFolder(run);
  const files = [
    await writeRunFile(run, folder.usedLabels, bytes(labels)),
    await writeRunFile(run, folder.folds, bytes(foldOf)),
  ];
  return { files: Object.fromEntries(files) };
}
