import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { IssueRow } from '../../../src/protocol/index.ts';
import { act } from '../../parts/action.ts';
import { baseStyles } from '../../parts/base-styles.ts';
import { icon } from '../../parts/icons.ts';
import { countFilters, NO_FILTERS, type Filters, type Standing } from '../../model/rows/filters.ts';
import { CARD_SIZES } from '../../model/layout.ts';
import type { ReviewSession } from '../../model/review-session.ts';
import { SORT_KEYS, type SortKey } from '../../model/rows/sort-issues.ts';
import { STRINGS } from '../../strings.ts';
import { dropdown } from '../../parts/dropdown.ts';
import { filterBarStyles } from './filter-bar-styles.ts';
import { probabilitySlider, probabilitySliderStyles } from './probability-slider.ts';

const TEXT = STRINGS.filters;
const DECISIONS: readonly Standing[] = ['open', 'unsure', 'relabelled', 'kept', 'removed', 'gone'];

/** What of the pictures is shown, and in which order. */
export class FilterBar extends LitElement {
  static override properties = {
    session: { attribute: false },
    cardSize: { type: Number },
    low: { type: Boolean },
    open: { state: true },
    revision: { type: Number },
  };
  declare session: ReviewSession;
  /** Height of the pictures in the grid. */
  declare cardSize: number;
  /** There is little height: filters are opened by a button. */
  declare low: boolean;
  declare open: boolean;
  declare revision: number;

  #issues: readonly IssueRow[] = [];
  #qualities: readonly number[] = [];

  #count = 0;

  constructor() {
    super();
    this.low = false;
    this.open = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { audit, filters, store } = this.session;
    const issues = filters.all ? store.issues : audit.issues;
    if (!changed.has('session') && issues === this.#issues && issues.length === this.#count) return;
    this.#issues = issues;
    this.#count = issues.length;
    this.#qualities = issues.map(({ quality }) => quality);
  }

  focusSearch(): void {
    this.renderRoot.querySelector<HTMLElement>('vscode-text-field')?.focus();
  }

  #filter(change: Partial<Filters>): void {
    act(this, { kind: 'filter', change });
  }

