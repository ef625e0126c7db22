import { trainingSettings, type AuditHooks } from '../../audit/index.ts';
import { createScratchFolder } from '../../files/index.ts';
import { seesCropped, trainAlone } from '../../training/index.ts';
import { PlanError, phaseNamed, trainingOf, type Plan } from '../plan/plan.ts';
import { runFolder } from '../run-folder.ts';
import { modelOfRun, writeRunFile, type Done } from '../plan/done.ts';
import { readRunFile } from './read-run-file.ts';
import { stagePictures } from './stage-pictures.ts';

/** The part of a task's progress that copying takes. */
const COPYING = 0.02;

/** Trains one network of a fold, and lets it judge the fold's pictures. */
export async function trainFoldTask(
  run: string,
  plan: Plan,
  task: number,
  done: ReadonlyMap<number, Done>,
  { signal, onProgress }: AuditHooks,
): Promise<Pick<Done, 'files' | 'outcome'>> {
  const { options } = plan;
  const model = modelOfRun(plan, done);
  if (model === 'features') throw new PlanError(`Task ${task} trains a network, but the model is features.`);
  const place = trainingOf(plan, task);
  const settings = trainingSettings({ ...options, model });
  const scratch = await createScratchFolder();
  try {
    const isCropped = seesCropped(settings, place.member);
    const pictures = await stagePictures(run, plan, done, isCropped, scratch.folder, signal, (share) => {
      onProgress?.({ stage: 'reading', share: COPYING * share });
    });
    const { labels, foldOf } = await readDealt(run, plan, done, pictures.n);
    const leftOut = place.round === 1 ? undefined : await readLeftOut(run, plan, done, pictures.n);
    const { probabilities, ...outcome } = await trainAlone(
      pictures,
      { ...place, settings, seed: options.seed, labels, foldOf, leftOut },
      {
        ...{ backend: options.backend, signal },
        onEpoch: ({ epoch, loss, accuracy }) => {
          const { epochs } = settings;
          const share = COPYING + (1 - COPYING) * (epoch / epochs);
          const training = { fold: place.fold + 1, folds: plan.folds, epoch, epochs, loss, accuracy };
          onProgress?.({ stage: 'training', share, training: { ...training, share, secondsLeft: Number.NaN } });
        },
      },
    );
    const { buffer, byteOffset, byteLength } = probabilities;
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    return { files: Object.fromEntries([await writeRunFile(run, runFolder(run).resultFile(task), bytes)]), outcome };
  } finally {
    await scratch.remove();
  }
}

/** What was dealt: the labels of the usable pictures and the fold of each. */
export async function readDealt(
  run: string,
  plan: Plan,
  done: ReadonlyMap<number, Done>,
  n: number,
): Promise<{ readonly labels: Int32Array; readonly foldOf: Int32Array }> {
  const { first } = phaseNamed(plan, 'deal');
  const deal = done.get(first);
  if (deal === undefined) throw new PlanError(`Task ${first} is not done.`);
  const folder = runFolder(run);
  const read = async (file: string): Promise<Int32Array> =>
    new Int32Array((await readRunFile(run, file, deal, 4 * n)).buffer);
  return { labels: await read(folder.usedLabels), foldOf: await read(folder.folds) };
}

async function readLeftOut(run: string, plan: Plan, done: ReadonlyMap<number, Done>, n: number): Promise<Uint8Array> {
  const { first } = phaseNamed(plan, 'doubt');
  const doubt = done.get(first);
  if (doubt === undefined) throw new PlanError(`Task ${first} is not done.`);
  return readRunFile(run, runFolder(run).leftOut, doubt, n);
}
