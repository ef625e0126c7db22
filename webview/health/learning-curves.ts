import { css, html, LitElement, type TemplateResult } from 'lit';
import { setStyle } from '../parts/set-style.ts';
import type { FoldCurve } from '../../src/protocol/index.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { decimal, finePercent } from '../language.ts';
import { STRINGS } from '../strings.ts';
import { lineColour } from './line-colours.ts';
import { tableStyles } from './table-styles.ts';

const TEXT = STRINGS.health;

/** How each fold's model learned, as charts and as a table of the last values. */
export class LearningCurves extends LitElement {
  static override properties = { folds: { attribute: false } };
  declare folds: readonly FoldCurve[];

  #chart(title: string, values: 'accuracy' | 'loss'): TemplateResult {
    const curves = this.folds.map(({ history }) => history.map((epoch) => epoch[values]));
    return html`<figure>
      <figcaption>${title}</figcaption>
      <label-audit-chart
        .curves=${curves}
        .label=${TEXT.chart(title, this.folds.length)}
        .xLabel=${TEXT.epoch}
      ></label-audit-chart>
    </figure>`;
  }

  #row(fold: FoldCurve, index: number): TemplateResult {
    const last = fold.history.at(-1);
    const colour = `var(--vscode-${lineColour(index)})`;
    return html`<tr>
      <th scope="row"><span class="swatch" ${setStyle({ '--colour': colour })}></span>${TEXT.fold(fold.fold)}</th>
      <td class="number">${fold.heldOutAccuracy === undefined ? '–' : finePercent(fold.heldOutAccuracy)}</td>
      <td class="number">${last ? finePercent(last.accuracy) : '–'}</td>
      <td class="number">${last ? decimal(last.loss, 3) : '–'}</td>
    </tr>`;
  }

  protected override render(): TemplateResult {
    if (this.folds.length === 0) return html`<p class="muted">${TEXT.curvesNone}</p>`;
    return html`<div class="charts">
        ${this.#chart(TEXT.accuracyCurve, 'accuracy')} ${this.#chart(TEXT.lossCurve, 'loss')}
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col">${TEXT.foldHeading}</th>
            <th scope="col" class="number">${TEXT.heldOut}</th>
            <th scope="col" class="number">${TEXT.lastAccuracy}</th>
            <th scope="col" class="number">${TEXT.lastLoss}</th>
          </tr>
        </thead>
        <tbody>
          ${this.folds.map((fold, index) => this.#row(fold, index))}
        </tbody>
      </table>`;
  }

  static override styles = [
    baseStyles,
    tableStyles,
    css`
      .charts {
        display: grid;
        gap: 20px;
        grid-template-columns: repeat(auto-fit, minmax(min(280px, 100%), 1fr));
        margin-bottom: 12px;
      }
      figure {
        margin: 0;
        min-width: 0;
      }
      figcaption {
        margin-bottom: 4px;
      }
      .swatch {
        background: var(--colour);
        border-radius: 2px;
        display: inline-block;
        height: 3px;
        margin-inline-end: 8px;
        vertical-align: middle;
        width: 14px;
      }
    `,
  ];
}
