import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { score } from '../language.ts';
import { act } from '../parts/action.ts';
import { barSliderStyles, draggedShare } from '../parts/bar-slider.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { setStyle } from '../parts/set-style.ts';
import { sliderStep } from '../model/rows/histogram.ts';
import { STRINGS } from '../strings.ts';

const TEXT = STRINGS.checks;

/** The scores of a check as a histogram, with a threshold that is moved by pointer or key: what lies below is listed. */
export class ThresholdSlider extends LitElement {
  static override properties = {
    bars: { attribute: false },
    low: { type: Number },
    high: { type: Number },
    threshold: { type: Number },
    usual: { type: Number },
    text: { type: String },
  };
  /** How many pictures have the scores of each bar. */
  declare bars: readonly number[];
  declare low: number;
  declare high: number;
  declare threshold: number;
  /** The audit's own threshold. */
  declare usual: number;
  /** What the threshold comes to, in words. */
  declare text: string;

  #set(value: number, isChosen: boolean): void {
    act(this, { kind: 'threshold', value, isChosen });
  }

  #key(event: KeyboardEvent): void {
    const span = this.high - this.low;
    const moved = sliderStep(this.threshold - this.low, span, event.key);
    if (moved === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.#set(Math.round((this.low + moved) * 1e6) / 1e6, true);
  }

  #drag(event: PointerEvent): void {
    const share = draggedShare(event, this.renderRoot);
    if (share === null) return;
    const value = this.low + (Math.round(share * 200) / 200) * (this.high - this.low);
    this.#set(Math.round(value * 1e6) / 1e6, event.type === 'pointerup');
  }

  protected override render(): TemplateResult {
    const { bars, low, high, threshold } = this;
    const span = Math.max(Number.EPSILON, high - low);
    const place = (value: number): number => 100 * Math.min(1, Math.max(0, (value - low) / span));
    // Few pictures are suspect among very many: heights by their logarithms show both.
    const highest = Math.log1p(Math.max(1, ...bars));
    return html`<div
        class="bars"
        title=${TEXT.histogram}
        @pointerdown=${this.#drag}
        @pointermove=${this.#drag}
        @pointerup=${this.#drag}
      >
        ${bars.map((n, bar) => {
          const isBelow = low + ((bar + 0.5) / bars.length) * span < threshold;
          const height = n === 0 ? 0 : Math.max(6, (100 * Math.log1p(n)) / highest);
          return html`<span class=${isBelow ? 'bar in' : 'bar'} ${setStyle({ height: `${height}%` })}></span>`;
        })}
        <span
          class="handle"
          role="slider"
          tabindex="0"
          aria-label=${TEXT.threshold}
          aria-valuemin=${low}
          aria-valuemax=${high}
          aria-valuenow=${threshold}
          aria-valuetext=${this.text}
          ${setStyle({ left: `${place(threshold)}%` })}
          @keydown=${this.#key}
        ></span>
      </div>
      <span class="value">${score(threshold)}</span>
      ${
        threshold === this.usual
          ? nothing
          : html`<button
              class="plain link"
              title="${TEXT.reset}: ${score(this.usual)}"
              @click=${() => {
                act(this, { kind: 'threshold', value: null, isChosen: true });
              }}
            >
              ${TEXT.reset}
            </button>`
      }`;
  }

  static override styles = [
    baseStyles,
    barSliderStyles,
    css`
      :host {
        align-items: center;
        display: flex;
        flex: 0 1 auto;
        gap: 8px;
        min-width: 0;
      }
      .bars {
        flex: 0 1 260px;
        height: 32px;
        margin: 2px 4px;
        min-width: 120px;
        width: 260px;
      }
      .value {
        font-variant-numeric: tabular-nums;
        min-width: 32px;
      }
      button {
        white-space: nowrap;
      }
    `,
  ];
}
