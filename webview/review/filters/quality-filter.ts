import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { setStyle } from '../../parts/set-style.ts';
import { act } from '../../parts/action.ts';
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
    const bars = event.currentTarget as HTMLElement;
    if (event.type === 'pointerdown') {
      bars.setPointerCapture(event.pointerId);
      this.renderRoot.querySelector<HTMLElement>('.handle')!.focus();
    } else if (!bars.hasPointerCapture(event.pointerId)) return;
    const { left, width } = bars.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
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
    css`
      :host {
        align-items: center;
        display: flex;
        gap: 8px;
        height: 26px;
      }
      .bars {
        align-items: flex-end;
        border-bottom: 1px solid var(--vscode-descriptionForeground);
        cursor: ew-resize;
        display: flex;
        gap: 1px;
        height: 24px;
        margin: 0 4px;
        position: relative;
        touch-action: none;
        width: 112px;
      }
      .bar {
        background: var(--vscode-descriptionForeground);
        flex: 1;
        opacity: 0.4;
      }
      .bar.in {
        background: var(--vscode-progressBar-background);
        opacity: 1;
      }
      .handle {
        background: var(--vscode-foreground);
        border: 2px solid var(--vscode-editor-background);
        border-radius: 4px;
        bottom: -3px;
        margin-left: -4px;
        position: absolute;
        top: -2px;
        width: 8px;
      }
      .handle:focus-visible {
        outline: 2px solid var(--vscode-focusBorder);
        outline-offset: 0;
      }
      .limit {
        font-variant-numeric: tabular-nums;
        min-width: 44px;
      }
    `,
  ];
}
