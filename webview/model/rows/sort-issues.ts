import type { IssueRow } from '../../../src/protocol/index.ts';

export const SORT_KEYS = ['quality', 'probability', 'given', 'suggested', 'name'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface Sort {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** Worst first, as the report ranks them. */
export const WORST_FIRST: Sort = { key: 'quality', descending: false };

const collator = new Intl.Collator(undefined, { numeric: true });

/** Place of each distinct text in natural order, so that sorting many rows compares texts only once. */
function ranks(texts: readonly string[]): Map<string, number> {
  return new Map([...new Set(texts)].sort(collator.compare).map((text, rank) => [text, rank]));
}

/**
 * The rows in order; ties stay in the report's ranking.
 * @param flagged how many are flagged: their ids are below (Infinity: all, in their order), and the others come after them, by their label quality
 */
export function sortIssues(issues: readonly IssueRow[], sort: Sort, flagged = Infinity): IssueRow[] {
  const textOf = { given: (row: IssueRow) => row.given, suggested: (row: IssueRow) => row.suggested };
  const direction = sort.descending ? -1 : 1;
  const place = new Map(issues.map(({ id }, at) => [id, at]));
  const byPlace = (a: IssueRow, b: IssueRow): number => place.get(a.id)! - place.get(b.id)!;
  // The ranking may be by another score than the quality shown, and it is what "worst first" means.
  if (sort.key === 'quality') {
    const ranked = (row: IssueRow): number => (row.id < flagged ? -1 : row.quality);
    return [...issues].sort((a, b) => direction * (ranked(a) - ranked(b) || byPlace(a, b)));
  }
  if (sort.key === 'probability') {
    return [...issues].sort((a, b) => direction * (a.suggestedProbability - b.suggestedProbability) || byPlace(a, b));
  }
  const text = sort.key === 'name' ? (row: IssueRow) => row.path : textOf[sort.key];
  const rank = ranks(issues.map(text));
  return [...issues].sort((a, b) => direction * (rank.get(text(a))! - rank.get(text(b))!) || byPlace(a, b));
}
