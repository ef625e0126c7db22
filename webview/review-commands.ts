import type { BrowsedRows, DecideAction, IssueDetail, PanelMessage } from '../src/protocol/index.ts';
import type { BatchLoader } from './model/batch-loader.ts';
import { NO_FILTERS, type Filters } from './model/rows/filters.ts';
import type { Command } from './model/keys/key-commands.ts';
import type { ReviewSession } from './model/review-session.ts';
import type { GridShape, SelectMode } from './model/selection.ts';
import type { ShownAudit } from './model/shown-audit.ts';
import type { Sort } from './model/rows/sort-issues.ts';
import { acceptBulk, decideFinding, decideLabels, putOff, type Decided } from './review-decisions.ts';
import { STRINGS } from './strings.ts';

/** What the review needs of the page. */
export interface ReviewPage {
  post(message: PanelMessage): void;
  focusSearch(): void;
  focusNote(): void;
  /** The list of pictures, or where one is enlarged, that one. */
  focusGrid(): void;
  scrollToActive(): void;
}

/** All keys, what this session of reviewing came to, or all classes to choose from. */
export type Dialog = 'keys' | 'session' | 'chooser';

/** Does what keys, buttons and filters ask of the review, and says what came of it. */
export class ReviewCommands {
  /** For those who hear the panel instead of seeing it. */
  announcement = '';
  /** What is open over the panel. */
  dialog: Dialog | null = null;
  loupeOpen = false;
  shape: GridShape = { columns: 1, rows: 1 };
  readonly #page: ReviewPage;
  readonly #shown: ShownAudit;
  readonly #details: BatchLoader<IssueDetail>;
  /** Filters were changed while only the first rows were here. */
  #countLater = false;

  constructor(page: ReviewPage, shown: ShownAudit, details: BatchLoader<IssueDetail>) {
    this.#page = page;
    this.#shown = shown;
    this.#details = details;
  }

  /** Another audit is shown, or none. */
  reset(): void {
    this.dialog = null;
    this.loupeOpen = false;
    this.#countLater = false;
  }

