/** Counts of values in bins of equal width from 0 to `top`. */
export interface Histogram {
  readonly counts: readonly number[];
  readonly top: number;
}

/** The quality scale's upper end: the next tenth above the best flagged picture. */
export function scaleTop(values: readonly number[]): number {
  let max = 0;
  for (const value of values) if (Number.isFinite(value)) max = Math.max(max, value);
  return Math.min(1, Math.max(0.1, Math.ceil(max * 10 - 1e-9) / 10));
}

/** @param values qualities in [0, 1] */
export function histogram(values: readonly number[], bins: number): Histogram {
  const top = scaleTop(values);
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    counts[Math.min(bins - 1, Math.max(0, Math.floor((value / top) * bins)))] += 1;
  }
  return { counts, top };
}

/** A handle's value after a key press on a scale from 0 to `top`; null if the key does not move it. */
export function sliderStep(value: number, top: number, key: string): number | null {
  const step = top / 100;
  const moves: Record<string, number> = {
    ArrowLeft: value - step,
    ArrowDown: value - step,
    ArrowRight: value + step,
    ArrowUp: value + step,
    PageDown: value - 10 * step,
    PageUp: value + 10 * step,
    Home: 0,
    End: top,
  };
  if (!Object.hasOwn(moves, key)) return null;
  // Rounded, so that steps do not gather floating-point dust.
  return Math.round(Math.min(top, Math.max(0, moves[key])) * 1e6) / 1e6;
}
