import type { IssueRow } from '../../../src/protocol/index.ts';
import { isOfTest, isOpenSuggestion } from './bulk-accept.ts';
import { matchesFilters, type Filters, type Standing } from './filters.ts';

export interface VisibleOptions {
  readonly filters: Filters;
  /** How many pictures are flagged: their ids are below. */
  readonly flagged: number;
  readonly standingOf: (id: number) => Standing;
  /** Given where suggestions are to be accepted together. */
  readonly bulk?: {
    /** The row as it is now: what is sorted by never changes, but a label does. */
    readonly rowOf: (id: number) => IssueRow | undefined;
    readonly testSplits: readonly string[];
  };
}

/** What the grid shows. */
export interface VisibleRows {
  /** Ids in order. */
  readonly ids: readonly number[];
  /** How many pictures of test splits pass the filters and are left out of what is accepted together. */
  readonly leftOut: number;
}

/** The rows that pass the filters, in their order. */
export function visibleRows(order: readonly IssueRow[], options: VisibleOptions): VisibleRows {
  const { filters, flagged, standingOf, bulk } = options;
  const ids: number[] = [];
  let leftOut = 0;
  for (const row of order) {
    if (!filters.all && row.id >= flagged) continue;
    const standing = standingOf(row.id);
    if (!matchesFilters(row, standing, filters)) continue;
    if (bulk) {
      if (!isOpenSuggestion(bulk.rowOf(row.id) ?? row, standing)) continue;
      if (isOfTest(row, bulk.testSplits)) {
        leftOut += 1;
        continue;
      }
    }
    ids.push(row.id);
  }
  return { ids, leftOut };
}
