import { css, html, LitElement, type TemplateResult } from 'lit';
import type { AnnotatorRow } from '../../src/protocol/index.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { className, classNameStyles } from '../parts/class-name.ts';
import { count, finePercent } from '../language.ts';
import { STRINGS } from '../strings.ts';
import { moreButton } from './more-button.ts';
import { tableStyles } from './table-styles.ts';

const TEXT = STRINGS.health;
const COLUMNS = ['name', 'labelled', 'quality', 'agreement', 'worstClass'] as const;
const NUMBERS: ReadonlySet<(typeof COLUMNS)[number]> = new Set(['labelled', 'quality', 'agreement']);
/** So many annotators are shown at first. */
const MANY = 50;

/** The annotators, worst first. */
export class AnnotatorTable extends LitElement {
  static override properties = { rows: { attribute: false }, all: { state: true } };
  declare rows: readonly AnnotatorRow[];
  declare all: boolean;

  constructor() {
    super();
    this.all = false;
  }

  #row({ name, labelled, quality, agreement, worstClass }: AnnotatorRow): TemplateResult {
    return html`<tr>
      <th scope="row" title=${name}>${className(name)}</th>
      <td class="number">${count(labelled)}</td>
      <td class="number">${quality === undefined ? TEXT.notKnown : finePercent(quality)}</td>
      <td class="number">${finePercent(agreement)}</td>
      <td>${worstClass}</td>
    </tr>`;
  }

  protected override render(): TemplateResult {
    const { rows } = this;
    const shown = this.all ? rows : rows.slice(0, MANY);
    return html`<div class="scroll" role="region" tabindex="0" aria-label=${TEXT.annotatorTable}>
      <table>
        <thead>
          <tr>
            ${COLUMNS.map(
              (column) =>
                html`<th scope="col" class=${NUMBERS.has(column) ? 'number' : ''} title=${TEXT.annotatorHints[column]}>
                  ${TEXT.annotatorColumns[column]}
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${shown.map((row) => this.#row(row))}
        </tbody>
      </table>
      ${moreButton(rows.length - shown.length, () => {
        this.all = true;
      })}
    </div>`;
  }

  static override styles = [
    baseStyles,
    classNameStyles,
    tableStyles,
    css`
      /* What is said of an annotator has room beside a long name. */
      tbody th {
        max-width: min(320px, 34vw);
      }
    `,
  ];
}
