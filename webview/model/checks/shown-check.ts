import type { CheckPage, CheckSet } from '../../../src/protocol/index.ts';

/** What is known of a check's result beside its pictures. */
export type CheckResult = Omit<CheckPage, 'rows' | 'sets' | 'histogram' | 'from' | 'unsure'>;

/** A check whose findings are shown in place of the labels. */
export interface ShownCheck {
  /** As the report names it. */
  readonly name: string;
  /** Null until the first answer is here. */
  readonly result: CheckResult | null;
  /** The threshold that the user wants; the result of it may be on its way. Null until one is known. */
  readonly threshold: number | null;
  readonly histogram: CheckPage['histogram'];
  /** Pictures that show the same; none where the check tells of single pictures. */
  readonly sets: readonly CheckSet[] | undefined;
  /** The place of a picture's set in `sets`. */
  readonly setOf: ReadonlyMap<number, number>;
}

/** What is proposed for a set of a check. */
export function proposalOf({ name, sets }: Pick<ShownCheck, 'name' | 'sets'>): 'keepBest' | 'removeFromTrain' | null {
  if (sets === undefined) return null;
  return name === 'leaks' ? 'removeFromTrain' : 'keepBest';
}
