import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded source of random numbers; the same seed and stream give the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Uniform integer in [0, n). */
  below(n: number): number;
  /** Standard normal (Box and Muller). */
  normal(): number;
  /** Shuffles in place (Fisher and Yates). */
  shuffle(values: Int32Array): void;
}

/**
 * Creates a random source.
 * @param seed the user's seed, a 32-bit integer
 * @param stream a number that tells apart the uses of one seed: folds, weights, batches
 */
export function createRandom(seed: number, stream: number): Random {
  const generator = xoroshiro128plus(Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca77));
  // Neighbouring seeds start out alike; a few draws part them.
  for (let i = 0; i < 16; i++) generator.next();
  const uniform = (): number => uniformFloat64(generator);
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    below: (n) => Math.floor(uniform() * n),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    shuffle(values) {
      for (let i = values.length - 1; i > 0; i--) {
        const j = Math.floor(uniform() * (i + 1));
        const kept = values[i];
        values[i] = values[j];
        values[j] = kept;
      }
    },
  };
}
