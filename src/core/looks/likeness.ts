import { CUT_UNITS, lowFrequencies, ORIENTATIONS, SIDE, turnFrequencies, WHOLE, type Cut } from './low-frequencies.ts';

/** Number of greys in a square. */
export const SQUARE = SIDE * SIDE;

/** Frequencies of a first look, across and down. */
const FEW = 8;
/** Of a close look. */
const MANY = 16;
/** What a first look finds less alike is not looked at closely. */
const PROMISING = 0.93;
/** How far a side of the other picture may be cut off: 12.5%. */
const MOST_CUT = CUT_UNITS / 8;
/** Steps, in eightieths, in which the cut is sought. */
const STEPS = [2, 1];
const MOST_ROUNDS = 3;
/** Nothing better than this is looked for. */
const ALIKE = 0.999;

/**
 * Compares a picture with others that may be it, turned or mirrored, or of which it may be a part.
 *
 * @param square equalised square of the one, see `PictureHashes`
 * @returns how alike another one is: the correlation of what they show in coarse outline, in [−1, 1]. It is given the
 *   other's square, how the one is turned to be like it, and roughly which part of it is like the one: that is sought
 *   from there.
 */
export function likenessTo(square: Uint8Array): (other: Uint8Array, orientation: number, start: Cut) => number {
  const few = turnable(square, FEW);
  const many = turnable(square, MANY);
  return (other, orientation, start) => {
    const rough = few(other, orientation, start);
    if (rough < PROMISING) return rough;
    let best = many(other, orientation, start);
    let cut: readonly number[] = start;
    if (best < PROMISING) return best;
    for (const step of STEPS) {
      for (let round = 0; round < MOST_ROUNDS && best < ALIKE; round++) {
        const before = best;
        for (let side = 0; side < 4; side++) {
          for (const by of [step, -step]) {
            const tried = cut.with(side, cut[side] + by) as unknown as Cut;
            if (tried[side] < 0 || tried[side] > MOST_CUT) continue;
            const found = many(other, orientation, tried);
            if (found <= best) continue;
            best = found;
            cut = tried;
          }
        }
        if (best === before) break;
      }
    }
    return best;
  };
}

/** Compares by so many frequencies; those of the one picture are computed once an orientation. */
function turnable(square: Uint8Array, waves: number): (other: Uint8Array, orientation: number, cut: Cut) => number {
  const found = new Float64Array(waves * waves);
  const turned = new Array<Float64Array | undefined>(ORIENTATIONS);
  const others = new Float64Array(waves * waves);
  return (other, orientation, cut) => {
    if (turned.every((one) => one === undefined)) lowFrequencies(square, waves, WHOLE, found);
    let own = turned[orientation];
    if (own === undefined) {
      own = new Float64Array(waves * waves);
      turnFrequencies(found, waves, orientation, own);
      turned[orientation] = own;
    }
    lowFrequencies(other, waves, cut, others);
    return correlation(own, others);
  };
}

/** Without the first frequency, which is the mean. */
function correlation(a: Float64Array, b: Float64Array): number {
  let [own, others, both] = [0, 0, 0];
  for (let i = 1; i < a.length; i++) {
    own += a[i] * a[i];
    others += b[i] * b[i];
    both += a[i] * b[i];
  }
  return own > 0 && others > 0 ? both / Math.sqrt(own * others) : 0;
}
