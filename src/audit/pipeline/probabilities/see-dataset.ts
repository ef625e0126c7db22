import { availableParallelism } from 'node:os';
import { basename, dirname } from 'node:path';
import { findDuplicates, type Dataset, type DatasetProblem } from '../../../dataset/index.ts';
import { InputError } from '../../../files/index.ts';
import type { PictureList } from '../../../pictures/index.ts';
import {
  extractFeatures,
  FEATURE_PRESETS,
  findOwnTrunk,
  prepareFeatures,
  TRUNK_NAME,
  type ExtractedFeatures,
  type Features,
  type OwnTrunk,
  type PreparedFeatures,
  usualJobs,
} from '../../../training/index.ts';
import { contentHashes } from './given-probabilities.ts';
import type { GivenFiles } from './given-files.ts';
import { readOwnFeatures } from './own-features.ts';
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
  const raw =
    options.featuresFile === undefined
      ? await withTrunk(dataset, options, clock, hooks)
      : await withFile(dataset, options.featuresFile, options, clock, hooks);
  return prepareSeen(raw, options, clock, hooks);
}

/** What heads are fitted on, of features as they are. */
export async function prepareSeen(
  { raw, ...seen }: RawFeatures,
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<SeenDataset> {
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

/** The features of a data set's pictures as they were made. */
export type RawFeatures = Omit<SeenDataset, 'features' | 'own'> & { readonly raw: Features };

/**
 * Looks at every picture with the pretrained trunk, ours or one of the user's.
 *
 * @throws InputError where no two pictures can be read
 */
export async function withTrunk(
  dataset: Dataset,
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<RawFeatures> {
  return describeSeen(dataset, await seeByTrunk(dataset, options, clock, hooks), options.jobs);
}

/** What a trunk made of pictures. */
export type SeenByTrunk = Omit<ExtractedFeatures, 'mirrored' | 'computed'> & {
  /** For the report, by name. */
  readonly settings: SeenDataset['settings'];
};

/** Looks at a list of pictures with the pretrained trunk, ours or one of the user's. */
export async function seeByTrunk(
  list: PictureList,
  options: AuditOptions,
  clock: StageClock,
  { signal, onNote }: AuditHooks,
): Promise<SeenByTrunk> {
  const { preset, trim, backend, jobs = usualJobs(options.backend), cacheFolder } = options;
  const own = await ownTrunk(options, onNote);
  const wanted = own === undefined ? FEATURE_PRESETS[preset].side : own.side;
  const seen = await clock.run('decoding', (report) =>
    extractFeatures(list, {
      ...{ side: wanted, own, mirrored: false, trim, backend, jobs, cacheFolder, signal },
      onProgress: (done, total) => {
        report({ share: total === 0 ? 1 : done / total, done, total });
      },
    }),
  );
  const settings = { ...(own === undefined ? { trunk: TRUNK_NAME } : ownSettings(own)), imageSize: seen.side };
  return { ...seen, settings };
}

/**
 * What is known of a data set once a trunk has seen its pictures.
 *
 * @throws InputError where no two pictures can be read
 */
export function describeSeen(dataset: Dataset, seen: SeenByTrunk, jobs: number = availableParallelism()): RawFeatures {
  const { exampleIndices, contentHashes: hashes, settings } = seen;
  if (exampleIndices.length < 2) {
    const first = seen.problems.length > 0 ? ` The first problem: ${seen.problems[0].message}` : '';
    throw new InputError(
      `${dataset.root}: ${exampleIndices.length} of ${dataset.examples.length} pictures can be read.${first}`,
    );
  }
  const duplicates = findDuplicates(dataset, { exampleIndices, contentHashes: hashes });
  return {
    raw: seen.features,
    ...{ exampleIndices, contentHashes: hashes, groups: duplicates.groups, jobs, settings },
    problems: [...dataset.problems, ...seen.problems, ...duplicates.problems],
    backend: seen.backend,
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
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<RawFeatures> {
  const {
    exampleIndices,
    problems: withoutRow,
    given,
    ...raw
  } = await readOwnFeatures(dataset, file, options, clock, hooks);
  const examples = Array.from(exampleIndices, (i) => dataset.examples[i]);
  const hashes = await contentHashes({ ...dataset, examples }, hooks.signal);
  // A picture that can't be read is like no other.
  const duplicates = findDuplicates(dataset, {
    exampleIndices,
    contentHashes: hashes.map((hash, i) => hash ?? `unreadable ${i}`),
  });
  return {
    ...{ raw, exampleIndices, contentHashes: hashes, groups: duplicates.groups },
    problems: [...dataset.problems, ...withoutRow, ...duplicates.problems],
    backend: 'provided',
    given,
    settings: { trunk: 'provided' },
  };
}
