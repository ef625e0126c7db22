import type { Schedule } from '../networks/model.ts';

/** Share of the steps on which the one-cycle rate rises. */
const RISE = 0.3;
/** The one-cycle rate starts at peak / 25 and ends at peak / 250,000, as in PyTorch's OneCycleLR. */
const START = 1 / 25;
const END = START / 1e4;

/**
 * Learning rate of a step.
 * @param schedule `one-cycle`: rises and falls along cosines (Smith and Topin 2018); `constant`: the peak throughout
 * @param peak the highest rate
 * @param step 0-based
 * @param steps in all
 */
export function learningRateAt(schedule: Schedule, peak: number, step: number, steps: number): number {
  if (schedule === 'constant') return peak;
  const top = Math.max(1, RISE * steps - 1);
  if (step <= top) return peak * cosine(START, 1, step / top);
  return peak * cosine(1, END, (step - top) / Math.max(1, steps - 1 - top));
}

function cosine(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * Math.min(1, share)))) / 2;
}
