import { CoreInputError } from '../errors.ts';
import type { Labels, SquareMatrix } from '../types.ts';

export interface PlantOptions {
  /** Share of all examples whose label is changed, in (0, 1). */
  readonly share: number;
  /** At most so many labels are changed, however many examples there are. Default 2,000. */
  readonly most?: number;
  /** 1 for each example whose label may be changed: those that nothing speaks against. */
  readonly eligible: Uint8Array;
  /** Uniform random numbers in [0, 1). */
  readonly uniform: () => number;
}

export interface PlantedErrors {
  /** All labels, those of `rows` changed. */
  readonly labels: Labels;
  /** The examples whose label was changed, ascending. */
  readonly rows: Int32Array;
}

/** Part of the new labels that is drawn from all classes alike: the joint has no counts of confusions that are rare. */
const ANY_CLASS = 0.2;
const MOST = 2000;

/**
 * Changes some labels on purpose, to see how many of them an audit finds. The examples are drawn from the eligible ones
 * alike; the new label of an example of class y is drawn as the joint says that others of class y were mislabelled, a fifth
 * of them from all classes alike.
 *
 * @param labels N class indices in [0, K)
 * @param joint K×K, row given label, column true label, as `estimateJoint` gives it; only its proportions matter
 * @throws {CoreInputError} `bad-option` for a share outside (0, 1); `bad-matrix` where the joint is of another K
 */
export function plantErrors(
  labels: Labels,
  joint: SquareMatrix,
  { share, most = MOST, eligible, uniform }: PlantOptions,
): PlantedErrors {
  if (!(share > 0 && share < 1)) {
    throw new CoreInputError('bad-option', `The share of planted errors must be above 0 and below 1, not ${share}.`, {
      value: share,
    });
  }
  const rows = drawRows(eligible, Math.min(most, Math.max(1, Math.round(share * labels.length))), uniform);
  const cumulative = confusions(joint);
  const planted = labels.slice();
  const { k } = joint;
  for (const row of rows) planted[row] = drawLabel(cumulative, k, labels[row], uniform());
  return { labels: planted, rows };
}

/** So many of the eligible rows, without putting any back (Floyd's draw would need a set; a partial shuffle does not). */
function drawRows(eligible: Uint8Array, count: number, uniform: () => number): Int32Array {
  let found = 0;
  for (const one of eligible) found += one;
  const rows = new Int32Array(found);
  for (let i = 0, at = 0; i < eligible.length; i++) if (eligible[i] === 1) rows[at++] = i;
  const taken = Math.min(count, found);
  for (let i = 0; i < taken; i++) {
    const j = i + Math.floor(uniform() * (found - i));
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  return rows.slice(0, taken).sort();
}

/** For each true class, the running sums of the probabilities of the other classes as its label; the last is 1. */
function confusions({ data, k }: SquareMatrix): Float64Array {
  const cumulative = new Float64Array(k * k);
  for (let actual = 0; actual < k; actual++) {
    let off = 0;
    for (let given = 0; given < k; given++) if (given !== actual) off += data[given * k + actual];
    let sum = 0;
    for (let given = 0; given < k; given++) {
      if (given !== actual) {
        const any = 1 / (k - 1);
        sum += off > 0 ? (1 - ANY_CLASS) * (data[given * k + actual] / off) + ANY_CLASS * any : any;
      }
      cumulative[actual * k + given] = sum;
    }
  }
  return cumulative;
}

function drawLabel(cumulative: Float64Array, k: number, actual: number, at: number): number {
  const wanted = at * cumulative[actual * k + k - 1];
  let label = actual === 0 ? 1 : 0;
  for (let given = 0; given < k; given++) {
    if (given === actual) continue;
    label = given;
    if (cumulative[actual * k + given] > wanted) break;
  }
  return label;
}
