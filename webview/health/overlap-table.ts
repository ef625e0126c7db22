import { css, html, LitElement, type TemplateResult } from 'lit';
import type { OverlapRow } from '../../src/protocol/index.ts';
import { act } from '../parts/action.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { className, classNameStyles } from '../parts/class-name.ts';
import { count, finePercent } from '../language.ts';
import { STRINGS } from '../strings.ts';
import { moreButton } from './more-button.ts';
import { tableStyles } from './table-styles.ts';

const TEXT = STRINGS.health;
const FEW = 10;

/** Pairs of classes that are confused with each other, most first. */
export class OverlapTable extends LitElement {
  static override properties = { rows: { attribute: false }, all: { state: true } };
  declare rows: readonly OverlapRow[];
  declare all: boolean;

  constructor() {
    super();
    this.all = false;
  }

  #row(row: OverlapRow): TemplateResult {
    const { classA, classB } = row;
    return html`<tr>
      <th scope="row">
        <button
          class="plain link"
          title=${TEXT.showPair(classA, classB)}
          @click=${() => {
            act(this, { kind: 'showOnly', filters: { given: classA, suggested: classB, eitherWay: true, all: true } });
          }}
        >
          ${className(classA)}<span class="muted" aria-hidden="true">↔</span>${className(classB)}
        </button>
      </th>
      <td class="number">${count(row.numOverlapping)}</td>
      <td class="number">${finePercent(row.jointProbability)}</td>
    </tr>`;
  }

  protected override render(): TemplateResult {
    const rows = this.rows.filter(({ numOverlapping }) => numOverlapping > 0);
    if (rows.length === 0) return html`<p class="muted">${TEXT.overlapsNone}</p>`;
    const shown = this.all ? rows : rows.slice(0, FEW);
    return html`<table>
        <thead>
          <tr>
            <th scope="col">${TEXT.pair}</th>
            <th scope="col" class="number">${TEXT.overlapPictures}</th>
            <th scope="col" class="number">${TEXT.overlapShare}</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map((row) => this.#row(row))}
        </tbody>
      </table>
      ${moreButton(rows.length - shown.length, () => {
        this.all = true;
      })}`;
  }

  static override styles = [
    baseStyles,
    classNameStyles,
    tableStyles,
    css`
      th button.link {
        display: inline-flex;
        gap: 6px;
        max-width: 260px;
      }
    `,
  ];
}
