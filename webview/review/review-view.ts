import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { act } from '../parts/action.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { icon } from '../parts/icons.ts';
import type { BatchLoader } from '../model/batch-loader.ts';
import { besideOf, type Beside } from '../model/beside.ts';
import { countFilters, NO_FILTERS } from '../model/rows/filters.ts';
import type { ReviewLayout } from '../model/layout.ts';
import type { ShownChecks } from '../model/checks/shown-checks.ts';
import type { ReviewSession } from '../model/review-session.ts';
import type { IssueDetail, SimilarPictures } from '../../src/protocol/index.ts';
import { STRINGS } from '../strings.ts';
import type { FilterBar } from './filters/filter-bar.ts';
import type { IssueDetailPane } from './issue-detail.ts';
import type { IssueGrid } from './grid/issue-grid.ts';
import type { Loupe } from './loupe/loupe.ts';
import { checkHead, checkHeadStyles } from '../checks/check-head.ts';
import { progressStrip, progressStripStyles } from './progress-strip.ts';
import { reviewViewStyles } from './review-view-styles.ts';
import { setStyle } from '../parts/set-style.ts';
import { bulkStrip, bulkStripStyles } from './filters/bulk-strip.ts';
import { probabilitySliderStyles } from './filters/probability-slider.ts';

/** With less height all filters would leave too little for the pictures. */
const LOW = 500;
/** And with less width they would take several lines. */
const NARROW = 520;

/** The review tab: filters above the grid, the selected picture beside or below it. */
export class ReviewViewElement extends LitElement {
  static override properties = {
    session: { attribute: false },
    checks: { attribute: false },
    thumbnails: { attribute: false },
    details: { attribute: false },
    scrollStart: { attribute: false },
    layout: { attribute: false },
    similar: { attribute: false },
    beside: { attribute: false },
    loupe: { type: Boolean },
    stacked: { state: true },
    low: { state: true },
    labels: { type: Number },
    revision: { type: Number },
  };
  declare session: ReviewSession;
  declare checks: ShownChecks;
  declare thumbnails: BatchLoader<string | null>;
  declare details: BatchLoader<IssueDetail>;
  declare scrollStart: number;
  declare layout: ReviewLayout;
  declare similar: BatchLoader<SimilarPictures>;
  declare beside: Beside;
  /** The picture has the whole room. */
  declare loupe: boolean;
  /** The picture stands below the grid, not beside it. */
  declare stacked: boolean;
  /** There is too little height for all filters. */
  declare low: boolean;
  /** Number of flagged labels. */
  declare labels: number;
  declare revision: number;

