import { NO_FILTERS, type Filters, type Standing } from './rows/filters.ts';
import { readLayout, type ReviewLayout } from './layout.ts';
import type { Selection } from './selection.ts';
import { SORT_KEYS, WORST_FIRST, type Sort, type SortKey } from './rows/sort-issues.ts';

export const TABS = ['review', 'map', 'health', 'fix', 'compare'] as const;
export type Tab = (typeof TABS)[number];

/** What the user sees of one audit's review. */
export interface ReviewView {
  readonly filters: Filters;
  readonly sort: Sort;
  readonly active: number | null;
  readonly selected: readonly number[];
  readonly scrollTop: number;
}

const MAX_SAVED_SELECTION = 1000;

/** What a review is seen by. */
interface SeenReview {
  readonly lastingFilters: Filters;
  readonly sort: Sort;
  readonly selection: Selection;
}

/** @param scrollTop how far the grid is scrolled, in pixels */
export function reviewView({ lastingFilters, sort, selection }: SeenReview, scrollTop: number): ReviewView {
  const selected = [...selection.ids].slice(0, MAX_SAVED_SELECTION);
  return { filters: lastingFilters, sort, active: selection.active, selected, scrollTop };
}

/** What outlives hiding, moving and reloading. */
export interface SavedState {
  readonly tab: Tab;
  /** Which audit `view` is of. */
  readonly audit: string;
  readonly view: ReviewView;
  /** What Fix Labels was set to. */
  readonly fix?: unknown;
  readonly layout: ReviewLayout;
  /** The check whose findings were looked at; null: the labels were. */
  readonly check: string | null;
}

const DECISIONS: readonly Standing[] = ['open', 'unsure', 'relabelled', 'kept', 'removed', 'gone'];

type Fields = Readonly<Record<string, unknown>>;

const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

function readFilters(value: unknown): Filters {
  const saved = fields(value);
  return {
    all: saved.all === true,
    given: text(saved.given),
    suggested: text(saved.suggested),
    eitherWay: saved.eitherWay === true,
    split: text(saved.split),
    decision: DECISIONS.find((decision) => decision === saved.decision) ?? null,
    maxQuality: number(saved.maxQuality),
    minProbability: number(saved.minProbability),
    search: text(saved.search) ?? NO_FILTERS.search,
    area: null,
  };
}

function readSort(value: unknown): Sort {
  const saved = fields(value);
  const key: SortKey | undefined = SORT_KEYS.find((known) => known === saved.key);
  return key ? { key, descending: saved.descending === true } : WORST_FIRST;
}

/** Reads what an earlier version of the panel may have saved; a wrong value becomes the default. */
export function readSavedState(value: unknown): SavedState {
  const saved = fields(value);
  const view = fields(saved.view);
  const selected = Array.isArray(view.selected) ? view.selected.filter((id) => number(id) !== null) : [];
  return {
    tab: TABS.find((tab) => tab === saved.tab) ?? 'review',
    audit: text(saved.audit) ?? '',
    fix: saved.fix,
    layout: readLayout(saved.layout),
    check: text(saved.check),
    view: {
      filters: readFilters(view.filters),
      sort: readSort(view.sort),
      active: number(view.active),
      selected: selected as number[],
      scrollTop: Math.max(0, number(view.scrollTop) ?? 0),
    },
  };
}
