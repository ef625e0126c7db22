import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset, DatasetProblem, Example } from '../dataset/index.ts';
import { readPredProbs } from './array-files.ts';
import { AuditError } from './errors.ts';
import type { Probabilities } from './probabilities.ts';
import type { AuditHooks } from './types.ts';

/** How many files are looked up at once. */
const AT_ONCE = 64;

/**
 * Takes the probabilities of the user's own model: row i belongs to the data set's example i, column j to its class j.
 * The pictures themselves are not opened; those that are not there are listed, but judged all the same.
 *
 * @throws AuditError where rows or columns do not match the data set
 */
export async function givenProbabilities(
  dataset: Dataset,
  file: string,
  { signal, onProblems }: AuditHooks,
): Promise<Probabilities> {
  const predProbs = await readPredProbs(file);
  const { classes, examples } = dataset;
  if (predProbs.n !== examples.length) {
    const rows = dataset.labelsFile ? 'usable rows of the labels file' : 'pictures of the class folders';
    const unusable = dataset.problems.length > 0 ? ` (${dataset.problems.length} problems; see audit without it)` : '';
    throw new AuditError(
      `${file} has ${predProbs.n} rows, but the data set has ${examples.length} labelled pictures${unusable}: give one row for each of the ${rows}, in that order.`,
    );
  }
  if (predProbs.k !== classes.length) {
    throw new AuditError(
      `${file} has ${predProbs.k} columns, but the data set has ${classes.length} classes (${classes.join(', ')}): name all columns in order with --classes.`,
    );
  }
  const problems: DatasetProblem[] = [...dataset.problems];
  for (let start = 0; start < examples.length; start += AT_ONCE) {
    signal?.throwIfAborted();
    const found = await Promise.all(
      examples.slice(start, start + AT_ONCE).map((example) => missing(dataset.root, example)),
    );
    problems.push(...found.filter((problem) => problem !== undefined));
  }
  onProblems?.(problems);
  return {
    predProbs,
    labels: Int32Array.from(examples, (example) => example.label),
    exampleIndices: Int32Array.from(examples, (_, i) => i),
    problems,
    warnings: [],
    backend: 'provided',
  };
}

async function missing(root: string, { path, place }: Example): Promise<DatasetProblem | undefined> {
  const found = await stat(join(root, path)).catch(() => undefined);
  if (found?.isFile() === true) return undefined;
  return {
    kind: 'missing-image',
    path,
    ...(place.kind === 'csv' ? { row: place.row } : {}),
    message: 'There is no such picture; its label was judged by the given probabilities alone.',
  };
}
