/** What all parts of `bench:tasks` are told. */
export interface TaskSettings {
  readonly seeds: readonly number[];
  /** Folder of the photographs. */
  readonly photos: string;
  /** What they truly show: image,given,true. */
  readonly truthFile: string;
}

/** One task of `bench:tasks`. */
export interface TaskPart {
  /** As `--only` names it. */
  readonly name: string;
  /** Measures it, and says in Markdown what came of it. */
  readonly run: (settings: TaskSettings) => Promise<string>;
}

/** Student's t for an interval of 95%, by degrees of freedom from 1 on; beyond, the normal distribution's. */
const T95 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

/** A mean over seeds and half its interval of 95%: `0.812 ± 0.021`. */
export function intervalOf(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const digits = mean >= 10 ? 0 : 3;
  if (values.length < 2) return mean.toFixed(digits);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const t = T95[values.length - 2] ?? 1.96;
  return `${mean.toFixed(digits)} ± ${(t * Math.sqrt(variance / values.length)).toFixed(digits)}`;
}
