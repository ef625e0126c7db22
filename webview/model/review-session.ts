import type {
  AuditView,
  BrowsedRows,
  DecideAction,
  IssueRow,
  IssueUpdate,
  PanelMessage,
} from '../../src/protocol/index.ts';
import { assignClassKeys, chooseClassKey, type ClassKeys } from './keys/class-keys.ts';
import type { Standing } from './rows/filters.ts';
import { ShownPictures } from './rows/shown-pictures.ts';
import type { ReviewView } from './saved-state.ts';
import type { ShownCheck } from './checks/shown-check.ts';
import { ReviewRecord } from './review-record.ts';
import * as selections from './selection.ts';
import type { GridShape, Move, SelectMode, Selection } from './selection.ts';

type UnsureMessage = Extract<PanelMessage, { type: 'unsure' }>;
type DecideMessage = Extract<PanelMessage, { type: 'decide' }>;

/** The review of one audit: what of the pictures that are shown is selected and decided. Knows nothing of the page. */
export class ReviewSession extends ShownPictures {
  readonly record: ReviewRecord;
  #selection: Selection = selections.NOTHING;
  #awaitsUndo = false;
  #keys: ClassKeys;
  /** The keys that the user chose. */
  #chosenKeys: ReadonlyMap<string, string>;
  /** What "select all" made of the first rows. */
  #all: Selection | null = null;
  /** What the user saw of pictures that are still to come. */
  #awaitedView: ReviewView | null = null;

  /** @param view what the user saw of this audit before a reload */
  constructor(audit: AuditView, view?: ReviewView, record = new ReviewRecord()) {
    super(audit, view);
    this.record = record;
    this.#chosenKeys = new Map(audit.classKeys);
    this.#keys = assignClassKeys(audit.classes, this.#chosenKeys);
    this.arrange();
    if (view && view.selected.length > 0) this.#selectAgain(view);
    if (view?.filters.all) this.#awaitedView = view;
  }

  /** The check whose findings are reviewed; null: the labels are. */
  get check(): ShownCheck | null {
    return null;
  }

  /** Sets of pictures that stand side by side in the grid, by id. */
  get linedSets(): ReadonlyMap<number, number> | undefined {
    return undefined;
  }

