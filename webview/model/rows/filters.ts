import type { Decision, IssueRow } from '../../../src/protocol/index.ts';

/** How a picture stands: decided, open, or put off by the user. */
export type Standing = Decision | 'unsure';

/** Which pictures the grid shows; null means all. */
export interface Filters {
  /** Also those that are not flagged. */
  readonly all: boolean;
  readonly given: string | null;
  readonly suggested: string | null;
  /** Also show the pair the other way round; with one class only: that class on either side. */
  readonly eitherWay: boolean;
  readonly split: string | null;
  readonly decision: Standing | null;
  /** Label quality of at most this much. */
  readonly maxQuality: number | null;
  /** Probability of the suggestion of at least this much. */
  readonly minProbability: number | null;
  /** Part of the path, in any case. */
  readonly search: string;
  /** Ids of the only pictures that are meant: a part of the map. */
  readonly area: ReadonlySet<number> | null;
}

export const NO_FILTERS: Filters = {
  all: false,
  given: null,
  suggested: null,
  eitherWay: false,
  split: null,
  decision: null,
  maxQuality: null,
  minProbability: null,
  search: '',
  area: null,
};

function matchesOneWay(issue: IssueRow, given: string | null, suggested: string | null): boolean {
  return (given === null || issue.given === given) && (suggested === null || issue.suggested === suggested);
}

function matchesClasses(issue: IssueRow, filters: Filters): boolean {
  const { given, suggested, eitherWay } = filters;
  if (matchesOneWay(issue, given, suggested)) return true;
  return eitherWay && matchesOneWay(issue, suggested, given);
}

/** Whether `issue`, which stands as `decision` says, passes. */
export function matchesFilters(issue: IssueRow, decision: Standing, filters: Filters): boolean {
  if (filters.area !== null && !filters.area.has(issue.id)) return false;
  if (filters.decision !== null && decision !== filters.decision) return false;
  if (filters.maxQuality !== null && issue.quality > filters.maxQuality) return false;
  if (filters.minProbability !== null && issue.suggestedProbability < filters.minProbability) return false;
  if (filters.split !== null && issue.split !== filters.split) return false;
  if (!matchesClasses(issue, filters)) return false;
  const search = filters.search.trim().toLowerCase();
  return search === '' || issue.path.toLowerCase().includes(search);
}

/** How many filters are in force, whichever pictures they choose among. */
export function countFilters(filters: Filters): number {
  const { given, suggested, split, decision, maxQuality, minProbability, search, area } = filters;
  return (
    [given, suggested, split, decision, maxQuality, minProbability, area].filter((value) => value !== null).length +
    (search ? 1 : 0)
  );
}

/** The same filters without those that name a class or split which the audit does not have. */
export function withoutUnknown(filters: Filters, classes: readonly string[], splits: readonly string[]): Filters {
  const known = (value: string | null, names: readonly string[]) =>
    value !== null && names.includes(value) ? value : null;
  return {
    ...filters,
    given: known(filters.given, classes),
    suggested: known(filters.suggested, classes),
    split: known(filters.split, splits),
  };
}
