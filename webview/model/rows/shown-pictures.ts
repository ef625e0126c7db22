import type { AuditView, BrowsedRows, IssueRow } from '../../../src/protocol/index.ts';
import { BrowseProgress } from '../browse-progress.ts';
import { IssueStore } from '../issue-store.ts';
import type { ReviewView } from '../saved-state.ts';
import { isOfTest, isOpenSuggestion, SURE } from './bulk-accept.ts';
import { countFilters, NO_FILTERS, withoutUnknown, type Filters, type Standing } from './filters.ts';
import { sortIssues, WORST_FIRST, type Sort } from './sort-issues.ts';
import { visibleRows } from './visible-rows.ts';

/** The pictures of one audit, and which of them the grid shows in which order: by filters, sorting, and what is here yet. */
export class ShownPictures {
  audit: AuditView;
  readonly store: IssueStore;
  #filters: Filters;
  #sort: Sort;
  #order: readonly IssueRow[] = [];
  #visible: readonly number[] = [];
  #leftOut = 0;
  readonly #browse = new BrowseProgress();
  /** The filters to go back to, while many suggestions are looked at to be accepted together. */
  #beforeBulk: Filters | null = null;

  /** @param view what the user saw of this audit before a reload; shown after `arrange` */
  constructor(audit: AuditView, view?: ReviewView) {
    this.audit = audit;
    this.store = new IssueStore(audit.issues, audit.unsure);
    this.#filters = withoutUnknown(view?.filters ?? NO_FILTERS, audit.classes, audit.splits);
    this.#sort = view?.sort ?? WORST_FIRST;
  }

  /** Whether only the first rows are here yet. */
  get isPartial(): boolean {
    return this.audit.issueCount !== undefined;
  }

  /** How many pictures are flagged, those included whose rows are still to come. */
  get total(): number {
    return this.audit.issueCount ?? this.audit.issues.length;
  }

  /** Pictures with smaller ids are flagged. */
  protected get flaggedBelow(): number {
    return this.total;
  }

  isFlagged(id: number): boolean {
    return id < this.flaggedBelow;
  }

  /** How a picture stands: what was put off is open still. */
  standingOf(id: number): Standing {
    return this.store.standingOf(id);
  }

  get filters(): Filters {
    return this.#filters;
  }

  /** What is to be shown again after a reload: many suggestions are not accepted by surprise. */
  get lastingFilters(): Filters {
    return this.#beforeBulk ?? this.#filters;
  }

  get sort(): Sort {
    return this.#sort;
  }

  /** Ids of the pictures that pass the filters, in order. */
  get visible(): readonly number[] {
    return this.#visible;
  }

  /** How many pictures the filters choose among. */
  get scope(): number {
    return this.#filters.all ? this.audit.audited : this.total;
  }

  /** How many pass the filters; without any, those still to come do. */
  get shownCount(): number {
    if (countFilters(this.#filters) > 0) return this.#visible.length;
    if (this.isLoading) return this.scope;
    return this.isPartial ? this.total : this.#visible.length;
  }

  /** Whether pictures that are not flagged are shown, and some of them are still to come. */
  get isLoading(): boolean {
    return this.#filters.all && !this.#browse.isComplete;
  }

  /** Why pictures that are not flagged can't be shown; null where they can. */
  get browseProblem(): string | null {
    return this.#filters.all ? this.#browse.problem : null;
  }

  /** The next pictures that are not flagged to ask for; null where none are wanted. */
  wantedRows(): { readonly from: number; readonly count: number } | null {
    return this.#filters.all && !this.isPartial ? this.#browse.ask() : null;
  }

  /** Takes over pictures that are not flagged; false where they were not asked for. */
  takeBrowsed(page: BrowsedRows): boolean {
    if (page.createdAt !== this.audit.createdAt || !this.#browse.take(page)) return false;
    this.store.add(page.rows, page.unsure);
    this.arrange();
    return true;
  }

  setFilters(change: Partial<Filters>): void {
    if (change.all === true && !this.#filters.all) this.#browse.askAgain();
    this.#filters = { ...this.#filters, ...change };
    this.refilter();
  }

  /** Drops all filters, whatever they were set for. */
  unfilter(): void {
    this.#beforeBulk = null;
    this.setFilters(NO_FILTERS);
  }

  setSort(sort: Sort): void {
    this.#sort = sort;
    this.arrange();
  }

  /** Whether many suggestions are looked at, to be accepted together. */
  get isBulk(): boolean {
    return this.#beforeBulk !== null;
  }

  /** How many pictures of test splits pass the filters and are left out of what is accepted together. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** Shows the open pictures whose suggestions may be accepted together: by these filters, or those that are sure. */
  startBulk(change: Partial<Filters>): void {
    this.#beforeBulk ??= this.#filters;
    this.setFilters({ minProbability: this.#filters.minProbability ?? SURE, ...change, decision: 'open' });
  }

  /** Goes back to what was shown before. */
  endBulk(): void {
    const before = this.#beforeBulk;
    this.#beforeBulk = null;
    if (before) this.setFilters(before);
  }

  /** How many open pictures bear this label and suggest that one: none of a test split. */
  countLike({ given, suggested }: Pick<IssueRow, 'given' | 'suggested'>): number {
    const { testSplits = [] } = this.audit;
    const isLike = (row: IssueRow): boolean =>
      row.given === given && row.suggested === suggested && this.isFlagged(row.id) && !isOfTest(row, testSplits);
    return this.store.issues.filter((row) => isLike(row) && isOpenSuggestion(row, this.standingOf(row.id))).length;
  }

  /** Brings what is there into order. */
  protected arrange(): void {
    this.#order = sortIssues(this.store.issues, this.#sort, this.flaggedBelow);
    this.refilter();
  }

  /** Chooses among what is there: some of it may stand otherwise now. */
  protected refilter(): void {
    const { testSplits = [] } = this.audit;
    const { ids, leftOut } = visibleRows(this.#order, {
      ...{ filters: this.#filters, flagged: this.flaggedBelow, standingOf: (id) => this.standingOf(id) },
      ...(this.isBulk ? { bulk: { rowOf: (id) => this.store.get(id), testSplits } } : {}),
    });
    this.#leftOut = leftOut;
    this.#visible = ids;
  }
}