  #selectAgain({ selected, active }: ReviewView): void {
    this.#selection = selections.prune({ active, anchor: active, ids: new Set(selected) }, this.visible);
  }

  override takeBrowsed(page: BrowsedRows): boolean {
    if (!super.takeBrowsed(page)) return false;
    if (this.isLoading) return true;
    if (this.#awaitedView) this.#selectAgain(this.#awaitedView);
    this.#awaitedView = null;
    return true;
  }

  /** How many of the flagged pictures are decided, those under way included. */
  get reviewed(): number {
    return this.store.countReviewed(this.flaggedBelow) + (this.audit.reviewedBeyond ?? 0);
  }

  /** How many of them can be decided: those that are gone from the data set can't. */
  get decidable(): number {
    return this.total - this.store.countGone(this.flaggedBelow);
  }

  /** Takes over the whole of the audit of which the first rows are shown; what the user sees and did stays. */
  complete(audit: AuditView): void {
    this.audit = audit;
    const reopened = this.store.complete(audit.issues, audit.unsure);
    this.arrange();
    this.#selectReopened(reopened);
    if (this.#selection === this.#all) this.selectAll();
    this.#all = null;
  }

  /** The key of each class, the same on every picture. */
  get keys(): ClassKeys {
    return this.#keys;
  }

  /**
   * Gives a class this key.
   * @returns all keys that the user chose, by class
   */
  chooseKey(name: string, key: string): ReadonlyMap<string, string> {
    this.#chosenKeys = chooseClassKey(this.#chosenKeys, this.#keys, name, key);
    this.#keys = assignClassKeys(this.audit.classes, this.#chosenKeys);
    return this.#chosenKeys;
  }

  get selection(): Selection {
    return this.#selection;
  }

  get active(): IssueRow | undefined {
    return this.#selection.active === null ? undefined : this.store.get(this.#selection.active);
  }

  /** The next picture to be decided after the selected ones. */
  get nextOpen(): number | null {
    const { ids } = this.#selection;
    const next = (standing: Standing) =>
      selections.nextOpen(this.visible, ids, (id) => this.standingOf(id) === standing);
    // What was put off comes when nothing else is left.
    return next('open') ?? next('unsure');
  }

  /** The selected pictures of which this is true, in the order in which they are shown. */
  protected selectedWhere(isMeant: (id: number) => boolean): number[] {
    return this.visible.filter((id) => this.#selection.ids.has(id) && isMeant(id));
  }

  /**
   * Puts the selected pictures off and goes on, or takes them back where all of them were put off.
   * @returns what to tell the host, or null if nothing of the selection is open
   */
  putOff(): UnsureMessage | null {
    const ids = this.selectedWhere((id) => this.store.decisionOf(id) === 'open');
    if (ids.length === 0) return null;
    const next = this.nextOpen;
    const isUnsure = this.store.putOff(ids);
    if (isUnsure && next !== null) this.select(next, 'only');
    this.refilter();
    return { type: 'unsure', ids, isUnsure, ...(this.check === null ? {} : { check: this.check.name }) };
  }

  select(id: number, mode: SelectMode): void {
    this.#awaitedView = null;
    this.#selection = selections.select(this.#selection, this.visible, id, mode);
  }

  selectAll(): void {
    this.#selection = selections.selectAll(this.#selection, this.visible);
    if (this.isPartial) this.#all = this.#selection;
  }

  /** Leaves only the active picture selected. */
  collapse(): void {
    if (this.#selection.active !== null) this.#selection = selections.selectOnly(this.#selection.active);
  }

  move(to: Move, extend: boolean, shape: GridShape): void {
    const id = selections.target(this.visible, this.#selection.active, to, shape);
    if (id !== null) this.select(id, extend ? 'extend' : 'only');
  }

  /** Shows and selects a picture, dropping the filters if they hide it. */
  reveal(id: number): void {
    if (!this.store.get(id)) return;
    if (!this.visible.includes(id)) this.unfilter();
    this.select(id, 'only');
  }

  /**
   * Decides the selected pictures and goes on to the next open one.
   * @returns what to tell the host, or null if nothing of the selection can be decided (a removed picture can't)
   */
  decide(action: DecideAction): DecideMessage | null {
    const ids = this.selectedWhere((id) => !['removed', 'gone'].includes(this.store.decisionOf(id)));
    if (ids.length === 0) return null;
    this.markDecided(ids, action);
    return { type: 'decide', ids, action };
  }

  /**
   * Takes a decision for made, until the host says what became of it, and goes on to the next open picture.
   * @param isOfOthers pictures that are not selected are decided: the next open one is looked for among what is left
   */
  protected markDecided(ids: readonly number[], action: DecideAction, isOfOthers = false): void {
    const before = this.nextOpen;
    this.store.markPending(ids, action);
    const next = isOfOthers ? this.nextOpen : before;
    this.#awaitsUndo = false;
    if (next === null) this.collapse();
    else this.select(next, 'only');
    this.refilter();
  }

  /**
   * Accepts the suggestions of all that is shown.
   * @returns what to tell the host, or null if there is nothing, or more is still to come
   */
  acceptBulk(): DecideMessage | null {
    const ids = [...this.visible];
    if (!this.isBulk || ids.length === 0 || this.isPartial || this.isLoading) return null;
    this.store.markPending(ids, { kind: 'accept' });
    this.#awaitsUndo = false;
    this.endBulk();
    return { type: 'decide', ids, action: { kind: 'accept' } };
  }

  /** The next pictures that are open again will be selected. */
  expectUndo(): void {
    this.#awaitsUndo = true;
  }

  apply(changes: readonly IssueUpdate[]): void {
    const reopened = this.store.apply(changes);
    this.refilter();
    this.#selectReopened(reopened);
  }

  #selectReopened(reopened: readonly number[]): void {
    if (!this.#awaitsUndo || reopened.length === 0) return;
    this.#awaitsUndo = false;
    const shown = new Set(this.visible);
    const back = reopened.filter((id) => shown.has(id));
    // One alone: with all of a bulk decision selected, the next key would decide as many again.
    if (back.length > 0) this.#selection = selections.selectOnly(back[0]);
  }

  /** The host could not do it: everything under way is open again. */
  fail(): void {
    this.store.dropPending();
    this.#awaitsUndo = false;
    this.refilter();
  }

  /** What is no longer shown is no longer selected. */
  protected override refilter(): void {
    super.refilter();
    this.#selection = selections.prune(this.#selection, this.visible);
  }
}
