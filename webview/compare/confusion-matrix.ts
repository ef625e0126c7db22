import { css, html, LitElement, type TemplateResult } from 'lit';
import { baseStyles } from '../parts/base-styles.ts';
import { STRINGS } from '../strings.ts';
import { count } from '../language.ts';
import type { CountMatrix } from '../model/matrix/count-matrix.ts';
import { heat } from '../model/matrix/heat-matrix.ts';
import { className, classNameStyles } from '../parts/class-name.ts';
import { areTurned, matrixNameStyles } from '../parts/matrix-names.ts';
import { setStyle } from '../parts/set-style.ts';

/** Colours as strong as the counts, on the same scale as the other side's matrix. */
export interface Scale {
  /** Indices of the classes that are shown. */
  readonly shown: readonly number[];
  readonly maxOff: number;
  readonly maxDiagonal: number;
}

const COMPACT = 12;

/** A confusion matrix of one side: given label by predicted class. */
export class ConfusionMatrix extends LitElement {
  static override properties = {
    classes: { attribute: false },
    counts: { attribute: false },
    scale: { attribute: false },
    label: { type: String },
  };
  declare classes: readonly string[];
  declare counts: CountMatrix;
  declare scale: Scale;
  declare label: string;

  #cell(i: number, j: number): TemplateResult {
    const n = this.counts.at(i, j);
    const { maxDiagonal, maxOff } = this.scale;
    const strength = Math.round(100 * heat(n, i === j ? maxDiagonal : maxOff));
    const title = STRINGS.compare.cell(this.classes[i], this.classes[j], n);
    return html`<td class=${i === j ? 'diagonal' : 'off'} title=${title} ${setStyle({ '--heat': `${strength}%` })}>
      ${n > 0 ? count(n) : ''}
    </td>`;
  }

  protected override render(): TemplateResult {
    const { shown } = this.scale;
    const isCompact = shown.length > COMPACT;
    const isTurned = areTurned(
      shown.map((i) => this.classes[i]),
      isCompact,
    );
    return html`<table class="${isCompact ? 'compact' : ''} ${isTurned ? 'turned' : ''}" aria-label=${this.label}>
      <thead>
        <tr>
          <td></td>
          ${shown.map((j) => html`<th scope="col" title=${this.classes[j]}>${className(this.classes[j])}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          (i) =>
            html`<tr>
              <th scope="row" title=${this.classes[i]}>${className(this.classes[i])}</th>
              ${shown.map((j) => this.#cell(i, j))}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  static override styles = [
    baseStyles,
    classNameStyles,
    matrixNameStyles,
    css`
      :host {
        display: block;
        overflow: auto;
      }
      table {
        border-collapse: separate;
        border-spacing: 2px;
        font-variant-numeric: tabular-nums;
      }
      tbody td {
        background: color-mix(in srgb, var(--heat-colour) calc(var(--heat) * 0.4), transparent);
        border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
        border-radius: 3px;
        font-size: 0.92em;
        height: 26px;
        min-width: 34px;
        padding: 0 2px;
        text-align: center;
      }
      .compact tbody td {
        font-size: 0.8em;
        height: 20px;
        min-width: 20px;
      }
      .off {
        --heat-colour: var(--vscode-charts-red, var(--vscode-errorForeground));
      }
      .diagonal {
        --heat-colour: var(--vscode-charts-blue, var(--vscode-progressBar-background));
      }
    `,
  ];
}
