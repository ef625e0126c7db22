import type {
  AuditView,
  BrowsedRows,
  DecideAction,
  IssueRow,
  IssueUpdate,
  PanelMessage,
} from '../../src/protocol/index.ts';
import { BrowseProgress } from './browse-progress.ts';
import { isOfTest, isOpenSuggestion, SURE } from './rows/bulk-accept.ts';
import { assignClassKeys, type ClassKeys } from './class-keys.ts';
import { countFilters, NO_FILTERS, withoutUnknown, type Filters, type Standing } from './rows/filters.ts';
import { IssueStore } from './issue-store.ts';
import type { ReviewView } from './saved-state.ts';
import { ReviewRecord } from './review-record.ts';
import * as selections from './selection.ts';
import type { GridShape, Move, SelectMode, Selection } from './selection.ts';
import { sortIssues, WORST_FIRST, type Sort } from './rows/sort-issues.ts';
import { visibleRows } from './rows/visible-rows.ts';

type UnsureMessage = Extract<PanelMessage, { type: 'unsure' }>;
type DecideMessage = Extract<PanelMessage, { type: 'decide' }>;

/** The review of one audit: what is shown, selected and decided. Knows nothing of the page. */
export class ReviewSession {
  audit: AuditView;
  readonly store: IssueStore;
  readonly record = new ReviewRecord();
  #filters: Filters;
  #sort: Sort;
  #selection: Selection = selections.NOTHING;
  #order: readonly IssueRow[] = [];
  #visible: readonly number[] = [];
  #awaitsUndo = false;
  #unsure: Set<number>;
  #keys: ClassKeys;
  #chosenKeys: ReadonlyMap<string, string>;
  /** What "select all" made of the first rows. */
  #all: Selection | null = null;
  readonly #browse = new BrowseProgress();
  /** The filters to go back to, while many suggestions are looked at to be accepted together. */
  #beforeBulk: Filters | null = null;
  #leftOut = 0;
  /** What the user saw of pictures that are still to come. */
  #awaitedView: ReviewView | null = null;

  /** @param view what the user saw of this audit before a reload */
  constructor(audit: AuditView, view?: ReviewView) {
    this.audit = audit;
    this.store = new IssueStore(audit.issues);
    this.#unsure = new Set(audit.unsure);
    this.#chosenKeys = new Map(audit.classKeys);
    this.#keys = assignClassKeys(audit.classes, this.#chosenKeys);
    this.#filters = withoutUnknown(view?.filters ?? NO_FILTERS, audit.classes, audit.splits);
    this.#sort = view?.sort ?? WORST_FIRST;
    this.#arrange();
    this.#refilter();
    if (view && view.selected.length > 0) this.#selectAgain(view);
    if (view?.filters.all) this.#awaitedView = view;
  }

