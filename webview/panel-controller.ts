import type { HostMessage, PanelState, RunView } from '../src/protocol/index.ts';
import type { Action } from './parts/action.ts';
import { NEAREST, turnBeside } from './model/beside.ts';
import { ErrorList } from './model/error-list.ts';
import { NO_FILTERS } from './model/rows/filters.ts';
import { auditKey } from './model/rows/first-rows.ts';
import type { Command } from './model/key-commands.ts';
import type { ReviewLayout } from './model/layout.ts';
import { PictureLoaders } from './model/picture-loaders.ts';
import { MapState } from './model/map-state.ts';
import { RemediationState } from './model/remediation-state.ts';
import type { ShownChecks } from './model/checks/shown-checks.ts';
import type { ReviewSession } from './model/review-session.ts';
import { reviewView, type SavedState, type Tab } from './model/saved-state.ts';
import { ShownAudit } from './model/shown-audit.ts';
import { StateSaver } from './model/state-saver.ts';
import { choosePictureItem } from './picture-items.ts';
import { STRINGS } from './strings.ts';
import { actOnReview } from './review-actions.ts';
import { ReviewCommands, type ReviewPage } from './review-commands.ts';

/** The audited data sets of the workspace. */
export type DatasetsMessage = Extract<HostMessage, { type: 'datasets' }>;

/** What the controller needs of the page. */
export interface PanelPage extends ReviewPage {
  save(state: SavedState): void;
  /** Something that is shown has changed. */
  changed(): void;
}

/** Takes the host's messages and the user's actions, and hands each to the part of the panel's state that it is about. */
export class PanelController {
  readonly loaders: PictureLoaders;
  beside = NEAREST;
  readonly map: MapState;
  readonly remediation: RemediationState;
  tab: Tab;
  /** Where the grid was scrolled to before a reload. */
  scrollTop = 0;
  layout: ReviewLayout;
  /** Another audit of what is shown. */
  again: RunView = { phase: 'none' };
  /** What the user can choose to see. */
  datasets: DatasetsMessage | null = null;
  readonly #page: PanelPage;
  readonly #shown = new ShownAudit();
  readonly #errors = new ErrorList();
  readonly #review: ReviewCommands;
  readonly #saver: StateSaver;

  constructor(page: PanelPage, saved: unknown) {
    this.#page = page;
    const post = page.post.bind(page);
    this.loaders = new PictureLoaders(post);
    this.#review = new ReviewCommands(page, this.#shown, this.loaders.details);
    this.#saver = new StateSaver(
      (state) => {
        page.save(state);
      },
      () => this.#seen(),
      saved,
    );
    this.tab = this.#saver.saved.tab;
    this.layout = this.#saver.saved.layout;
    this.map = new MapState(post);
    this.remediation = new RemediationState(post, this.#saver.saved.fix);
  }

  get state(): PanelState | null {
    return this.#shown.state;
  }

  get session(): ReviewSession | null {
    return this.#shown.session;
  }

  /** The review of the labels, whatever is shown. */
  get labels(): ReviewSession | null {
    return this.#shown.labels;
  }

  /** The checks that were made, and which is shown. */
  get checks(): ShownChecks {
    return this.#shown.checks;
  }

  /** The labels have changed since the audit. */
  get stale(): boolean {
    return this.#shown.stale;
  }

  /** Why nothing can be decided; null: it can. */
  get blocked(): string | null {
    return this.#shown.blocked;
  }

  /** What could not be done, in plain words. */
  get errors(): readonly string[] {
    return this.#errors.texts;
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
        if (shown.checks.session === null) this.#review.apply(message.changes);
        else shown.labels?.apply(message.changes);
        break;
      case 'checks':
        shown.checks.list(message.checks, shown.labels);
        this.#review.wantDetails();
        break;
      case 'check':
        shown.checks.take(message.page);
        this.#review.wantDetails();
        break;
      case 'checked':
        shown.checks.apply(message.name, message.changes, (changes) => {
          this.#review.apply(changes);
        });
        break;
      case 'reviews':
        shown.labels?.record.take(message.reviews);
        break;
      case 'picture':
        choosePictureItem(message.item, message.id, {
          ...{ page: this.#page, review: this.#review, loaders: this.loaders, session: this.session },
          copied: (error) => {
            if (error === null) this.#review.announcement = STRINGS.announce.copied;
            else this.#errors.add(error);
            this.#changed();
          },
        });
        break;
      case 'history':
        if (shown.labels) shown.labels.record.history = message.entries;
        // What is decided has changed, and it is in sight.
        if (this.sessionOpen) this.#page.post({ type: 'summary', copy: false });
        break;
      case 'summary':
        if (shown.labels) shown.labels.record.summary = message.text;
        break;
      case 'browsed':
        this.#review.takeBrowsed(message.page);
        break;
      case 'map':
      case 'mapping':
        this.map.receive(message, this.session?.audit.createdAt);
        break;
      case 'thumbnails':
      case 'detail':
      case 'similar':
        this.loaders.receive(message);
        break;
      case 'plan':
      case 'comparison':
        this.remediation.receive(message);
        break;
      case 'datasets':
        this.datasets = message;
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
        if (message.message === null) this.#errors.drop(shown.blocked);
        shown.blocked = message.message;
        break;
      case 'error':
        this.#errors.add(message.message);
        shown.labels?.fail();
        shown.checks.fail();
        break;
    }
    this.#changed();
  }

  act(action: Action): void {
    const focusGrid = (): void => {
      this.#page.focusGrid();
    };
    switch (action.kind) {
      case 'post':
        this.#page.post(action.message);
        return;
      case 'command':
        this.run(action.command);
        return;
      case 'shape':
        this.#review.shape = action.shape;
        return;
      case 'scrolled':
        this.scrollTop = action.scrollTop;
        this.#saver.soon();
        return;
      case 'needThumbnails':
        this.loaders.thumbnails.want(action.ids);
        return;
      case 'needSimilar':
        this.loaders.similar.want([action.id]);
        return;
      case 'showOnly':
        this.#review.showOnly(action.filters);
        this.tab = 'review';
        focusGrid();
        break;
      case 'mapLayout':
        this.map.choose(action.layout);
        break;
      case 'tab':
        this.tab = action.tab;
        break;
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
        this.#errors.dismiss(action.index);
        break;
      case 'layout':
        this.layout = { ...this.layout, ...action.change };
        break;
      default:
        actOnReview(action, this.#review, focusGrid);
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
      this.loaders.clear();
      this.map.reset();
      this.beside = NEAREST;
      if (taken === 'other') {
        this.#errors.clear();
        this.remediation.reset();
      }
      if (this.tab === 'fix') this.remediation.wantPlan();
    }
    this.#review.wantDetails();
    if (this.#shown.revealAwaited()) this.#revealed();
  }

  #revealed(): void {
    this.#review.selected();
    this.#page.focusGrid();
  }

  #changed(): void {
    const rows = this.session?.wantedRows();
    if (rows) this.#page.post({ type: 'browse', ...rows });
    const asked = this.checks.ask();
    if (asked) this.#page.post(asked);
    this.#page.changed();
    this.#saver.soon();
  }

  #seen(): SavedState {
    const { labels: session } = this;
    const { saved } = this.#saver;
    return {
      tab: this.tab,
      audit: session ? auditKey(session.audit) : saved.audit,
      view: session ? reviewView(session, this.scrollTop) : saved.view,
      fix: this.remediation.choice,
      layout: this.layout,
      check: session ? this.checks.name : saved.check,
    };
  }
}