  /** The rows that were missing are here. */
  completed(): void {
    const { session } = this.#shown;
    if (session && this.#countLater) this.#announceShown(session);
    this.#countLater = false;
  }

  /** Takes in pictures that are not flagged. */
  takeBrowsed(page: BrowsedRows): void {
    const session = this.#shown.labels;
    const before = session?.selection;
    if (!session?.takeBrowsed(page)) return;
    if (!session.isLoading) this.completed();
    if (session.selection !== before) this.selected();
  }

  /** Does what a key or button asks for. */
  run(command: Command): void {
    const { session } = this.#shown;
    if (!session) return;
    switch (command.kind) {
      case 'move':
        session.move(command.to, command.extend, this.shape);
        this.selected();
        break;
      case 'accept':
      case 'keep':
      case 'remove':
        this.decide({ kind: command.kind });
        break;
      case 'unsure':
        this.#decided(putOff(session));
        break;
      case 'pick':
        this.#pick(command.key);
        break;
      case 'undo':
        if (this.#isBlocked()) break;
        session.expectUndo();
        this.announcement = STRINGS.announce.undo;
        this.#page.post({ type: 'undo' });
        break;
      case 'redo':
        if (this.#isBlocked()) break;
        this.announcement = STRINGS.announce.redo;
        this.#page.post({ type: 'redo' });
        break;
      case 'selectAll':
        session.selectAll();
        break;
      case 'clear':
        if (this.loupeOpen) this.closeLoupe();
        else if (session.isBulk) this.endBulk();
        else session.collapse();
        break;
      case 'loupe':
        if (this.loupeOpen) this.closeLoupe();
        else this.loupeOpen = session.active !== undefined;
        break;
      case 'choose':
        if (session.check !== null) this.announcement = STRINGS.checks.notHere;
        else if (session.active) this.dialog = 'chooser';
        break;
      case 'note':
        if (session.active) this.#page.focusNote();
        break;
      case 'search':
        this.loupeOpen = false; // it covers the field
        this.#page.focusSearch();
        break;
      case 'session':
        this.dialog = 'session';
        this.askSummary();
        break;
      case 'keys':
        this.dialog = 'keys';
        break;
    }
  }

  /** Asks the host for the words of the session's summary. */
  askSummary(): void {
    this.#page.post({ type: 'summary', copy: false });
  }

  closeLoupe(): void {
    this.loupeOpen = false;
    this.#page.focusGrid();
  }

  decide(action: DecideAction): void {
    const { session, checks } = this.#shown;
    if (!session?.active || this.#isBlocked()) return;
    this.#decided(checks.session === null ? decideLabels(session, action) : decideFinding(checks.session, action));
  }

  /** Says what became of a decision; where one was made, the host is told, and another picture is active. */
  #decided({ sent, said }: Decided): void {
    this.announcement = said;
    if (sent === null) return;
    this.#page.post(sent);
    this.selected();
  }

  /** Shows what a check found, or the labels (null). */
  openCheck(name: string | null): void {
    const { labels, checks } = this.#shown;
    if (labels === null || name === checks.name) return;
    checks.open(name, labels);
    this.loupeOpen = false;
    if (this.#shown.session) this.#announceShown(this.#shown.session);
    this.selected();
  }

  /** Another threshold for the check that is shown; null: the audit's. */
  setThreshold(threshold: number | null, isChosen: boolean): void {
    const sent = this.#shown.checks.setThreshold(threshold, isChosen);
    if (sent !== null) this.#page.post(sent);
  }

  /** Says why nothing can be decided; false where it can. */
  #isBlocked(): boolean {
    const { blocked } = this.#shown;
    if (blocked !== null) this.announcement = blocked;
    return blocked !== null;
  }

  /** Shows what can be accepted together. */
  startBulk(filters: Partial<Filters>): void {
    this.#shown.checks.close();
    this.loupeOpen = false;
    this.#bulk((session) => {
      session.startBulk(filters);
    });
  }

  endBulk(): void {
    this.#bulk((session) => {
      session.endBulk();
    });
  }

  acceptBulk(): void {
    const { session } = this.#shown;
    if (!session || this.#isBlocked()) return;
    const decided = acceptBulk(session);
    if (decided) this.#decided(decided);
  }

  #bulk(change: (session: ReviewSession) => void): void {
    const { session } = this.#shown;
    if (!session) return;
    change(session);
    this.#announceShown(session);
    this.selected();
  }

  /** Notes this on the selected pictures, whether they are decided or not. */
  note(note: string): void {
    const { session } = this.#shown;
    if (!session?.active) return;
    const ids = [...session.selection.ids];
    const { check } = session;
    session.record.note(ids, note, check?.name);
    this.#page.post({ type: 'note', ids, note, ...(check === null ? {} : { check: check.name }) });
    this.announcement = STRINGS.note.noted(ids.length, note);
  }

  chooseKey(name: string, key: string): void {
    const { session } = this.#shown;
    if (session) this.#page.post({ type: 'classKeys', keys: [...session.chooseKey(name, key)] });
  }

  #pick(key: string): void {
    const label = this.#shown.session?.keys.classOf(key);
    if (this.#shown.checks.session !== null) this.announcement = STRINGS.checks.notHere;
    else if (label === undefined) this.announcement = STRINGS.announce.noClass(key);
    else this.decide({ kind: 'relabel', label });
  }

  select(id: number, mode: SelectMode): void {
    this.#shown.session?.select(id, mode);
    this.selected();
  }

  sort(sort: Sort): void {
    this.#shown.session?.setSort(sort);
    this.selected();
  }

  filter(change: Partial<Filters>): void {
    const { session } = this.#shown;
    if (!session) return;
    session.setFilters(change);
    if (session.isPartial || session.isLoading) this.#countLater = true;
    else this.#announceShown(session);
    this.selected();
  }

  /** Filters by these alone. */
  showOnly(filters: Partial<Filters>): void {
    this.#shown.checks.close();
    if (this.loupeOpen) this.closeLoupe(); // it covers the list
    this.#shown.session?.endBulk();
    this.filter({ ...NO_FILTERS, ...filters });
  }

  /** Takes in changes from the host; an undo selects again what it brought back. */
  apply(changes: Parameters<ReviewSession['apply']>[0]): void {
    const { session } = this.#shown;
    if (!session) return;
    const before = session.selection;
    session.apply(changes);
    if (session.selection === before) return;
    const reopened = changes.filter(({ decision }) => decision === 'open').length;
    this.announcement = STRINGS.announce.undone(reopened);
    this.selected();
  }

  /** Another picture is active. */
  selected(): void {
    this.wantDetails();
    this.#page.scrollToActive();
  }

  /** Also the next picture's, so that it is there after a decision. */
  wantDetails(): void {
    const { session } = this.#shown;
    this.#details.want([session?.active?.id, session?.nextOpen].filter((id) => typeof id === 'number'));
  }

  #announceShown({ shownCount, scope }: ReviewSession): void {
    this.announcement = STRINGS.announce.shown(STRINGS.filters.shown(shownCount, scope));
  }
}
