import { CoreInputError } from '../errors.ts';
import { annotationCounts, type AnnotatorLabels } from './annotator-labels.ts';
import { checkEntries } from '../passes/row-check.ts';
import type { PredProbs } from '../types.ts';

/** A message names at most so many. */
const NAMED = 5;

/**
 * Checks annotations, and the models' probabilities if there are any.
 *
 * @param isSingleAllowed one label an example will do; otherwise some example must have two, since there is no agreement to
 *   judge annotators by without
 * @throws {CoreInputError} `empty`; `example-without-label`, `annotator-without-label`, each naming the first ones;
 *   `too-few-annotators`; as `checkModels`
 */
export function checkAnnotations(
  annotations: AnnotatorLabels,
  models: readonly PredProbs[] = [],
  isSingleAllowed = false,
): void {
  const { n, m, annotators } = annotations;
  if (n === 0) throw new CoreInputError('empty', 'There are no examples.');
  const counts = annotationCounts(annotations);
  refuseIdle(counts, 'example-without-label', 'No annotator labels example', 'Leave them out, or label them.');
  const given = new Int32Array(m);
  for (const annotator of annotators) given[annotator]++;
  refuseIdle(given, 'annotator-without-label', 'No example is labelled by annotator', 'Leave them out.');
  if (!isSingleAllowed && m < 2) {
    throw new CoreInputError(
      'too-few-annotators',
      'There is one annotator: a consensus needs two. Judge the labels of one as those of any data set.',
      { value: m },
    );
  }
  if (!isSingleAllowed && counts.every((count) => count === 1)) {
    throw new CoreInputError(
      'too-few-annotators',
      'Every example has one label: with no two to compare, judge them as those of any data set, no matter who gave them.',
      { value: 1 },
    );
  }
  checkModels(models, n);
  if (models.length === 0) return;
  const { k } = models[0];
  requireClasses(annotations, k, `the probabilities have ${k} columns, one for each class that any annotator gives`);
}

/**
 * @param why ends the message: says what there are `k` of
 * @throws {CoreInputError} `label-out-of-range`, naming the first label that is not below `k`
 */
export function requireClasses({ n, starts, annotators, labels }: AnnotatorLabels, k: number, why: string): void {
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      if (labels[at] < k) continue;
      throw new CoreInputError(
        'label-out-of-range',
        `Example ${i}, annotator ${annotators[at]}: label ${labels[at]} is not in 0…${k - 1}; ${why}.`,
        { row: i, column: annotators[at], value: labels[at] },
      );
    }
  }
}

/**
 * Checks what several models say of the same examples. Rows need not sum to 1, and that is not checked.
 *
 * @throws {CoreInputError} `not-probabilities`, `shape-mismatch`, `too-few-classes`, `probability-not-finite`,
 *   `probability-out-of-range`
 */
export function checkModels(models: readonly PredProbs[], n: number): void {
  for (const { data, n: rows, k } of models) {
    const values: unknown = data;
    if (!(values instanceof Float64Array || values instanceof Float32Array)) {
      throw new CoreInputError('not-probabilities', 'Each model needs a Float32Array or Float64Array of N×K.', {
        value: data,
      });
    }
    if (data.length !== rows * k) {
      throw new CoreInputError('shape-mismatch', `A model says ${rows}×${k} but holds ${data.length} values.`, {
        value: data.length,
      });
    }
    if (rows !== n) {
      throw new CoreInputError(
        'shape-mismatch',
        `There are ${n} examples but ${rows} rows of probabilities; give one row per example, in the same order.`,
        { value: rows },
      );
    }
    if (k !== models[0].k) {
      throw new CoreInputError('shape-mismatch', `The models have ${models[0].k} and ${k} classes.`, { value: k });
    }
    if (k < 2) {
      throw new CoreInputError('too-few-classes', 'There is one class: there must be at least two.', { value: k });
    }
    checkEntries(data, k);
  }
}

function refuseIdle(
  counts: Int32Array,
  code: 'example-without-label' | 'annotator-without-label',
  words: string,
  advice: string,
): void {
  const idle: number[] = [];
  for (let i = 0; i < counts.length; i++) if (counts[i] === 0) idle.push(i);
  if (idle.length === 0) return;
  const more = idle.length > NAMED ? ` and ${idle.length - NAMED} more` : '';
  const place = code === 'example-without-label' ? { row: idle[0] } : { column: idle[0] };
  throw new CoreInputError(code, `${words} ${idle.slice(0, NAMED).join(', ')}${more}. ${advice}`, place);
}