  #width = 0;
  #height = 0;
  readonly #resizes = new ResizeObserver(() => {
    this.#measure();
  });

  constructor() {
    super();
    this.stacked = false;
    this.low = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  /** Below the grid where the room is narrow, unless it is low as well. */
  #measure(): void {
    const { clientWidth: width, clientHeight: height } = this;
    if (width === 0 || (width === this.#width && height === this.#height)) return;
    this.#width = width;
    this.#height = height;
    this.stacked = width < 720 && (height >= 480 || width < 520);
    this.low = height < LOW || width < NARROW;
    this.requestUpdate();
  }

  /** What the picture takes of the room, as a share and as a length for the grid of both. */
  get #share(): { readonly now: number; readonly length: string } {
    const { beside, below } = this.layout;
    if (this.stacked) return { now: below ?? 0.5, length: below === null ? 'minmax(0, 1fr)' : `${below}fr` };
    const usual = Math.min(420, Math.max(300, 0.32 * this.#width));
    const now = beside ?? usual / Math.max(1, this.#width);
    return { now, length: beside === null ? `${usual}px` : `minmax(0, ${beside}fr)` };
  }

  handleLoupeKey(event: KeyboardEvent): boolean {
    return this.renderRoot.querySelector<Loupe>('label-audit-loupe')?.handleKey(event) ?? false;
  }

  focusSearch(): void {
    this.renderRoot.querySelector<FilterBar>('label-audit-filters')?.focusSearch();
  }

  focusNote(): void {
    const place = this.loupe ? this.renderRoot.querySelector<Loupe>('label-audit-loupe') : null;
    (place ?? this.renderRoot.querySelector<IssueDetailPane>('label-audit-detail'))?.focusNote();
  }

  /** While a picture is enlarged, nothing of the list can have the focus. */
  focusGrid(): void {
    this.renderRoot.querySelector<HTMLElement>(this.loupe ? 'label-audit-loupe' : 'label-audit-grid')?.focus();
  }

  scrollToActive(): void {
    this.renderRoot.querySelector<IssueGrid>('label-audit-grid')?.scrollToActive();
  }

  #clean(): TemplateResult {
    const { audited, trust } = this.session.audit;
    const isWeak = trust?.weak === true;
    return html`<div class="message">
      <span class=${isWeak ? '' : 'good'}>${icon(isWeak ? 'warning' : 'passFilled')}</span>
      <h2>${isWeak ? STRINGS.clean.weakTitle : STRINGS.clean.title}</h2>
      <p class="muted">${isWeak ? STRINGS.trustSentences(trust.facts).join(' ') : STRINGS.clean.text(audited)}</p>
      <vscode-button
        appearance="secondary"
        @click=${() => {
          act(this, { kind: 'tab', tab: 'health' });
        }}
        >${STRINGS.clean.health}</vscode-button
      >
      ${audited === 0 ? nothing : this.#browse()}
    </div>`;
  }

  /** What is listed: labels, or what a check found. */
  #switch(): TemplateResult | typeof nothing {
    if (this.checks.summaries.length === 0) return nothing;
    return html`<label-audit-checks
      .checks=${this.checks}
      .session=${this.session}
      .labels=${this.labels}
      .revision=${this.revision}
    ></label-audit-checks>`;
  }

  #browse(): TemplateResult {
    return html`<vscode-button
      appearance="secondary"
      @click=${() => {
        act(this, { kind: 'filter', change: { all: true } });
      }}
      >${STRINGS.filters.browse}</vscode-button
    >`;
  }

  #nothingMatches(): TemplateResult {
    const { filters, isLoading } = this.session;
    const { title, titleOfAll, clear } = STRINGS.nothingMatches;
    if (isLoading) return html`<div class="message muted">${STRINGS.empty.waiting}</div>`;
    // What is said above the list says why none is there.
    if (this.session.check !== null && this.session.total === 0)
      return html`<div class="message muted">${STRINGS.checks.none}</div>`;
    return html`<div class="message">
      <h2>${filters.all ? titleOfAll : title}</h2>
      <div class="choices">
        ${
          countFilters(filters) === 0
            ? nothing
            : html`<vscode-button
                appearance="secondary"
                @click=${() => {
                  act(this, { kind: 'filter', change: { ...NO_FILTERS, all: filters.all } });
                }}
                >${clear}</vscode-button
              >`
        }
        ${filters.all || this.session.check !== null ? nothing : this.#browse()}
      </div>
    </div>`;
  }

  #done(total: number): TemplateResult {
    return html`<div class="done">
      <span class="good">${icon('passFilled')}</span>
      <span><strong>${STRINGS.done.title(total)}</strong> <span class="muted">${STRINGS.done.text}</span></span>
      <vscode-button
        @click=${() => {
          act(this, { kind: 'post', message: { type: 'audit' } });
        }}
        >${STRINGS.header.auditAgain}</vscode-button
      >
    </div>`;
  }

  /** What can be said of the list as a whole: the sentence about its first pictures, or that the model is too weak. */
  #trust(): TemplateResult | typeof nothing {
    const { browseProblem } = this.session;
    if (browseProblem !== null)
      return html`<p class="trust weak" role="note">${icon('warning')} <span>${browseProblem}</span></p>`;
    return progressStrip(this, this.session);
  }

  protected override render(): TemplateResult {
    const { session, revision } = this;
    const { total, decidable } = session;
    const isFinding = session.check !== null;
    if (total === 0 && !session.filters.all && !isFinding) return html`${this.#switch()}${this.#clean()}`;
    const active = session.active?.id;
    const none = session.visible.length === 0;
    const share = this.#share;
    const rest = `minmax(0, ${share.length.endsWith('px') ? 1 : 1 - share.now}fr)`;
    const lengths = `${rest} 0 ${share.length}`;
    const style = this.stacked
      ? { 'grid-template-rows': lengths, 'grid-template-columns': 'minmax(0, 1fr)' }
      : { 'grid-template-columns': lengths, 'grid-template-rows': 'minmax(0, 1fr)' };
    const detail = active === undefined ? undefined : this.details.get(active);
    const thumbnail = active === undefined ? undefined : this.thumbnails.get(active);
    const next = session.nextOpen;
    return html`${this.#switch()}<label-audit-filters
        .session=${session}
        .cardSize=${this.layout.cardSize}
        .low=${this.low}
        .revision=${revision}
      ></label-audit-filters>
      ${
        isFinding
          ? checkHead(this, session, this.checks.summaries)
          : session.isBulk
            ? bulkStrip(this, session)
            : decidable > 0 && session.reviewed === decidable
              ? this.#done(decidable)
              : this.#trust()
      }
      <div class="split ${this.stacked ? 'stacked' : ''}" ${setStyle(style)} ?inert=${this.loupe}>
        <div class="grid">
          ${none && !session.isPartial ? this.#nothingMatches() : nothing}
          <label-audit-grid
            ?hidden=${none}
            .session=${session}
            .thumbnails=${this.thumbnails}
            .scrollStart=${this.scrollStart}
            .cardSize=${this.layout.cardSize}
            .revision=${revision}
          ></label-audit-grid>
        </div>
        <label-audit-split ?upright=${!this.stacked} .share=${share.now}></label-audit-split>
        <label-audit-detail
          .session=${session}
          .detail=${detail}
          .thumbnail=${thumbnail}
          .revision=${revision}
        ></label-audit-detail>
      </div>
      ${
        this.loupe && active !== undefined
          ? html`<label-audit-loupe
              .session=${session}
              .detail=${detail}
              .thumbnail=${thumbnail}
              .sideBySide=${this.layout.sideBySide}
              .similar=${this.similar.get(active)}
              .beside=${besideOf(this.beside, active)}
              .nextUri=${next === null ? undefined : this.details.get(next)?.uri}
              .revision=${revision}
            ></label-audit-loupe>`
          : nothing
      }`;
  }

  static override styles = [
    baseStyles,
    bulkStripStyles,
    checkHeadStyles,
    probabilitySliderStyles,
    progressStripStyles,
    reviewViewStyles,
  ];
}
