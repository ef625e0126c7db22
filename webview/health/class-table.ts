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

const SHARES: ReadonlySet<ClassColumn> = new Set(['labelNoise', 'inverseLabelNoise', 'labelQualityScore']);

/** The classes with their label health, sortable by every column. */
export class ClassTable extends LitElement {
  static override properties = { rows: { attribute: false }, sort: { state: true } };
  declare rows: readonly ClassRow[];
  declare sort: ClassSort;

  constructor() {
    super();
    this.sort = { column: 'labelQualityScore', descending: false };
  }

  #heading(column: ClassColumn): TemplateResult {
    const sorted = this.sort.column === column;
    const direction = this.sort.descending ? 'descending' : 'ascending';
    return html`<th scope="col" class=${column === 'class' ? '' : 'number'} aria-sort=${sorted ? direction : 'none'}>
      <button
        class="plain"
        title=${STRINGS.health.columnHints[column]}
        @click=${() => {
          this.sort = nextClassSort(this.sort, column);
        }}
      >
        <span>${STRINGS.health.columns[column]}</span>
        <span class="direction">${sorted ? icon(this.sort.descending ? 'arrowDown' : 'arrowUp') : ''}</span>
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
    const text = SHARES.has(column) ? finePercent(row[column]) : count(row[column]);
    if (column !== 'labelQualityScore') return html`<td class="number">${text}</td>`;
    return html`<td class="number">
      <span class="score">
        <span class="track"><span class="fill" ${setStyle({ '--share': `${row[column] * 100}%` })}></span></span>
        ${text}
      </span>
    </td>`;
  }

  protected override render(): TemplateResult {
    return html`<div class="scroll" role="region" tabindex="0" aria-label=${STRINGS.health.classTable}>
      <table>
        <thead>
          <tr>
            ${COLUMNS.map((column) => this.#heading(column))}
          </tr>
        </thead>
        <tbody>
          ${sortClasses(this.rows, this.sort).map(
            (row) =>
              html`<tr>
                ${COLUMNS.map((column) => this.#cell(row, column))}
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
