import { CoreInputError } from '../errors.ts';

/**
 * Who gave which label to which example. Of many annotators each labels some examples only, so what was given is kept, one
 * entry an annotation, example by example; within an example the annotators ascend.
 */
export interface AnnotatorLabels {
  /** Number of examples. */
  readonly n: number;
  /** Number of annotators. */
  readonly m: number;
  /** n + 1 numbers: the annotations of example i are those from `starts[i]` to before `starts[i + 1]`. */
  readonly starts: Int32Array;
  /** For each annotation, who gave it: in [0, m). */
  readonly annotators: Int32Array;
  /** For each annotation, the class. */
  readonly labels: Int32Array;
}

/** One row a label: three arrays of one length. */
export interface Annotations {
  /** Which example: in [0, n). */
  readonly examples: Int32Array;
  /** By whom: in [0, m). */
  readonly annotators: Int32Array;
  /** The class: at least 0. */
  readonly labels: Int32Array;
}

/**
 * Annotations in any order, put together example by example.
 *
 * @param n number of examples
 * @param m number of annotators
 * @throws {CoreInputError} `shape-mismatch` where the arrays differ in length or name an example or annotator that is
 *   not there; `label-out-of-range`; `labelled-twice` where one annotator labels one example twice
 */
export function gatherAnnotations(
  n: number,
  m: number,
  { examples, annotators, labels }: Annotations,
): AnnotatorLabels {
  if (examples.length !== labels.length || annotators.length !== labels.length) {
    throw new CoreInputError(
      'shape-mismatch',
      `There are ${examples.length} examples, ${annotators.length} annotators and ${labels.length} labels; give one of each for every annotation.`,
      { value: labels.length },
    );
  }
  const starts = new Int32Array(n + 1);
  for (let at = 0; at < labels.length; at++) {
    requireWithin('example', examples[at], n, at);
    requireWithin('annotator', annotators[at], m, at);
    if (labels[at] < 0) {
      throw new CoreInputError('label-out-of-range', `Annotation ${at}: label ${labels[at]} is below 0.`, {
        row: at,
        value: labels[at],
      });
    }
    starts[examples[at] + 1]++;
  }
  for (let i = 0; i < n; i++) starts[i + 1] += starts[i];
  const byAnnotator = orderedBy(annotators, m);
  const next = starts.slice(0, n);
  const gathered = { annotators: new Int32Array(labels.length), labels: new Int32Array(labels.length) };
  for (const at of byAnnotator) {
    const place = next[examples[at]]++;
    gathered.annotators[place] = annotators[at];
    gathered.labels[place] = labels[at];
    if (place > starts[examples[at]] && gathered.annotators[place - 1] === annotators[at]) {
      throw new CoreInputError(
        'labelled-twice',
        `Annotator ${annotators[at]} labels example ${examples[at]} twice: ${gathered.labels[place - 1]} and ${labels[at]}. Keep one of the two.`,
        { row: examples[at], column: annotators[at], value: labels[at] },
      );
    }
  }
  return { n, m, starts, ...gathered };
}

/**
 * Annotations from a table with one row an example and one column an annotator.
 *
 * @param values n × m class indices, row-major; NaN where there is no label
 * @throws {CoreInputError} `shape-mismatch`; `not-labels` for a number that is no class index
 */
export function annotationsOfTable(values: Float64Array, n: number, m: number): AnnotatorLabels {
  if (values.length !== n * m) {
    throw new CoreInputError('shape-mismatch', `A table of ${n}×${m} has ${n * m} labels, not ${values.length}.`, {
      value: values.length,
    });
  }
  const given = values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  const made = {
    n,
    m,
    starts: new Int32Array(n + 1),
    annotators: new Int32Array(given),
    labels: new Int32Array(given),
  };
  let at = 0;
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < m; a++) {
      const value = values[i * m + a];
      if (Number.isNaN(value)) continue;
      if (!Number.isInteger(value) || value < 0 || value > 0x7fffffff) {
        throw new CoreInputError(
          'not-labels',
          `Example ${i}, annotator ${a}: ${value} is no class index. Give whole numbers from 0, and NaN where there is no label.`,
          { row: i, column: a, value },
        );
      }
      made.annotators[at] = a;
      made.labels[at++] = value;
    }
    made.starts[i + 1] = at;
  }
  return made;
}

/** How many labels each example has, length n. */
export function annotationCounts({ n, starts }: AnnotatorLabels): Int32Array {
  const counts = new Int32Array(n);
  for (let i = 0; i < n; i++) counts[i] = starts[i + 1] - starts[i];
  return counts;
}

function requireWithin(what: 'example' | 'annotator', value: number, count: number, row: number): void {
  if (value >= 0 && value < count) return;
  throw new CoreInputError('shape-mismatch', `Annotation ${row}: ${what} ${value} is not in 0…${count - 1}.`, {
    row,
    value,
  });
}

/** Positions by ascending value, equal ones in order. */
function orderedBy(values: Int32Array, count: number): Int32Array {
  const next = new Int32Array(count + 1);
  for (const value of values) next[value + 1]++;
  for (let v = 0; v < count; v++) next[v + 1] += next[v];
  const order = new Int32Array(values.length);
  for (let at = 0; at < values.length; at++) order[next[values[at]]++] = at;
  return order;
}
