import type { HostMessage, PanelState, RunView } from '../src/protocol/index.ts';
import type { Action } from './parts/action.ts';
import { NEAREST, turnBeside } from './model/beside.ts';
import { ErrorList } from './model/error-list.ts';
import { NO_FILTERS } from './model/rows/filters.ts';
import type { Command } from './model/keys/key-commands.ts';
import type { ReviewLayout } from './model/layout.ts';
import { PictureLoaders } from './model/picture-loaders.ts';
import { MapState } from './model/map-state.ts';
import { QueueState } from './model/queue-state.ts';
import { RemediationState } from './model/remediation-state.ts';
import type { ShownChecks } from './model/checks/shown-checks.ts';
import type { ReviewSession } from './model/review-session.ts';
import type { SavedState, Tab } from './model/saved-state.ts';
import { ShownAudit } from './model/shown-audit.ts';
import { savedState, StateSaver } from './model/state-saver.ts';
import { choosePictureItem } from './picture-items.ts';
import { STRINGS } from './strings.ts';
import { actOnQueue, receiveForQueue } from './queue/queue-actions.ts';
import { actOnReview } from './review-actions.ts';
import { receiveForReview } from './review-messages.ts';
import { ReviewCommands, type Dialog, type ReviewPage } from './review-commands.ts';

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
  /** What is shown in place of the audit: pictures to label next. */
  queue: QueueState | null = null;
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

  /** What is open over the panel. */
  get dialog(): Dialog | null {
    return this.#review.dialog;
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
        receiveForReview(message, { shown, review: this.#review, errors: this.#errors });
        break;
      case 'queue':
        // It is told again with each state of the audit; what became of the one that is shown is known.
        if (message.queue !== null && message.queue.batch === this.queue?.view.batch) break;
        this.queue =
          message.queue &&
          new QueueState(message.queue, (asked) => {
            this.#page.post(asked);
          });
        this.#review.announcement = '';
        break;
      case 'queueNews':
        if (this.queue) receiveForQueue(message.news, this.queue, this.#review);
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
      case 'like':
        this.tab = 'review';
        this.#review.startBulk({ ...NO_FILTERS, given: message.given, suggested: message.suggested });
        break;
      case 'select':
        this.#reveal(message.id);
        break;
      case 'error':
        this.queue?.fail();
        receiveForReview(message, { shown, review: this.#review, errors: this.#errors });
        break;
      default:
        receiveForReview(message, { shown, review: this.#review, errors: this.#errors });
    }
    this.#changed();
  }

  act(action: Action): void {
    if (this.queue && actOnQueue(action, this.queue)) {
      this.#changed();
      return;
    }
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
        this.#reveal(action.id);
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
    if (this.queue) this.queue.run(command);
    else this.#review.run(command);
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

  #reveal(id: number): void {
    this.tab = 'review';
    if (this.#shown.reveal(id)) this.#revealed();
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
    const { labels, tab, layout, checks, scrollTop } = this;
    const fix = this.remediation.choice;
    return savedState(this.#saver.saved, labels, { tab, layout, fix, scrollTop, check: checks.name });
  }
}
