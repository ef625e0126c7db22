/**
 * The value below which a share of all lies, between two of them in proportion, as numpy has it.
 * @param sorted ascending, at least one
 * @param share in [0, 1]
 */
export function quantile(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.min(sorted.length - 1, Math.floor(at) + 1)];
  const part = at - Math.floor(at);
  return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
}

/** The median of values in any order, at least one. */
export function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
