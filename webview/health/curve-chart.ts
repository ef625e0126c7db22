import { css, html, LitElement, unsafeCSS, type TemplateResult } from 'lit';
import './valid-language.ts';
import uPlot from 'uplot';
import chartCss from 'uplot/dist/uPlot.min.css' with { type: 'text' };
import { baseStyles } from '../parts/base-styles.ts';
import { watchTheme } from '../parts/watch-theme.ts';
import { lineColour } from './line-colours.ts';

const HEIGHT = 190;
const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3], [12, 4]];

/** One line per fold over the epochs. */
export class CurveChart extends LitElement {
  static override properties = {
    curves: { attribute: false },
    label: { type: String },
    xLabel: { type: String },
    range: { attribute: false },
  };
  /** For each fold its values, one per epoch. */
  declare curves: readonly (readonly number[])[];
  declare label: string;
  declare xLabel: string;
  /** Ends of the upright axis, where charts are to be compared; else as the values are. */
  declare range: readonly [number, number] | undefined;

  #chart: uPlot | null = null;
  readonly #resizes = new ResizeObserver(() => {
    this.#resize();
  });
  #unwatch: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizes.observe(this);
    this.#unwatch = watchTheme(() => {
      this.#draw();
    });
    if (this.hasUpdated) this.#draw();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    this.#unwatch?.();
    this.#chart?.destroy();
    this.#chart = null;
  }

  protected override updated(): void {
    this.#draw();
  }

  #resize(): void {
    if (!this.#chart) this.#draw();
    else if (this.clientWidth > 0) this.#chart.setSize({ width: this.clientWidth, height: HEIGHT });
  }

  #draw(): void {
    this.#chart?.destroy();
    this.#chart = null;
    if (this.clientWidth === 0) return; // hidden: the observer calls again
    const style = getComputedStyle(this);
    const colour = (name: string) => style.getPropertyValue(`--vscode-${name}`).trim() || style.color;
    const grid = { stroke: `color-mix(in srgb, ${style.color} 15%, transparent)`, width: 1 };
    const axis = { stroke: colour('descriptionForeground'), font: `11px ${style.fontFamily}`, grid, ticks: grid };
    const epochs = Math.max(...this.curves.map((curve) => curve.length));
    const xs = Array.from({ length: epochs }, (_, epoch) => epoch + 1);
    const lines = this.curves.map((curve) => xs.map((_, epoch) => curve[epoch] ?? null));
    this.#chart = new uPlot(
      {
        width: this.clientWidth,
        height: HEIGHT,
        scales: { x: { time: false }, ...(this.range ? { y: { range: [this.range[0], this.range[1]] } } : {}) },
        legend: { show: false },
        cursor: { show: false },
        axes: [
          {
            ...axis,
            label: this.xLabel,
            labelFont: axis.font,
            labelSize: 16,
            size: 26,
            incrs: [1, 2, 5, 10, 20, 50, 100],
          },
          { ...axis, size: 44 },
        ],
        series: [
          {},
          ...lines.map((_, fold) => ({
            stroke: colour(lineColour(fold)),
            width: 1.5,
            // Told apart without colours, too.
            dash: DASHES[fold % DASHES.length],
            points: { show: epochs === 1 },
          })),
        ],
      },
      [xs, ...lines],
      this.renderRoot.querySelector<HTMLElement>('.chart')!,
    );
  }

  protected override render(): TemplateResult {
    return html`<div class="chart" role="img" aria-label=${this.label}></div>`;
  }

  static override styles = [
    baseStyles,
    unsafeCSS(chartCss),
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .chart {
        height: ${HEIGHT}px;
        overflow: hidden;
      }
    `,
  ];
}
