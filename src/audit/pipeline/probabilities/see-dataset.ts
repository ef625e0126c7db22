import { availableParallelism } from 'node:os';
import { basename, dirname } from 'node:path';
import { readFeatures } from '../../../arrays/index.ts';
import { findDuplicates, type Dataset, type DatasetProblem } from '../../../dataset/index.ts';
import { InputError } from '../../../files/index.ts';
import {
  extractFeatures,
  FEATURE_PRESETS,
  findOwnTrunk,
  prepareFeatures,
  TRUNK_NAME,
  type Features,
  type OwnTrunk,
  type PreparedFeatures,
} from '../../../training/index.ts';
import { settleFeatures } from '../../order/settle-features.ts';
import { findSidecar } from '../../order/sidecar.ts';
import { contentHashes } from './given-probabilities.ts';
import { noteFile, stillThose, type GivenFiles } from './given-files.ts';
import type { StageClock } from '../stage-clock.ts';
import type { AuditHooks, AuditReport } from '../../report/types.ts';
import type { AuditOptions } from '../../options/audit-options.ts';

/** The pictures of a data set as heads on features see them, and what is wrong with them. */
export interface SeenDataset {
  readonly features: PreparedFeatures;
  /** The user's own features as they stand in their file, in the order of the rows here. */
  readonly own?: Features;
  /** For each row, the index of its example in the data set. */
  readonly exampleIndices: Int32Array;
  readonly contentHashes: readonly (string | undefined)[];
  /** For each row a number that identical pictures share. */
  readonly groups: Int32Array;
  readonly problems: readonly DatasetProblem[];
  readonly backend: AuditReport['environment']['backend'];
  readonly jobs?: number;
  /** Files of the user's own that were read. */
  readonly given?: GivenFiles;
  /** For the report, by name. */
  readonly settings: Readonly<Record<string, string | number>>;
}

/**
 * Looks at every picture with the pretrained trunk, or takes the user's own features.
 *
 * @throws InputError where no two pictures can be read, or the file of features does not fit the data set
 */
export async function seeDataset(
  dataset: Dataset,
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<SeenDataset> {
  if (options.featuresFile !== undefined && options.trunk !== undefined) {
    throw new InputError('--features gives the numbers, and --trunk the network that makes them: give one of the two.');
  }
  const { raw, ...seen } =
    options.featuresFile === undefined
      ? await withTrunk(dataset, options, clock, hooks)
      : await withFile(dataset, options.featuresFile, options, clock, hooks);
  const features = await clock.run('training', (report) =>
    prepareFeatures(raw, {
      signal: hooks.signal,
      onProgress: (share) => {
        report({ share: share / 4 });
      },
    }),
  );
  const own = options.featuresFile === undefined ? {} : { own: raw };
  return { ...seen, ...own, features, settings: { ...seen.settings, dimensions: features.k } };
}

type Raw = Omit<SeenDataset, 'features' | 'own'> & { readonly raw: Features };

/**
 * Looks at every picture with the pretrained trunk, ours or one of the user's.
 *
 * @throws InputError where no two pictures can be read
 */
export async function withTrunk(
  dataset: Dataset,
  options: AuditOptions,
  clock: StageClock,
  { signal, onNote }: AuditHooks,
): Promise<Raw> {
  const { preset, trim, backend, jobs = availableParallelism(), cacheFolder } = options;
  const own = await ownTrunk(options, onNote);
  const wanted = own === undefined ? FEATURE_PRESETS[preset].side : own.side;
  const seen = await clock.run('decoding', (report) =>
    extractFeatures(dataset, {
      ...{ side: wanted, own, mirrored: false, trim, backend, jobs, cacheFolder, signal },
      onProgress: (done, total) => {
        report({ share: total === 0 ? 1 : done / total, done, total });
      },
    }),
  );
  const { exampleIndices, contentHashes: hashes } = seen;
  if (exampleIndices.length < 2) {
    const first = seen.problems.length > 0 ? ` The first problem: ${seen.problems[0].message}` : '';
    throw new InputError(
      `${dataset.root}: ${exampleIndices.length} of ${dataset.examples.length} pictures can be read.${first}`,
    );
  }
  const duplicates = findDuplicates(dataset, { exampleIndices, contentHashes: hashes });
  return {
    raw: seen.features,
    ...{ exampleIndices, contentHashes: hashes, groups: duplicates.groups, jobs },
    problems: [...dataset.problems, ...seen.problems, ...duplicates.problems],
    backend: seen.backend ?? 'wasm',
    settings: { ...(own === undefined ? { trunk: TRUNK_NAME } : ownSettings(own)), imageSize: seen.side },
  };
}

async function ownTrunk(
  { trunk: path, trunkSize: side, trunkScaling: scaling, trunkOutput: output }: AuditOptions,
  onNote: AuditHooks['onNote'],
): Promise<OwnTrunk | undefined> {
  if (path === undefined) {
    const stray = Object.entries({ 'trunk-size': side, 'trunk-scaling': scaling, 'trunk-output': output });
    const [name] = stray.find(([, value]) => value !== undefined) ?? [];
    if (name !== undefined)
      throw new InputError(`--${name} says something of a network of your own: name it with --trunk.`);
    return undefined;
  }
  const { trunk, note } = await findOwnTrunk({ path, side, scaling, output });
  onNote?.(note);
  return trunk;
}

/** For the report: by its bytes, since a file of the same name may hold another network. */
function ownSettings({ file, sha256, output }: OwnTrunk): Record<string, string> {
  const name = `${basename(dirname(file))}/${basename(file)}`;
  return { trunk: name, trunkSha256: sha256.slice(0, 16), ...(output === undefined ? {} : { trunkOutput: output }) };
}

async function withFile(
  dataset: Dataset,
  file: string,
  { featuresPaths, classes, force }: AuditOptions,
  clock: StageClock,
  { signal, onNote }: AuditHooks,
): Promise<Raw> {
  const noted = await noteFile(file, 'features', signal);
  const unordered = await clock.run('decoding', () => readFeatures(file));
  const { sidecar, notes } = await findSidecar(file, unordered.n, featuresPaths);
  const beside = sidecar === undefined ? [] : [await noteFile(sidecar.file, 'featuresPaths', signal)];
  for (const note of notes) onNote?.(note);
  const named = sidecar === undefined ? {} : { named: sidecar };
  const {
    exampleIndices,
    problems: withoutRow,
    ...raw
  } = settleFeatures(dataset, { file, ...unordered, ...named }, { classesGiven: classes !== undefined, force, onNote });
  const examples = Array.from(exampleIndices, (i) => dataset.examples[i]);
  const hashes = await contentHashes({ ...dataset, examples }, signal);
  // A picture that can't be read is like no other.
  const duplicates = findDuplicates(dataset, {
    exampleIndices,
    contentHashes: hashes.map((hash, i) => hash ?? `unreadable ${i}`),
  });
  return {
    ...{ raw, exampleIndices, contentHashes: hashes, groups: duplicates.groups },
    problems: [...dataset.problems, ...withoutRow, ...duplicates.problems],
    backend: 'provided',
    given: await stillThose([noted, ...beside]),
    settings: { trunk: 'provided' },
  };
}
