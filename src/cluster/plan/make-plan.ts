import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  modelOf,
  NETWORK_FOLDS,
  readAudited,
  requireOneLabel,
  requireEstimate,
  trainingSettings,
  type AuditHooks,
  type AuditOptions,
} from '../../audit/index.ts';
import { InputError, sha256, writeFileAtomic } from '../../files/index.ts';
import { wasmBackend } from '../../training/index.ts';
import { runFolder } from '../run-folder.ts';
import { labelsHash, pathsHash } from './data-hashes.ts';
import { listPictures } from './picture-list.ts';
import { PlanError, phasesOf, sealed, taskCount, type Plan } from './plan.ts';
import { findPlan } from './read-plan.ts';
import { requireOutside } from './run-path.ts';
import { versionsHere } from './versions.ts';

/** A shard has so many pictures, more where there would be too many shards: engines limit the length of an array. */
const SHARD_SIZE = 2000;
const MOST_SHARDS = 1000;

export interface PlanOptions {
  /** Folder of the run, on a file system that all machines share at the same path. */
  readonly run: string;
  /** How many shards of pictures; default: one for each 2,000, but no more than 1,000. */
  readonly shards?: number;
}

/**
 * Plans an audit as tasks: reads the data set, writes what the tasks need to know of it, and the plan, last. A folder with the
 * same plan is left as it is, so that what was done in it is not done again.
 *
 * @throws what `readAudited` throws; InputError for an audit that can't be planned, PlanError where the folder holds another
 *   plan; FileWriteError; the signal's reason
 */
export async function makePlan(asked: AuditOptions, where: PlanOptions, hooks: AuditHooks = {}): Promise<Plan> {
  const { signal, onNote, onProgress } = hooks;
  const { model, options } = plannable(asked, onNote);
  // Before a large data set is read, too.
  await requireOutside(where.run, await mayBeRoot(options.target));
  const before = await findPlan(where.run);
  onProgress?.({ stage: 'reading', share: 0 });
  const dataset = await readAudited(options, hooks);
  requireOneLabel(dataset, 'An audit that is taken apart into tasks');
  const { root, examples, classes } = dataset;
  hooks.onProblems?.(dataset.problems);
  await requireOutside(where.run, root);

  const count = Math.min(
    where.shards ?? Math.min(MOST_SHARDS, Math.ceil(examples.length / SHARD_SIZE)),
    examples.length,
  );
  const size = Math.ceil(examples.length / count);
  const folder = runFolder(where.run);
  await mkdir(folder.pictures, { recursive: true });
  const lists: string[] = [];
  for (let shard = 0; shard * size < examples.length; shard++) {
    const text = await listPictures(root, examples.slice(shard * size, (shard + 1) * size), signal);
    lists.push(sha256(text));
    // The files of another plan stay as they are until it is clear that it is none.
    if (before === undefined) await writeFileAtomic(folder.list(shard), text, { sync: false });
    onProgress?.({ stage: 'reading', share: ((shard + 1) * size) / examples.length });
  }
  const settings =
    model === 'features' ? undefined : trainingSettings({ ...options, model: model === 'auto' ? 'small-cnn' : model });
  const [rounds, members] = settings === undefined ? [1, 1] : [settings.rounds, settings.members];
  const folds = options.folds ?? NETWORK_FOLDS;
  const plan = sealed({
    format: 1,
    versions: await versionsHere(),
    ...{ options, model, rounds, folds, members },
    data: {
      ...{ root, pictures: examples.length, classes: classes.length },
      ...{ labels: labelsHash(examples), paths: pathsHash(examples) },
    },
    shards: { size, lists },
    phases: phasesOf({ model, rounds, folds, members, shards: lists.length }),
  });
  if (before !== undefined) {
    if (before.id === plan.id) return before;
    throw new PlanError(
      `${where.run} holds the plan of another audit (${before.id.slice(0, 12)}; this one is ${plan.id.slice(0, 12)}): name a new folder with --run, or remove that one.`,
    );
  }
  for (const name of ['results', 'events', 'failed', 'logs'] as const) await mkdir(folder[name], { recursive: true });
  await writeFileAtomic(folder.plan, `${JSON.stringify(plan, undefined, 1)}\n`);
  onProgress?.({ stage: 'reading', share: 1 });
  onNote?.(
    `${taskCount(plan)} tasks for ${examples.length} pictures in ${lists.length} shards; plan ${plan.id.slice(0, 12)}.`,
  );
  return plan;
}

/** The folder that a data set lies in as far as its target tells. */
async function mayBeRoot(target: string): Promise<string> {
  const isFolder = await stat(target).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? target : dirname(target);
}

/** The audit's options as machines that share files can read them, and the model that judges. */
function plannable(
  asked: AuditOptions,
  onNote: AuditHooks['onNote'],
): { readonly model: Plan['model']; readonly options: AuditOptions } {
  const here = `Run "label-audit audit" on this machine instead.`;
  if (asked.predProbsFile !== undefined) {
    throw new InputError(`--pred-probs judges by itself: there is nothing to compute on a cluster. ${here}`);
  }
  if (asked.featuresFile !== undefined) {
    throw new InputError(
      `--features are judged within seconds to minutes: there is nothing to compute on a cluster. ${here}`,
    );
  }
  requireEstimate(asked, modelOf(asked));
  if (asked.trunk !== undefined) throw new InputError(`--trunk can't be planned for a cluster yet. ${here}`);
  const model = modelOf(asked);
  if (asked.calibrate && model !== 'features') {
    throw new InputError(
      `--calibrate trains the network several times more on one machine, which a plan can't do. ${here}`,
    );
  }
  if (asked.backend === 'webgpu') {
    throw new InputError(
      `--backend webgpu can't be planned for a cluster: each graphics card has last digits of its own, so that tasks would not fit together. Take --backend native, wasm-fma or wasm. ${here}`,
    );
  }
  const backend = asked.backend === 'auto' ? wasmBackend() : asked.backend;
  if (asked.backend === 'auto') {
    const why =
      backend === 'wasm'
        ? 'which gives the same bits on every machine'
        : 'since this machine fuses multiply-add: the same bits on every machine that does, and tasks on others are refused (--backend wasm runs everywhere, and takes longer)';
    onNote?.(`Backend: ${backend}, ${why}; --backend native takes TensorFlow where all have it.`);
  }
  const options = {
    ...asked,
    target: resolve(asked.target),
    out: typeof asked.out === 'string' ? resolve(asked.out) : asked.out,
    backend,
    workerFile: undefined,
    cacheFolder: null,
  };
  return { model, options };
}
