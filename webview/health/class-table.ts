import { css, html, LitElement, type TemplateResult } from 'lit';
import { setStyle } from '../parts/set-style.ts';
import type { ClassRow } from '../../src/protocol/index.ts';
import { act } from '../parts/action.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { className, classNameStyles } from '../parts/class-name.ts';
import { icon } from '../parts/icons.ts';
import { count, finePercent } from '../language.ts';
import { nextClassSort, sortClasses, type ClassColumn, type ClassSort } from '../model/rows/sort-classes.ts';
import { STRINGS } from '../strings.ts';
import { moreButton } from './more-button.ts';
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

/** So many classes are shown at first. */
const MANY = 50;

/** The classes with their label health, sortable by every column. */
export class ClassTable extends LitElement {
  static override properties = {
    rows: { attribute: false },
    weak: { type: Boolean },
    sort: { state: true },
    all: { state: true },
  };
  declare rows: readonly ClassRow[];
  /** The model is too weak to judge labels: what it reached is shown instead. */
  declare weak: boolean;
  declare sort: ClassSort;
  /** Every class is shown, not only the first in order. */
  declare all: boolean;

  constructor() {
    super();
    this.weak = false;
    this.sort = { column: 'labelQualityScore', descending: false };
    this.all = false;
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
          class="plain link"
          title=${STRINGS.health.browseClass(row.class)}
          ?disabled=${row.examples === 0}
          @click=${() => {
            act(this, { kind: 'showOnly', filters: { given: row.class, all: true } });
          }}
        >
          ${className(row.class)}
        </button>
      </th>`;
    }
    if (column === 'flagged' && row.flagged > 0) {
      return html`<td class="number">
        <button
          class="plain link"
          title=${STRINGS.health.showClass(row.class)}
          @click=${() => {
            act(this, { kind: 'showOnly', filters: { given: row.class } });
          }}
        >
          ${count(row.flagged)}
        </button>
      </td>`;
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
    const { rows } = this;
    const sorted = sortClasses(rows, sort);
    const shown = this.all ? sorted : sorted.slice(0, MANY);
    return html`<div class="scroll" role="region" tabindex="0" aria-label=${label}>
      <table>
        <thead>
          <tr>
            ${columns.map((column) => this.#heading(column, sort))}
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (row) =>
              html`<tr>
                ${columns.map((column) => this.#cell(row, column))}
              </tr>`,
          )}
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
      td button.link {
        font-variant-numeric: tabular-nums;
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
