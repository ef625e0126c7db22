import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { setStyle } from '../../parts/set-style.ts';
import { act } from '../../parts/action.ts';
import { barSliderStyles, draggedShare } from '../../parts/bar-slider.ts';
import { baseStyles } from '../../parts/base-styles.ts';
import { histogram, sliderStep, type Histogram } from '../../model/rows/histogram.ts';
import { STRINGS } from '../../strings.ts';

const BINS = 24;

/** A histogram of the label qualities with a handle: only pictures up to it are shown. */
export class QualityFilter extends LitElement {
  static override properties = { qualities: { attribute: false }, limit: { attribute: false } };
  /** Of all flagged pictures; the same array for the same audit. */
  declare qualities: readonly number[];
  /** Null: all. */
  declare limit: number | null;

  #histogram: Histogram = { counts: [], top: 1 };

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('qualities')) this.#histogram = histogram(this.qualities, BINS);
  }

  get #value(): number {
    return Math.min(this.limit ?? this.#histogram.top, this.#histogram.top);
  }

  #set(value: number): void {
    const all = value >= this.#histogram.top;
    act(this, { kind: 'filter', change: { maxQuality: all ? null : value } });
  }

  #key(event: KeyboardEvent): void {
    const value = sliderStep(this.#value, this.#histogram.top, event.key);
    if (value === null) return;
    event.preventDefault();
    this.#set(value);
  }

  #drag(event: PointerEvent): void {
    const share = draggedShare(event, this.renderRoot);
    if (share === null) return;
    this.#set(Math.round(share * 100) * (this.#histogram.top / 100));
  }

  protected override render(): TemplateResult {
    const { counts, top } = this.#histogram;
    const value = this.#value;
    const all = value >= top;
    const highest = Math.max(1, ...counts);
    return html`<span class="title">${STRINGS.filters.qualityTitle}</span>
      <div class="bars" @pointerdown=${this.#drag} @pointermove=${this.#drag}>
        ${counts.map((n, bin) => {
          const inside = (bin + 0.5) / BINS <= value / top;
          const height = n === 0 ? 0 : Math.max(8, (100 * n) / highest);
          return html`<span class=${inside ? 'bar in' : 'bar'} ${setStyle({ height: `${height}%` })}></span>`;
        })}
        <span
          class="handle"
          role="slider"
          tabindex="0"
          aria-label=${STRINGS.filters.quality}
          aria-valuemin="0"
          aria-valuemax=${top}
          aria-valuenow=${value}
          aria-valuetext=${STRINGS.filters.qualityText(value, all)}
          ${setStyle({ left: `${(100 * value) / top}%` })}
          @keydown=${this.#key}
        ></span>
      </div>
      <span class=${all ? 'all' : 'limit'}>${STRINGS.filters.qualityLimit(value, all)}</span>`;
  }

  static override styles = [
    baseStyles,
    barSliderStyles,
    css`
      :host {
        align-items: center;
        display: flex;
        gap: 8px;
        height: 26px;
      }
      .bars {
        height: 24px;
        margin: 0 4px;
        width: 112px;
      }
      .limit {
        font-variant-numeric: tabular-nums;
        min-width: 44px;
      }
    `,
  ];
}
