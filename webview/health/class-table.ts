import { css, html, LitElement, type TemplateResult } from 'lit';
import { setStyle } from '../set-style.ts';
import type { ClassRow } from '../../src/protocol/index.ts';
import { act } from '../action.ts';
import { baseStyles } from '../base-styles.ts';
import { icon } from '../icons.ts';
import { count, finePercent } from '../../src/protocol/index.ts';
import { nextClassSort, sortClasses, type ClassColumn, type ClassSort } from '../model/sort-classes.ts';
import { STRINGS } from '../strings.ts';
import { tableStyles } from './table-styles.ts';

const COLUMNS: readonly ClassColumn[] = [
  'class',
  'labelQualityScore',
  'examples',
  'flagged',
  'labelIssues',
  'inverseLabelIssues',
  'labelNoise',
  'inverseLabelNoise',
];

/** How good its labels are, a model that is too weak can't say. */
const WEAK_COLUMNS: readonly ClassColumn[] = ['class', 'examples', 'right', 'predicted', 'flagged'];

const SHARES: ReadonlySet<ClassColumn> = new Set(['labelNoise', 'inverseLabelNoise', 'labelQualityScore']);

/** The classes with their label health, sortable by every column. */
export class ClassTable extends LitElement {
  static override properties = { rows: { attribute: false }, weak: { type: Boolean }, sort: { state: true } };
  declare rows: readonly ClassRow[];
  /** The model is too weak to judge labels: what it reached is shown instead. */
  declare weak: boolean;
  declare sort: ClassSort;

  constructor() {
    super();
    this.weak = false;
    this.sort = { column: 'labelQualityScore', descending: false };
  }

  /** Best first, where the column that was sorted by is not shown. */
  #shownSort(columns: readonly ClassColumn[]): ClassSort {
    return columns.includes(this.sort.column) ? this.sort : { column: 'right', descending: true };
  }

  #heading(column: ClassColumn, sort: ClassSort): TemplateResult {
    const sorted = sort.column === column;
    const direction = sort.descending ? 'descending' : 'ascending';
    return html`<th scope="col" class=${column === 'class' ? '' : 'number'} aria-sort=${sorted ? direction : 'none'}>
      <button
        class="plain"
        title=${STRINGS.health.columnHints[column]}
        @click=${() => {
          this.sort = nextClassSort(sort, column);
        }}
      >
        <span>${STRINGS.health.columns[column]}</span>
        <span class="direction">${sorted ? icon(sort.descending ? 'arrowDown' : 'arrowUp') : ''}</span>
      </button>
    </th>`;
  }

  #cell(row: ClassRow, column: ClassColumn): TemplateResult {
    if (column === 'class') {
      return html`<th scope="row">
        <button
          class="plain link truncate"
          title=${STRINGS.health.showClass(row.class)}
          ?disabled=${row.flagged === 0}
          @click=${() => {
            act(this, { kind: 'showOnly', filters: { given: row.class } });
          }}
        >
          ${row.class}
        </button>
      </th>`;
    }
    const value = row[column];
    const text = value === undefined ? '' : SHARES.has(column) ? finePercent(value) : count(value);
    if (column !== 'labelQualityScore') return html`<td class="number">${text}</td>`;
    return html`<td class="number">
      <span class="score">
        <span class="track"><span class="fill" ${setStyle({ '--share': `${row[column] * 100}%` })}></span></span>
        ${text}
      </span>
    </td>`;
  }

  protected override render(): TemplateResult {
    const columns = this.weak ? WEAK_COLUMNS : COLUMNS;
    const sort = this.#shownSort(columns);
    const label = this.weak ? STRINGS.health.reachedTable : STRINGS.health.classTable;
    return html`<div class="scroll" role="region" tabindex="0" aria-label=${label}>
      <table>
        <thead>
          <tr>
            ${columns.map((column) => this.#heading(column, sort))}
          </tr>
        </thead>
        <tbody>
          ${sortClasses(this.rows, sort).map(
            (row) =>
              html`<tr>
                ${columns.map((column) => this.#cell(row, column))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  static override styles = [
    baseStyles,
    tableStyles,
    css`
      .score {
        align-items: center;
        display: flex;
        gap: 8px;
        justify-content: end;
      }
      .score .track {
        width: 56px;
      }
      .fill {
        display: block;
      }
      th button.link {
        display: block;
        max-width: 200px;
      }
      button:disabled {
        color: inherit;
        cursor: default;
        text-decoration: none;
      }
    `,
  ];
}