  #selectAgain({ selected, active }: ReviewView): void {
    this.#selection = selections.prune({ active, anchor: active, ids: new Set(selected) }, this.#visible);
  }

  /** Whether only the first rows are here yet. */
  get isPartial(): boolean {
    return this.audit.issueCount !== undefined;
  }

  /** How many pictures are flagged, those included whose rows are still to come. */
  get total(): number {
    return this.audit.issueCount ?? this.audit.issues.length;
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

  isFlagged(id: number): boolean {
    return id < this.total;
  }

  /** The next pictures that are not flagged to ask for; null where none are wanted. */
  wantedRows(): { readonly from: number; readonly count: number } | null {
    return this.#filters.all && !this.isPartial ? this.#browse.ask() : null;
  }

  /** Takes over pictures that are not flagged; false where they were not asked for. */
  takeBrowsed(page: BrowsedRows): boolean {
    if (page.createdAt !== this.audit.createdAt || !this.#browse.take(page)) return false;
    this.store.add(page.rows);
    for (const id of page.unsure ?? []) this.#unsure.add(id);
    this.#arrange();
    this.#refilter();
    if (this.#browse.isComplete && this.#awaitedView) this.#selectAgain(this.#awaitedView);
    if (this.#browse.isComplete) this.#awaitedView = null;
    return true;
  }

  /** How many of them all are decided, those under way included. */
  get reviewed(): number {
    return this.store.countReviewed(this.total) + (this.audit.reviewedBeyond ?? 0);
  }

  /** How many of them can be decided: those that are gone from the data set can't. */
  get decidable(): number {
    return this.total - this.store.countGone(this.total);
  }

  /** Takes over the whole of the audit of which the first rows are shown; what the user sees and did stays. */
  complete(audit: AuditView): void {
    this.audit = audit;
    this.#unsure = new Set([...(audit.unsure ?? []), ...this.#unsure]);
    const reopened = this.store.complete(audit.issues);
    this.#arrange();
    this.#refilter();
    this.#selectReopened(reopened);
    if (this.#selection === this.#all) this.selectAll();
    this.#all = null;
  }

  /** The key of each class, the same on every picture. */
  get keys(): ClassKeys {
    return this.#keys;
  }

  /** The keys that the user chose. */
  get chosenKeys(): ReadonlyMap<string, string> {
    return this.#chosenKeys;
  }

  setKeys(chosen: ReadonlyMap<string, string>): void {
    this.#chosenKeys = chosen;
    this.#keys = assignClassKeys(this.audit.classes, chosen);
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

  get selection(): Selection {
    return this.#selection;
  }

  /** Ids of the pictures that pass the filters, in order. */
  get visible(): readonly number[] {
    return this.#visible;
  }

  get active(): IssueRow | undefined {
    return this.#selection.active === null ? undefined : this.store.get(this.#selection.active);
  }

  /** The next picture to be decided after the selected ones. */
  get nextOpen(): number | null {
    const { ids } = this.#selection;
    const next = (standing: Standing) =>
      selections.nextOpen(this.#visible, ids, (id) => this.standingOf(id) === standing);
    // What was put off comes when nothing else is left.
    return next('open') ?? next('unsure');
  }

  /** How a picture stands: what was put off is open still. */
  standingOf(id: number): Standing {
    const decision = this.store.decisionOf(id);
    return decision === 'open' && this.#unsure.has(id) ? 'unsure' : decision;
  }

  /**
   * Puts the selected pictures off and goes on, or takes them back where all of them were put off.
   * @returns what to tell the host, or null if nothing of the selection is open
   */
  putOff(): UnsureMessage | null {
    const ids = this.#visible.filter((id) => this.#selection.ids.has(id) && this.store.decisionOf(id) === 'open');
    if (ids.length === 0) return null;
    const isUnsure = !ids.every((id) => this.#unsure.has(id));
    const next = this.nextOpen;
    for (const id of ids) {
      if (isUnsure) this.#unsure.add(id);
      else this.#unsure.delete(id);
    }
    if (isUnsure && next !== null) this.select(next, 'only');
    this.#refilter();
    return { type: 'unsure', ids, isUnsure };
  }

  setFilters(change: Partial<Filters>): void {
    if (change.all === true && !this.#filters.all) this.#browse.askAgain();
    this.#filters = { ...this.#filters, ...change };
    this.#refilter();
  }

  setSort(sort: Sort): void {
    this.#sort = sort;
    this.#arrange();
    this.#refilter();
  }

  select(id: number, mode: SelectMode): void {
    this.#awaitedView = null;
    this.#selection = selections.select(this.#selection, this.#visible, id, mode);
  }

  selectAll(): void {
    this.#selection = selections.selectAll(this.#selection, this.#visible);
    if (this.isPartial) this.#all = this.#selection;
  }

  /** Leaves only the active picture selected. */
  collapse(): void {
    if (this.#selection.active !== null) this.#selection = selections.selectOnly(this.#selection.active);
  }

  move(to: Move, extend: boolean, shape: GridShape): void {
    const id = selections.target(this.#visible, this.#selection.active, to, shape);
    if (id !== null) this.select(id, extend ? 'extend' : 'only');
  }

  /** Shows and selects a picture, dropping the filters if they hide it. */
  reveal(id: number): void {
    if (!this.store.get(id)) return;
    if (!this.#visible.includes(id)) {
      this.#beforeBulk = null;
      this.setFilters(NO_FILTERS);
    }
    this.select(id, 'only');
  }

  /**
   * Decides the selected pictures and goes on to the next open one.
   * @returns what to tell the host, or null if nothing of the selection can be decided (a removed picture can't)
   */
  decide(action: DecideAction): DecideMessage | null {
    const isThere = (id: number): boolean => !['removed', 'gone'].includes(this.store.decisionOf(id));
    const ids = this.#visible.filter((id) => this.#selection.ids.has(id) && isThere(id));
    if (ids.length === 0) return null;
    const next = this.nextOpen;
    this.store.markPending(ids, action);
    this.#awaitsUndo = false;
    if (next === null) this.collapse();
    else this.select(next, 'only');
    this.#refilter();
    return { type: 'decide', ids, action };
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

  /**
   * Accepts the suggestions of all that is shown.
   * @returns what to tell the host, or null if there is nothing, or more is still to come
   */
  acceptBulk(): DecideMessage | null {
    const ids = [...this.#visible];
    if (!this.isBulk || ids.length === 0 || this.isPartial || this.isLoading) return null;
    this.store.markPending(ids, { kind: 'accept' });
    this.#awaitsUndo = false;
    this.endBulk();
    return { type: 'decide', ids, action: { kind: 'accept' } };
  }

  /** How many open pictures bear this label and suggest that one: none of a test split. */
  countLike({ given, suggested }: Pick<IssueRow, 'given' | 'suggested'>): number {
    const { testSplits = [] } = this.audit;
    const isLike = (row: IssueRow): boolean =>
      row.given === given && row.suggested === suggested && this.isFlagged(row.id) && !isOfTest(row, testSplits);
    return this.store.issues.filter((row) => isLike(row) && isOpenSuggestion(row, this.standingOf(row.id))).length;
  }

  /** The next pictures that are open again will be selected. */
  expectUndo(): void {
    this.#awaitsUndo = true;
  }

  apply(changes: readonly IssueUpdate[]): void {
    const reopened = this.store.apply(changes);
    this.#refilter();
    this.#selectReopened(reopened);
  }

  #selectReopened(reopened: readonly number[]): void {
    if (!this.#awaitsUndo || reopened.length === 0) return;
    this.#awaitsUndo = false;
    const shown = new Set(this.#visible);
    const back = reopened.filter((id) => shown.has(id));
    // One alone: with all of a bulk decision selected, the next key would decide as many again.
    if (back.length > 0) this.#selection = selections.selectOnly(back[0]);
  }

  /** The host could not do it: everything under way is open again. */
  fail(): void {
    this.store.dropPending();
    this.#awaitsUndo = false;
    this.#refilter();
  }

  #arrange(): void {
    this.#order = sortIssues(this.store.issues, this.#sort, this.total);
  }

  #refilter(): void {
    const { testSplits = [] } = this.audit;
    const { ids, leftOut } = visibleRows(this.#order, {
      ...{ filters: this.#filters, flagged: this.total, standingOf: (id) => this.standingOf(id) },
      ...(this.isBulk ? { bulk: { rowOf: (id) => this.store.get(id), testSplits } } : {}),
    });
    this.#leftOut = leftOut;
    this.#visible = ids;
    this.#selection = selections.prune(this.#selection, ids);
  }
}
