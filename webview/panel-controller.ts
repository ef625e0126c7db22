import type { DecideAction, HostMessage, IssueDetail, PanelMessage, PanelState } from '../src/protocol.ts';
import type { Action } from './action.ts';
import { BatchLoader } from './model/batch-loader.ts';
import { auditKey, showsWithFirstRows } from './model/first-rows.ts';
import { LoopState } from './model/loop-state.ts';
import { NO_FILTERS } from './model/filters.ts';
import type { Command } from './model/key-commands.ts';
import { ReviewSession } from './model/review-session.ts';
import { readSavedState, type ReviewView, type SavedState, type Tab } from './model/saved-state.ts';
import type { GridShape } from './model/selection.ts';
import { STRINGS } from './strings.ts';

/** What the controller needs of the page. */
export interface PanelPage {
  post(message: PanelMessage): void;
  save(state: SavedState): void;
  /** Something that is shown has changed. */
  changed(): void;
  focusSearch(): void;
  focusGrid(): void;
  scrollToActive(): void;
}

const SAVE_DELAY = 150;
const MAX_SAVED_SELECTION = 1000;

/** The panel's state: takes the host's messages and the user's actions. Touches no element. */
export class PanelController {
  readonly thumbnails = new BatchLoader<string | null>(
    (ids) => {
      this.#page.post({ type: 'thumbnails', ids });
    },
    {
      delay: 30,
      keep: 5000,
    },
  );
  readonly details = new BatchLoader<IssueDetail>(
    (ids) => {
      for (const id of ids) this.#page.post({ type: 'detail', id });
    },
    { delay: 40, keep: 60 },
  );
  readonly loop: LoopState;
  state: PanelState | null = null;
  session: ReviewSession | null = null;
  stale = false;
  tab: Tab;
  errors: readonly string[] = [];
  announcement = '';
  keysOpen = false;
  /** Where the grid was scrolled to before a reload. */
  scrollTop = 0;
  readonly #page: PanelPage;
  #saved: SavedState;
  #shape: GridShape = { columns: 1, rows: 1 };
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  /** To be shown as soon as its row is here. */
  #revealLater: number | null = null;
  /** Filters were changed while only the first rows were here. */
  #countLater = false;

