import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import { findDuplicates, rowPlace, type Dataset, type DatasetProblem, type Example } from '../../dataset/index.ts';
import { hashFile } from '../../files/index.ts';
import { readPredProbs } from '../../arrays/index.ts';
import { InputError } from '../../files/index.ts';
import type { Probabilities } from './probabilities.ts';
import type { AuditHooks } from '../report/types.ts';

/** How many files are read at once. */
const AT_ONCE = 64;

/**
 * Takes the probabilities of the user's own model: row i belongs to the data set's example i, column j to its class j.
 * The pictures themselves need not be decodable: they are only looked for, and compared byte for byte. Those that are not
 * there are listed, but judged all the same.
 *
 * @throws InputError where rows or columns do not match the data set
 */
export async function givenProbabilities(
  dataset: Dataset,
  file: string,
  { signal, onProblems }: AuditHooks,
): Promise<Probabilities> {
  const predProbs = await readPredProbs(file);
  const { classes, examples } = dataset;
  if (predProbs.n !== examples.length) {
    const rows = dataset.labelsFile ? 'usable row of the labels file' : 'picture of the class folders';
    const first =
      dataset.problems.length > 0 ? ` The first row that is not usable: ${dataset.problems[0].message}` : '';
    throw new InputError(
      `${file} has ${predProbs.n} rows, but the data set has ${examples.length} labelled pictures: give one row for each ${rows}, in that order.${first}`,
    );
  }
  if (predProbs.k !== classes.length) {
    throw new InputError(
      `${file} has ${predProbs.k} columns, but the data set has ${classes.length} classes (${classes.join(', ')}): name all columns in order with --classes.`,
    );
  }
  const problems: DatasetProblem[] = [...dataset.problems];
  const exampleIndices: number[] = [];
  const hashOfRow = await contentHashes(dataset, signal);
  const hashes: string[] = [];
  hashOfRow.forEach((hash, i) => {
    if (hash === undefined) problems.push(missing(examples[i]));
    else {
      exampleIndices.push(i);
      hashes.push(hash);
    }
  });
  const twins = findDuplicates(dataset, {
    exampleIndices: Int32Array.from(exampleIndices),
    contentHashes: hashes,
  });
  problems.push(...twins.problems);
  onProblems?.(problems);
  return {
    predProbs,
    labels: Int32Array.from(examples, (example) => example.label),
    exampleIndices: Int32Array.from(examples, (_, i) => i),
    contentHashes: hashOfRow,
    problems,
    warnings: [],
    backend: 'provided',
  };
}

/** The content hash of each picture, as far as it can be read. */
export function contentHashes({ root, examples }: Dataset, signal?: AbortSignal): Promise<(string | undefined)[]> {
  return pMap(examples, (example) => contentHash(root, example, signal), { concurrency: AT_ONCE, signal });
}

/** The hash of a picture's bytes; undefined where there is no such file, or none that can be read. */
async function contentHash(root: string, { path }: Example, signal?: AbortSignal): Promise<string | undefined> {
  signal?.throwIfAborted();
  const file = join(root, path);
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true) return undefined;
  try {
    return await hashFile(file, signal);
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

function missing({ path, place }: Example): DatasetProblem {
  const message = 'is not there or cannot be read; its label was judged by the given probabilities alone';
  return { kind: 'missing-image', path, ...rowPlace(place), message: `${path} ${message}.` };
}
