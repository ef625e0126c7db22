import type {
  HostMessage,
  IssueDetail,
  PanelState,
  PictureItem,
  RunView,
  SimilarPictures,
} from '../src/protocol/index.ts';
import type { Action } from './parts/action.ts';
import { BatchLoader } from './model/batch-loader.ts';
import { NEAREST, turnBeside } from './model/beside.ts';
import { NO_FILTERS } from './model/rows/filters.ts';
import { auditKey } from './model/rows/first-rows.ts';
import { chooseClassKey } from './model/class-keys.ts';
import type { Command } from './model/key-commands.ts';
import type { ReviewLayout } from './model/layout.ts';
import { RemediationState } from './model/remediation-state.ts';
import type { ReviewSession } from './model/review-session.ts';
import type { ReviewView, SavedState, Tab } from './model/saved-state.ts';
import { ShownAudit } from './model/shown-audit.ts';
import { StateSaver } from './model/state-saver.ts';
import { copyPicture } from './parts/copy-picture.ts';
import { STRINGS } from './strings.ts';
import { ReviewCommands, type ReviewPage } from './review-commands.ts';

/** What the controller needs of the page. */
export interface PanelPage extends ReviewPage {
  save(state: SavedState): void;
  /** Something that is shown has changed. */
  changed(): void;
  focusGrid(): void;
}

const MAX_SAVED_SELECTION = 1000;