  constructor(page: PanelPage, saved: unknown) {
    this.#page = page;
    this.#saved = readSavedState(saved);
    this.tab = this.#saved.tab;
    this.loop = new LoopState((message) => {
      page.post(message);
    }, this.#saved.fix);
  }

  receive(message: HostMessage): void {
    switch (message.type) {
      case 'state':
        this.#show(message.state);
        break;
      case 'progress':
        if (this.state?.phase === 'running') this.state = { ...this.state, progress: message.progress };
        break;
      case 'issues':
        this.#update(message);
        break;
      case 'thumbnails':
        for (const [id, uri] of message.uris) this.thumbnails.receive(id, uri);
        break;
      case 'detail':
        this.details.receive(message.detail.id, message.detail);
        break;
      case 'plan':
        this.loop.plan = message.plan;
        break;
      case 'comparison':
        this.loop.comparison = message.comparison;
        this.loop.comparing = message.running;
        break;
      case 'show':
        this.tab = message.tab;
        break;
      case 'select':
        this.tab = 'review';
        this.#reveal(message.id);
        break;
      case 'error':
        this.errors = [...this.errors.filter((text) => text !== message.message), message.message];
        this.session?.fail();
        break;
    }
    this.#changed();
  }

  act(action: Action): void {
    const { session } = this;
    switch (action.kind) {
      case 'post':
        this.#page.post(action.message);
        return;
      case 'command':
        this.run(action.command);
        return;
      case 'relabel':
        this.#decide({ kind: 'relabel', label: action.label });
        break;
      case 'select':
        session?.select(action.id, action.mode);
        this.#selected();
        break;
      case 'filter':
        session?.setFilters(action.change);
        this.#filtered();
        break;
      case 'showOnly':
        session?.setFilters({ ...NO_FILTERS, ...action.filters });
        this.tab = 'review';
        this.#filtered();
        this.#page.focusGrid();
        break;
      case 'sort':
        session?.setSort(action.sort);
        this.#selected();
        break;
      case 'tab':
        this.tab = action.tab;
        break;
      case 'shape':
        this.#shape = action.shape;
        return;
      case 'scrolled':
        this.scrollTop = action.scrollTop;
        this.#saveSoon();
        return;
      case 'needThumbnails':
        this.thumbnails.want(action.ids);
        return;
      case 'fixChoice':
        this.loop.change(action.change);
        break;
      case 'dismissError':
        this.errors = this.errors.filter((_, index) => index !== action.index);
        break;
      case 'closeKeys':
        this.keysOpen = false;
        break;
    }
    this.#changed();
  }

  /** Does what a key or button asks for. */
  run(command: Command): void {
    const { session } = this;
    if (!session) return;
    switch (command.kind) {
      case 'move':
        session.move(command.to, command.extend, this.#shape);
        this.#selected();
        break;
      case 'accept':
        this.#decide({ kind: 'accept' });
        break;
      case 'keep':
        this.#decide({ kind: 'keep' });
        break;
      case 'remove':
        this.#decide({ kind: 'remove' });
        break;
      case 'pick':
        this.#pick(command.index);
        break;
      case 'undo':
        session.expectUndo();
        this.announcement = STRINGS.announce.undo;
        this.#page.post({ type: 'undo' });
        break;
      case 'selectAll':
        session.selectAll();
        break;
      case 'clear':
        session.collapse();
        break;
      case 'search':
        this.#page.focusSearch();
        return;
      case 'keys':
        this.keysOpen = true;
        break;
    }
    this.#changed();
  }

  /** Writes down what the user sees, at once: the page is about to go. */
  saveNow(): void {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = undefined;
    this.#saved = this.#seen();
    this.#page.save(this.#saved);
  }

  #show(state: PanelState): void {
    if (this.session) this.#saved = this.#seen();
    if (state.phase === 'ready' && this.#continues(state)) return;
    this.state = state;
    this.session = null;
    this.keysOpen = false;
    this.#countLater = false;
    if (state.phase !== 'ready') return;
    const { audit } = state;
    this.stale = audit.stale;
    const sameAudit = this.#saved.audit === auditKey(audit);
    if (sameAudit && audit.issueCount !== undefined && !showsWithFirstRows(this.#saved.view, audit)) return;
    this.session = new ReviewSession(audit, sameAudit ? this.#saved.view : undefined);
    this.scrollTop = sameAudit ? this.#saved.view.scrollTop : 0;
    this.thumbnails.clear();
    this.details.clear();
    if (!sameAudit) {
      this.errors = [];
      this.loop.reset();
    }
    if (this.tab === 'fix') this.loop.wantPlan();
    this.#wantDetails();
    this.#revealNow();
  }

  /** Takes over a state of the audit that is shown already, if nothing has to begin anew for it. */
  #continues(state: Extract<PanelState, { phase: 'ready' }>): boolean {
    const { session } = this;
    const { audit } = state;
    if (!session || auditKey(session.audit) !== auditKey(audit)) return false;
    // First rows are of no use where there are rows: all of them are about to come.
    const isWhole = audit.issueCount === undefined;
    if (isWhole && !session.isPartial) return false;
    this.stale = audit.stale;
    if (!isWhole) return true;
    this.state = state;
    session.complete(audit);
    if (this.#countLater) this.#announceShown(session);
    this.#countLater = false;
    this.#wantDetails();
    this.#revealNow();
    return true;
  }

  #reveal(id: number): void {
    const { state, session } = this;
    const isAwaited = state?.phase === 'ready' && state.audit.issueCount !== undefined && !session?.store.get(id);
    this.#revealLater = isAwaited ? id : null;
    if (isAwaited) return;
    session?.reveal(id);
    this.#selected();
    this.#page.focusGrid();
  }

  #revealNow(): void {
    if (this.#revealLater !== null) this.#reveal(this.#revealLater);
  }

  #update(message: Extract<HostMessage, { type: 'issues' }>): void {
    const { session } = this;
    this.stale = message.stale;
    if (!session) return;
    const before = session.selection;
    session.apply(message.changes);
    if (this.tab === 'fix') this.loop.wantPlan();
    if (session.selection === before) return;
    this.announcement = STRINGS.announce.undone(session.selection.ids.size);
    this.#selected();
  }

  #decide(action: DecideAction): void {
    const { session } = this;
    if (!session?.active) return;
    const sent = session.decide(action);
    if (!sent) {
      this.announcement = STRINGS.announce.notDecidable;
      return;
    }
    this.#page.post(sent);
    const words = {
      accept: STRINGS.announce.accepted,
      keep: STRINGS.announce.kept,
      remove: STRINGS.announce.removed,
      relabel: action.kind === 'relabel' ? STRINGS.announce.relabel(action.label) : '',
    };
    const reviewed = STRINGS.header.reviewed(session.reviewed, session.total);
    this.announcement = STRINGS.announce.decided(sent.ids.length, words[action.kind], reviewed);
    this.#selected();
  }

  #pick(index: number): void {
    const active = this.session?.active;
    if (!active) return;
    const detail = this.details.get(active.id);
    if (!detail) this.announcement = STRINGS.announce.notLoaded;
    else if (index >= detail.probabilities.length) this.announcement = STRINGS.announce.noClass(index + 1);
    else this.#decide({ kind: 'relabel', label: detail.probabilities[index].class });
  }

  #selected(): void {
    this.#wantDetails();
    this.#page.scrollToActive();
  }

  #filtered(): void {
    const { session } = this;
    if (!session) return;
    if (session.isPartial) this.#countLater = true;
    else this.#announceShown(session);
    this.#selected();
  }

  #announceShown({ shownCount, total }: ReviewSession): void {
    this.announcement = STRINGS.announce.shown(STRINGS.filters.shown(shownCount, total));
  }

  /** Also the next picture's, so that it is there after a decision. */
  #wantDetails(): void {
    const ids = [this.session?.active?.id, this.session?.nextOpen].filter((id) => typeof id === 'number');
    this.details.want(ids);
  }

  #changed(): void {
    this.#page.changed();
    this.#saveSoon();
  }

  #saveSoon(): void {
    this.#saveTimer ??= setTimeout(() => {
      this.saveNow();
    }, SAVE_DELAY);
  }

  #seen(): SavedState {
    return { tab: this.tab, audit: this.#auditKey(), view: this.#view(), fix: this.loop.choice };
  }

  #auditKey(): string {
    const audit = this.session?.audit;
    return audit ? auditKey(audit) : this.#saved.audit;
  }

  #view(): ReviewView {
    const { session } = this;
    if (!session) return this.#saved.view;
    const selected = [...session.selection.ids].slice(0, MAX_SAVED_SELECTION);
    const { filters, sort } = session;
    return { filters, sort, active: session.selection.active, selected, scrollTop: this.scrollTop };
  }
}