  #search(event: Event): void {
    const search = (event.target as HTMLInputElement).value;
    if (search !== this.session.filters.search) this.#filter({ search });
  }

  /** From the search to what was found: with it, or without. */
  #searchKey(event: KeyboardEvent): void {
    const isLeaving = event.key === 'Enter' || event.key === 'ArrowDown' || event.key === 'Escape';
    if (!isLeaving || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape' && this.session.filters.search !== '') this.#filter({ search: '' });
    act(this, { kind: 'focusGrid' });
  }

  #size(): TemplateResult {
    const { least, most, step } = CARD_SIZES;
    return html`<input
      class="size"
      type="range"
      min=${least}
      max=${most}
      step=${step}
      .value=${String(this.cardSize)}
      aria-label=${STRINGS.cardSize}
      title=${STRINGS.cardSize}
      @input=${(event: Event) => {
        act(this, { kind: 'layout', change: { cardSize: Number((event.target as HTMLInputElement).value) } });
      }}
    />`;
  }

  #classFilter(which: 'given' | 'suggested'): TemplateResult {
    return dropdown({
      label: TEXT[which],
      value: this.session.filters[which],
      all: TEXT.all,
      options: this.session.audit.classes.map((name) => ({ value: name, text: name })),
      choose: (value) => {
        this.#filter({ [which]: value });
      },
    });
  }

  /** Findings have no suggested label. */
  #sortKeys(): readonly SortKey[] {
    if (this.session.check === null) return SORT_KEYS;
    return SORT_KEYS.filter((key) => key !== 'suggested' && key !== 'probability');
  }

  #order(): TemplateResult {
    const { sort } = this.session;
    const direction = sort.descending ? TEXT.descending : TEXT.ascending;
    return html`${dropdown({
        label: TEXT.sort,
        value: sort.key,
        options: this.#sortKeys().map((key) => ({
          value: key,
          text: key === 'quality' && this.session.check !== null ? STRINGS.checks.score : STRINGS.sort(key),
        })),
        choose: (key) => {
          // The surest suggestions are looked for, not the least sure.
          act(this, { kind: 'sort', sort: { key: key as SortKey, descending: key === 'probability' } });
        },
      })}<vscode-button
        class="direction"
        appearance="icon"
        title=${direction}
        aria-label=${direction}
        @click=${() => {
          act(this, { kind: 'sort', sort: { ...sort, descending: !sort.descending } });
        }}
        >${icon(sort.descending ? 'arrowDown' : 'arrowUp')}</vscode-button
      >`;
  }

  /** Everything that can wait where the room is low. */
  #others(): TemplateResult {
    const { session } = this;
    const { filters, audit } = session;
    const isOfLabels = session.check === null;
    return html`${this.#classFilter('given')} ${isOfLabels ? this.#classFilter('suggested') : nothing}
      ${
        !isOfLabels || (filters.given === null && filters.suggested === null)
          ? nothing
          : html`<vscode-checkbox
              title=${TEXT.eitherWayHint}
              .checked=${filters.eitherWay}
              @change=${(event: Event) => {
                this.#filter({ eitherWay: (event.target as HTMLInputElement).checked });
              }}
              >${TEXT.eitherWay}</vscode-checkbox
            >`
      }
      ${
        audit.splits.length < 2
          ? nothing
          : dropdown({
              label: TEXT.split,
              value: filters.split,
              all: TEXT.all,
              options: audit.splits.map((name) => ({ value: name, text: name })),
              choose: (split) => {
                this.#filter({ split });
              },
            })
      }
      ${dropdown({
        label: TEXT.decision,
        value: filters.decision,
        all: TEXT.all,
        options: DECISIONS.map((value) => ({ value, text: STRINGS.decision(value) })),
        choose: (decision) => {
          this.#filter({ decision: decision as Standing | null });
        },
      })}
      ${isOfLabels ? html`<label-audit-quality .qualities=${this.#qualities} .limit=${filters.maxQuality}></label-audit-quality>` : nothing}
      ${session.isBulk || !isOfLabels ? nothing : probabilitySlider(this, filters.minProbability)}
      <span class="order">${this.#order()}</span>
      ${this.#size()}`;
  }

  /** The pictures that are not flagged, too. */
  #browse(): TemplateResult {
    const { filters } = this.session;
    return html`<vscode-checkbox
      class="all"
      title=${TEXT.browseHint}
      .checked=${filters.all}
      @change=${(event: Event) => {
        this.#filter({ all: (event.target as HTMLInputElement).checked });
      }}
      >${TEXT.browse}</vscode-checkbox
    >`;
  }

  protected override render(): TemplateResult {
    const { session } = this;
    const { filters } = session;
    return html`<div class="bar" role="group" aria-label=${TEXT.region}>
      <vscode-text-field
        class="search"
        placeholder=${TEXT.searchHint}
        aria-label=${TEXT.search}
        .value=${filters.search}
        @input=${this.#search}
        @keydown=${this.#searchKey}
        >${icon('search', 'start')}</vscode-text-field
      >
      ${session.check === null ? this.#browse() : nothing}
      ${
        this.low
          ? html`<button
              class="plain link more"
              aria-expanded=${this.open}
              @click=${() => {
                this.open = !this.open;
              }}
            >
              ${TEXT.more(countFilters({ ...filters, search: '' }))} ${icon(this.open ? 'arrowUp' : 'arrowDown')}
            </button>`
          : nothing
      }
      ${this.low && !this.open ? nothing : this.#others()}
      ${
        session.isBulk || session.decidable === 0 || session.check !== null
          ? nothing
          : html`<button
              class="plain link many"
              title=${TEXT.acceptManyHint}
              @click=${() => {
                act(this, { kind: 'startBulk', filters: {} });
              }}
            >
              ${TEXT.acceptMany}
            </button>`
      }
      <span class="result"
        ><span class="shown muted"
          >${TEXT.shown(session.shownCount, session.scope)}${session.isLoading ? TEXT.loading : ''}</span
        >${filters.area === null ? nothing : html`<span class="area">${STRINGS.map.area(filters.area.size)}</span>`}${
          countFilters(filters) === 0
            ? nothing
            : html`<button
                class="plain link"
                @click=${() => {
                  this.#filter({ ...NO_FILTERS, all: filters.all });
                }}
              >
                ${TEXT.clear}
              </button>`
        }</span
      >
    </div>`;
  }

  static override styles = [baseStyles, probabilitySliderStyles, filterBarStyles];
}
