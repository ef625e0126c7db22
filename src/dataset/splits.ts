import type { Dataset } from './types.ts';
import { InputError } from '../files/index.ts';

/** What a split is there for. */
export type SplitRole = 'train' | 'validation' | 'test';

/** Words that say what a split is for, lower-case. */
const ROLES: ReadonlyMap<string, SplitRole> = new Map([
  ...['train', 'training', 'trn', 'trainval', 'fit'].map((word) => [word, 'train'] as const),
  ...['val', 'valid', 'validation', 'validate', 'vali', 'dev', 'devel', 'development'].map(
    (word) => [word, 'validation'] as const,
  ),
  ...['test', 'tests', 'testing', 'tst', 'eval', 'evaluation', 'holdout', 'heldout', 'unseen'].map(
    (word) => [word, 'test'] as const,
  ),
]);
/** Words that may stand beside them: `train_images`, `PublicTest`, `id_test`, `seg_train`, `test_set`. */
const BESIDE: ReadonlySet<string> = new Set([
  ...['set', 'sets', 'data', 'dataset', 'split', 'subset', 'fold', 'folder', 'part', 'the', 'my', 'all', 'new', 'old'],
  ...['image', 'images', 'img', 'imgs', 'pic', 'pics', 'picture', 'pictures', 'photo', 'photos', 'sample', 'samples'],
  ...['public', 'private', 'id', 'ood', 'seg', 'in', 'out', 'internal', 'external', 'final', 'official', 'original'],
  ...['full', 'small', 'mini', 'clean', 'noisy', 'aug', 'augmented', 'resized', 'cropped', 'stage', 'phase'],
  ...['a', 'b', 'c', 'x', 'y'],
]);

/** The words of a name: `PublicTest` and `public-test_2` are both public, test. */
function wordsOf(name: string): string[] {
  const words = name
    .normalize('NFC')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll(/hold[\s_-]*out/g, 'holdout')
    .replaceAll(/held[\s_-]*out/g, 'heldout')
    .replaceAll(/\d+/g, ' ')
    .split(/[^\p{L}\p{M}]+/u);
  return words.filter((word) => word !== '');
}

/**
 * What a split is for, by its name: a folder's (`Training`, `train_images`, `val2017`) or a cell's (`id_test`, `Usage`'s
 * `PublicTest`). Case, digits and punctuation do not count.
 * @returns undefined where the name holds a word that is none of a split's: `test_tube`, `crash-test`
 */
export function splitRole(name: string): SplitRole | undefined {
  const words = wordsOf(name);
  if (!words.every((word) => ROLES.has(word) || BESIDE.has(word))) return undefined;
  const roles = new Set(words.map((word) => ROLES.get(word)));
  return (['test', 'train', 'validation'] as const).find((role) => roles.has(role));
}

const protectedNames = new Map<string, boolean>();

/**
 * Whether a split is there to test on, by its name: no plan ever changes it. In doubt it is: any word that means a test
 * will do, whatever stands beside it (`id_test`, `test_cats`, `eval`, `PrivateTest`, `hold-out 2`).
 */
export function isTestSplit(name: string): boolean {
  let is = protectedNames.get(name);
  if (is === undefined) {
    is = wordsOf(name).some((word) => ROLES.get(word) === 'test');
    // Asked for every row of a plan; a data set has a handful of splits.
    if (protectedNames.size < 1000) protectedNames.set(name, is);
  }
  return is;
}

/** Whether a split is there to measure with, not to train on: to test or to validate, by its name. */
export function isToMeasure(name: string): boolean {
  return isTestSplit(name) || splitRole(name) === 'validation';
}

/**
 * A data set without the pictures of other splits.
 *
 * @throws InputError where a split is not there
 */
export function onlySplits(dataset: Dataset, splits: readonly string[] | undefined): Dataset {
  if (splits === undefined) return dataset;
  requireSplits(dataset, splits);
  const wanted = new Set<string | undefined>(splits);
  const examples = dataset.examples.filter(({ split }) => wanted.has(split));
  const otherPaths = dataset.examples.filter(({ split }) => !wanted.has(split)).map(({ path }) => path);
  return { ...dataset, examples, otherPaths };
}

/**
 * Refuses splits that a data set does not have: a slip in a name must not look like a split without faults.
 * @throws InputError that names those that are there
 */
export function requireSplits(dataset: Dataset, splits: readonly string[]): void {
  const found = new Set(dataset.examples.map(({ split }) => split));
  const missing = splits.find((name) => !found.has(name));
  if (missing !== undefined) {
    const names = [...found].filter((name) => name !== undefined);
    const listed = names.length === 0 ? 'it has no splits' : `its splits are ${names.join(', ')}`;
    throw new InputError(`${dataset.root} has no split "${missing}": ${listed}.`);
  }
}