/** Takes the host's messages and the user's actions, and hands each to the part of the panel's state that it is about. */
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
  /** Asked for only where they stand beside the enlarged picture. */
  readonly similar = new BatchLoader<SimilarPictures>(
    (ids) => {
      for (const id of ids) this.#page.post({ type: 'similar', id });
    },
    { delay: 40, keep: 60 },
  );
  beside = NEAREST;
  readonly remediation: RemediationState;
  tab: Tab;
  errors: readonly string[] = [];
  /** Where the grid was scrolled to before a reload. */
  scrollTop = 0;
  layout: ReviewLayout;
  /** Another audit of what is shown. */
  again: RunView = { phase: 'none' };
  readonly #page: PanelPage;
  readonly #shown = new ShownAudit();
  readonly #review: ReviewCommands;
  readonly #saver: StateSaver;

  constructor(page: PanelPage, saved: unknown) {
    this.#page = page;
    this.#review = new ReviewCommands(page, this.#shown, this.details);
    this.#saver = new StateSaver(
      (state) => {
        page.save(state);
      },
      () => this.#seen(),
      saved,
    );
    this.tab = this.#saver.saved.tab;
    this.layout = this.#saver.saved.layout;
    this.remediation = new RemediationState((message) => {
      page.post(message);
    }, this.#saver.saved.fix);
  }

  get state(): PanelState | null {
    return this.#shown.state;
  }

  get session(): ReviewSession | null {
    return this.#shown.session;
  }

  /** The labels have changed since the audit. */
  get stale(): boolean {
    return this.#shown.stale;
  }

  /** Why nothing can be decided; null: it can. */
  get blocked(): string | null {
    return this.#shown.blocked;
  }

  get announcement(): string {
    return this.#review.announcement;
  }

  get loupeOpen(): boolean {
    return this.#review.loupeOpen;
  }

  get chooserOpen(): boolean {
    return this.#review.chooserOpen;
  }

  get keysOpen(): boolean {
    return this.#review.keysOpen;
  }

  get sessionOpen(): boolean {
    return this.#review.sessionOpen;
  }

  receive(message: HostMessage): void {
    const shown = this.#shown;
    switch (message.type) {
      case 'state':
        this.#show(message.state);
        break;
      case 'progress':
        if (shown.state?.phase === 'running') shown.state = { ...shown.state, progress: message.progress };
        break;
      case 'run':
        this.again = message.run;
        break;
      case 'issues':
        shown.stale = message.stale;
        if (this.tab === 'fix' && shown.session) this.remediation.wantPlan();
        this.#review.apply(message.changes);
        break;
      case 'reviews':
        shown.session?.record.take(message.reviews);
        break;
      case 'picture':
        this.#picture(message.item, message.id);
        break;
      case 'history':
        if (shown.session) shown.session.record.history = message.entries;
        // What is decided has changed, and it is in sight.
        if (this.sessionOpen) this.#page.post({ type: 'summary', copy: false });
        break;
      case 'summary':
        if (shown.session) shown.session.record.summary = message.text;
        break;
      case 'browsed':
        this.#review.takeBrowsed(message.page);
        break;
      case 'thumbnails':
        for (const [id, uri] of message.uris) this.thumbnails.receive(id, uri);
        break;
      case 'detail':
        this.details.receive(message.detail.id, message.detail);
        break;
      case 'similar':
        this.similar.receive(message.pictures.id, message.pictures);
        break;
      case 'plan':
        this.remediation.plan = message.plan;
        break;
      case 'comparison':
        this.remediation.comparison = message.comparison;
        this.remediation.comparing = message.running;
        break;
      case 'show':
        this.tab = message.tab;
        break;
      case 'like': {
        const { given, suggested } = message;
        this.tab = 'review';
        this.#review.startBulk({ ...NO_FILTERS, given, suggested });
        break;
      }
      case 'select':
        this.tab = 'review';
        if (shown.reveal(message.id)) this.#revealed();
        break;
      case 'blocked':
        // The error that said so, too, is gone with its cause.
        if (message.message === null) this.errors = this.errors.filter((text) => text !== shown.blocked);
        shown.blocked = message.message;
        break;
      case 'error':
        this.errors = [...this.errors.filter((text) => text !== message.message), message.message];
        shown.session?.fail();
        break;
    }
    this.#changed();
  }

  act(action: Action): void {
    switch (action.kind) {
      case 'post':
        this.#page.post(action.message);
        return;
      case 'command':
        this.run(action.command);
        return;
      case 'relabel':
        this.#review.decide({ kind: 'relabel', label: action.label });
        break;
      case 'note':
        this.#review.note(action.note);
        break;
      case 'select':
        this.#review.select(action.id, action.mode);
        break;
      case 'filter':
        this.#review.filter(action.change);
        break;
      case 'showOnly':
        this.#review.showOnly(action.filters);
        this.tab = 'review';
        this.#page.focusGrid();
        break;
      case 'startBulk':
        this.#review.startBulk(action.filters);
        break;
      case 'acceptBulk':
        this.#review.acceptBulk();
        this.#page.focusGrid();
        break;
      case 'endBulk':
        this.#review.endBulk();
        this.#page.focusGrid();
        break;
      case 'sort':
        this.#review.sort(action.sort);
        break;
      case 'tab':
        this.tab = action.tab;
        break;
      case 'shape':
        this.#review.shape = action.shape;
        return;
      case 'scrolled':
        this.scrollTop = action.scrollTop;
        this.#saver.soon();
        return;
      case 'needThumbnails':
        this.thumbnails.want(action.ids);
        return;
      case 'needSimilar':
        this.similar.want([action.id]);
        return;
      case 'beside':
        this.beside = turnBeside(this.beside, this.session?.active?.id, action.change);
        if (action.open === true) {
          this.layout = { ...this.layout, sideBySide: true };
          if (!this.loupeOpen) this.#review.run({ kind: 'loupe' });
        }
        break;
      case 'showPicture':
        this.tab = 'review';
        if (this.#shown.reveal(action.id)) this.#revealed();
        break;
      case 'fixChoice':
        this.remediation.change(action.change);
        break;
      case 'dismissError':
        this.errors = this.errors.filter((_, index) => index !== action.index);
        break;
      case 'closeKeys':
        this.#review.keysOpen = false;
        break;
      case 'closeSession':
        this.#review.sessionOpen = false;
        break;
      case 'closeLoupe':
        this.#review.loupeOpen = false;
        this.#page.focusGrid();
        break;
      case 'closeChooser':
        this.#review.chooserOpen = false;
        break;
      case 'classKey':
        this.#chooseKey(action.class, action.key);
        break;
      case 'focusGrid':
        this.#page.focusGrid();
        break;
      case 'layout':
        this.layout = { ...this.layout, ...action.change };
        break;
    }
    this.#changed();
  }

  /** Does what was chosen in the menu of a picture. */
  #picture(item: PictureItem, id: number): void {
    const { session } = this;
    const issue = session?.store.get(id);
    if (!session || !issue || !session.visible.includes(id)) return;
    switch (item) {
      case 'open':
      case 'reveal':
      case 'copyPath':
        this.#page.post({ type: item, id });
        break;
      case 'copyPicture':
        void this.#copyPicture(this.details.get(id)?.uri ?? this.thumbnails.get(id));
        break;
      case 'similar':
        this.#review.showOnly({
          all: session.filters.all,
          given: issue.given,
          suggested: issue.suggested,
          eitherWay: true,
        });
        break;
      default:
        // A decision is about all that is selected, if this picture is.
        if (!session.selection.ids.has(id)) this.#review.select(id, 'only');
        this.#review.run({ kind: item });
    }
  }

  async #copyPicture(uri: string | null | undefined): Promise<void> {
    try {
      if (typeof uri !== 'string') throw new Error(STRINGS.detail.gone);
      await copyPicture(uri);
      this.#review.announcement = STRINGS.announce.copied;
    } catch (error) {
      this.errors = [...this.errors, STRINGS.announce.notCopied((error as Error).message)];
    }
    this.#changed();
  }

  /** Does what a key or button asks for. */
  run(command: Command): void {
    this.#review.run(command);
    this.#changed();
  }

  /** Writes down what the user sees, at once: the page is about to go. */
  saveNow(): void {
    this.#saver.now();
  }

  #show(state: PanelState): void {
    if (this.session) this.#saver.note();
    const { saved } = this.#saver;
    const taken = this.#shown.take(state, saved);
    if (taken === 'same') return;
    if (taken === 'completed') this.#review.completed();
    else this.#review.reset();
    if (taken === 'none') return;
    if (taken !== 'completed') {
      this.scrollTop = taken === 'again' ? saved.view.scrollTop : 0;
      this.thumbnails.clear();
      this.details.clear();
      this.similar.clear();
      this.beside = NEAREST;
      if (taken === 'other') {
        this.errors = [];
        this.remediation.reset();
      }
      if (this.tab === 'fix') this.remediation.wantPlan();
    }
    this.#review.wantDetails();
    if (this.#shown.revealAwaited()) this.#revealed();
  }

  #chooseKey(name: string, key: string): void {
    const { session } = this;
    if (!session) return;
    const chosen = chooseClassKey(session.chosenKeys, session.keys, name, key);
    session.setKeys(chosen);
    this.#page.post({ type: 'classKeys', keys: [...chosen] });
  }

  #revealed(): void {
    this.#review.selected();
    this.#page.focusGrid();
  }

  #changed(): void {
    const rows = this.session?.wantedRows();
    if (rows) this.#page.post({ type: 'browse', ...rows });
    this.#page.changed();
    this.#saver.soon();
  }

  #seen(): SavedState {
    const audit = this.session?.audit;
    return {
      tab: this.tab,
      audit: audit ? auditKey(audit) : this.#saver.saved.audit,
      view: this.#view(),
      fix: this.remediation.choice,
      layout: this.layout,
    };
  }

  #view(): ReviewView {
    const { session } = this;
    if (!session) return this.#saver.saved.view;
    const selected = [...session.selection.ids].slice(0, MAX_SAVED_SELECTION);
    const { lastingFilters: filters, sort } = session;
    return { filters, sort, active: session.selection.active, selected, scrollTop: this.scrollTop };
  }
}
