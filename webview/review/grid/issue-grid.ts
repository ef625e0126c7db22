import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type Range,
} from '@tanstack/virtual-core';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { setStyle } from '../../parts/set-style.ts';
import { act } from '../../parts/action.ts';
import { baseStyles } from '../../parts/base-styles.ts';
import type { BatchLoader } from '../../model/batch-loader.ts';
import { gridLines, type GridLines } from '../../model/rows/grid-lines.ts';
import { finishPlace } from '../../model/finish-line.ts';
import type { ReviewSession } from '../../model/review-session.ts';
import { STRINGS } from '../../strings.ts';
import { classNameStyles } from '../../parts/class-name.ts';
import { menuKey, openCardMenu } from '../picture-menu.ts';
import { findingCard } from '../../checks/finding-card.ts';
import { finishLine, finishLineStyles } from './finish-line.ts';
import { GAP, measureGrid, PADDING, rowInSight, type GridMeasures } from './grid-measures.ts';
import { issueCard } from './issue-card.ts';
import { cardStyles } from './issue-card-styles.ts';
import { gridStyles } from './issue-grid-styles.ts';

/** The pictures as a list box laid out in rows, of which only those in sight exist as elements. */
export class IssueGrid extends LitElement {
  static override properties = {
    session: { attribute: false },
    thumbnails: { attribute: false },
    scrollStart: { attribute: false },
    cardSize: { type: Number },
    revision: { type: Number },
  };
  declare session: ReviewSession;
  declare thumbnails: BatchLoader<string | null>;
  /** Where to begin, in pixels. */
  declare scrollStart: number;
  /** Height of a picture in pixels. */
  declare cardSize: number;
  /** Changes whenever anything of the session did. */
  declare revision: number;

  #virtualizer: Virtualizer<HTMLElement, HTMLElement> | null = null;
  #unmount: (() => void) | undefined;
  #measures: GridMeasures = { columns: 1, rows: 1, rowHeight: 180, pageHeight: 0 };
  /** The place before which the finish line stands; -1 where there is none. */
  #finish = -1;
  #scrollsToActive = false;
  /** Whether the active picture could be seen when the grid was last drawn or scrolled. */
  #activeInSight = true;
  /** Where to scroll as soon as there is something to scroll. */
  #restoreTo = 0;
  readonly #resizes = new ResizeObserver(() => {
    this.#measure();
  });

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#mount();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    this.#unmount?.();
    this.#virtualizer = null;
  }

  /** Brings the active picture into sight, once what is shown is up to date. */
  scrollToActive(): void {
    this.#scrollsToActive = true;
    this.requestUpdate();
  }

  override focus(): void {
    this.#scroller.focus({ preventScroll: true });
  }

  get #scroller(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.scroller')!;
  }

  /** Of what is shown now. */
  get #lines(): GridLines {
    return gridLines(this.session.visible, this.#measures.columns, this.session.linedSets);
  }

  get #rows(): number {
    return this.#lines.count;
  }

  get #activeRow(): number {
    const { active } = this.session.selection;
    const place = active === null ? -1 : this.session.visible.indexOf(active);
    return place < 0 ? -1 : this.#lines.lineOf(place);
  }

  protected override firstUpdated(): void {
    this.#mount();
  }

  #mount(): void {
    this.#restoreTo = this.scrollStart;
    this.#virtualizer = new Virtualizer(this.#options(this.scrollStart));
    this.#unmount = this.#virtualizer._didMount();
    this.#measure();
    this.#virtualizer._willUpdate();
    this.#resizes.observe(this.#scroller);
    this.requestUpdate();
  }

  #options(initialOffset = 0) {
    return {
      count: this.#rows,
      getScrollElement: () => this.#scroller,
      estimateSize: () => this.#measures.rowHeight,
      gap: GAP,
      paddingStart: PADDING,
      paddingEnd: PADDING,
      scrollPaddingStart: PADDING,
      scrollPaddingEnd: PADDING,
      overscan: 2,
      initialOffset,
      // The active row stays, so that `aria-activedescendant` names an element that exists.
      rangeExtractor: (range: Range) => {
        const rows = new Set(defaultRangeExtractor(range));
        const active = this.#activeRow;
        if (active >= 0 && active < range.count) rows.add(active);
        return [...rows].sort((a, b) => a - b);
      },
      onChange: () => {
        this.requestUpdate();
      },
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
    };
  }

  #measure(): void {
    const measures = measureGrid(this.#scroller, this.cardSize);
    if (measures === null) return; // hidden
    const { columns, rowHeight, pageHeight, rows } = measures;
    act(this, { kind: 'shape', shape: { columns, rows } });
    const before = this.#measures;
    if (columns === before.columns && rowHeight === before.rowHeight && pageHeight === before.pageHeight) return;
    this.#measures = measures;
    // What was looked at stays in sight, whatever room is left for it.
    if (this.#activeInSight) this.#scrollsToActive = true;
    this.#virtualizer?.measure();
    this.requestUpdate();
  }

  #noteSight(): void {
    this.#activeInSight = rowInSight(this.#activeRow, this.#scroller, this.#measures);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const virtualizer = this.#virtualizer;
    if (!virtualizer) return;
    if (changed.has('cardSize')) this.#measure();
    virtualizer._willUpdate();
    if (this.#restoreTo > 0 && this.#scroller.scrollHeight > this.#scroller.clientHeight) {
      this.#scroller.scrollTop = this.#restoreTo;
      this.#restoreTo = 0;
    }
    if (this.#scrollsToActive && this.#scroller.clientWidth > 0) {
      this.#scrollsToActive = false;
      const row = this.#activeRow;
      if (row >= 0) virtualizer.scrollToIndex(row, { align: 'auto' });
    }
    this.#noteSight();
    const { visible } = this.session;
    const lines = this.#lines;
    const ids = virtualizer.getVirtualItems().flatMap(({ index }) => this.#idsOfRow(visible, lines, index));
    // While another tab is open its pictures are wanted, not these.
    if (ids.length > 0 && this.#scroller.clientWidth > 0) act(this, { kind: 'needThumbnails', ids });
  }

  #idsOfRow(visible: readonly number[], { startOf }: GridLines, row: number): readonly number[] {
    return visible.slice(startOf(row), startOf(row + 1));
  }

  #click(event: MouseEvent): void {
    const card = (event.target as Element).closest<HTMLElement>('.card');
    if (!card) return;
    const mode = event.shiftKey ? 'extend' : event.ctrlKey || event.metaKey ? 'toggle' : 'only';
    act(this, { kind: 'select', id: Number(card.dataset.id), mode });
  }

  #open(event: MouseEvent): void {
    const card = (event.target as Element).closest<HTMLElement>('.card');
    if (card) act(this, { kind: 'command', command: { kind: 'loupe' } });
  }

  #scrolled(): void {
    this.#noteSight();
    act(this, { kind: 'scrolled', scrollTop: this.#scroller.scrollTop });
  }

  #row(index: number, start: number, lines: GridLines): TemplateResult {
    const { session } = this;
    const { visible, store, selection } = session;
    const { separator } = session.audit;
    const ids = this.#idsOfRow(visible, lines, index);
    const first = lines.startOf(index);
    const finish = this.#finish - first;
    const columns = `repeat(${this.#measures.columns}, minmax(0, 1fr))`;
    const style = {
      transform: `translateY(${start}px)`,
      height: `${this.#measures.rowHeight}px`,
      'grid-template-columns': columns,
    };
    return html`<div class="row" role="presentation" ${setStyle(style)}>
      ${repeat(
        ids,
        (id) => id,
        (id, place) =>
          issueCard({
            issue: store.get(id)!,
            flagged: session.isFlagged(id),
            marked: session.filters.all && session.isFlagged(id),
            decision: session.standingOf(id),
            pending: store.isPending(id),
            selected: selection.ids.has(id),
            active: selection.active === id,
            thumbnail: this.thumbnails.get(id),
            position: first + place + 1,
            total: session.shownCount,
            finish: finish === place,
            ...(session.check === null && separator !== undefined ? { separator } : {}),
            ...findingCard(session, id, ids[place - 1]),
          }),
      )}
      ${finish >= 0 && finish < this.#measures.columns ? finishLine(finish / this.#measures.columns, GAP) : nothing}
    </div>`;
  }

  protected override render(): TemplateResult {
    const { selection, filters } = this.session;
    this.#virtualizer?.setOptions(this.#options());
    this.#finish = finishPlace(this.session) ?? -1;
    const items = this.#virtualizer?.getVirtualItems() ?? [];
    const lines = this.#lines;
    const height = this.#virtualizer?.getTotalSize() ?? 0;
    return html`<div
      class="scroller"
      role="listbox"
      tabindex="0"
      aria-label=${filters.all ? STRINGS.grid.all : STRINGS.grid.label}
      aria-multiselectable="true"
      aria-activedescendant=${selection.active === null ? '' : `issue-${selection.active}`}
      @click=${this.#click}
      @dblclick=${this.#open}
      @contextmenu=${(event: MouseEvent) => {
        openCardMenu(this, event, this.session);
      }}
      @keydown=${(event: KeyboardEvent) => {
        menuKey(event, this.renderRoot.querySelector('.card.active'));
      }}
      @scroll=${this.#scrolled}
    >
      <div class="space" role="presentation" ${setStyle({ height: `${height}px` })}>
        ${repeat(
          items,
          (item) => item.index,
          (item) => this.#row(item.index, item.start, lines),
        )}
      </div>
    </div>`;
  }

  static override styles = [baseStyles, classNameStyles, cardStyles, finishLineStyles, gridStyles];
}
