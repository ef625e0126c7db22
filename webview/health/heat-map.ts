import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { setStyle } from '../parts/set-style.ts';
import { act } from '../parts/action.ts';
import { baseStyles } from '../parts/base-styles.ts';
import type { CountCells, IssueRow } from '../../src/protocol/index.ts';
import { count } from '../language.ts';
import { countMatrix, type CountMatrix } from '../model/matrix/count-matrix.ts';
import { heat, heatMatrix, type HeatMatrix } from '../model/matrix/heat-matrix.ts';
import { className, classNameStyles } from '../parts/class-name.ts';
import { areTurned, matrixNameStyles } from '../parts/matrix-names.ts';
import { STRINGS } from '../strings.ts';

const TEXT = STRINGS.health;
const MAX_CLASSES = 40;
/** With more classes the cells are smaller. */
const COMPACT = 20;

/** Steps of the arrow keys in rows and columns. */
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** What tells a pair of classes from all others, whatever their names hold. */
const pairKey = (given: string, suggested: string): string => JSON.stringify([given, suggested]);

function countPairs(issues: readonly IssueRow[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { given, suggested } of issues) {
    const key = pairKey(given, suggested);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** The confident joint as a table of colours; a cell shows its pictures in the grid, flagged or not. */
export class HeatMap extends LitElement {
  static override properties = {
    classes: { attribute: false },
    joint: { attribute: false },
    issues: { attribute: false },
    focused: { state: true },
  };
  declare classes: readonly string[];
  declare joint: CountCells;
  /** The flagged pictures, which a cell counts; undefined while not all are here. */
  declare issues: readonly IssueRow[] | undefined;
  /** Row and column of the one cell that Tab reaches. */
  declare focused: readonly [number, number];

  #counts: CountMatrix = countMatrix([], 0);
  #flagged: ReadonlyMap<string, number> | undefined;
  #matrix: HeatMatrix = { shown: [], maxOff: 0, maxDiagonal: 0 };

  constructor() {
    super();
    this.focused = [0, 0];
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('issues')) this.#flagged = this.issues && countPairs(this.issues);
    if (!changed.has('joint')) return;
    this.#counts = countMatrix(this.joint, this.classes.length);
    this.#matrix = heatMatrix(this.#counts, MAX_CLASSES);
    this.focused = [0, 0];
  }

  #key(event: KeyboardEvent): void {
    const step = STEPS[event.key] as readonly [number, number] | undefined;
    if (!step) return;
    event.preventDefault();
    const last = this.#matrix.shown.length - 1;
    const clamp = (value: number) => Math.min(last, Math.max(0, value));
    this.focused = [clamp(this.focused[0] + step[0]), clamp(this.focused[1] + step[1])];
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>('button[tabindex="0"]')?.focus();
    });
  }

  #cell(row: number, column: number): TemplateResult {
    const { shown, maxOff, maxDiagonal } = this.#matrix;
    const [i, j] = [shown[row], shown[column]];
    const n = this.#counts.at(i, j);
    const diagonal = i === j;
    const share = heat(n, diagonal ? maxDiagonal : maxOff);
    const [given, suggested] = [this.classes[i], this.classes[j]];
    const flagged = this.#flagged && (this.#flagged.get(pairKey(given, suggested)) ?? 0);
    const isShown = n > 0;
    const text = TEXT.cell(given, suggested, n, flagged);
    const isFocused = this.focused[0] === row && this.focused[1] === column;
    return html`<td>
      <button
        class="plain cell ${diagonal ? 'diagonal' : n > 0 ? 'off' : 'none'}"
        ${setStyle({ '--heat': `${Math.round(share * 100)}%` })}
        tabindex=${isFocused ? 0 : -1}
        title=${text}
        aria-label=${text}
        aria-disabled=${!isShown}
        @focus=${() => {
          this.focused = [row, column];
        }}
        @click=${() => {
          if (isShown) act(this, { kind: 'showOnly', filters: { given, suggested, all: true } });
        }}
      >
        ${n > 0 ? count(n) : ''}
      </button>
    </td>`;
  }

  protected override render(): TemplateResult {
    const { shown } = this.#matrix;
    const limited = shown.length < this.classes.length;
    const isCompact = shown.length > COMPACT;
    const isTurned = areTurned(
      shown.map((i) => this.classes[i]),
      isCompact,
    );
    return html`${limited ? html`<p class="muted">${TEXT.jointLimited(shown.length, this.classes.length)}</p>` : nothing}
      <div class="frame">
        <span class="axis top muted" aria-hidden="true">${TEXT.trueAxis} →</span>
        <span class="axis side muted" aria-hidden="true">${TEXT.givenAxis} →</span>
        <table
          class="${isCompact ? 'compact' : ''} ${isTurned ? 'turned' : ''}"
          aria-label=${TEXT.jointTable}
          @keydown=${this.#key}
        >
          <thead>
            <tr>
              <td></td>
              ${shown.map((j) => html`<th scope="col" title=${this.classes[j]}>${className(this.classes[j])}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${shown.map(
              (i, row) =>
                html`<tr>
                  <th scope="row" title=${this.classes[i]}>${className(this.classes[i])}</th>
                  ${shown.map((_, column) => this.#cell(row, column))}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
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
      .frame {
        display: inline-grid;
        gap: 2px 4px;
        grid-template-columns: auto auto;
      }
      .axis {
        font-size: 0.88em;
      }
      .top {
        grid-column: 2;
        justify-self: end;
      }
      .side {
        justify-self: end;
        transform: rotate(180deg);
        writing-mode: vertical-rl;
      }
      table {
        border-collapse: separate;
        border-spacing: 2px;
      }
      td {
        padding: 0;
      }
      button.cell {
        background: color-mix(in srgb, var(--heat-colour, transparent) calc(var(--heat) * 0.5), transparent);
        border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
        display: block;
        font-size: 0.92em;
        font-variant-numeric: tabular-nums;
        height: 28px;
        min-width: 40px;
        padding: 0 4px;
        text-align: center;
        width: 100%;
      }
      .compact button.cell {
        font-size: 0.8em;
        height: 20px;
        min-width: 22px;
        padding: 0;
      }
      .compact thead th {
        max-width: 22px;
        padding: 0;
      }
      .off {
        --heat-colour: var(--vscode-charts-red, var(--vscode-errorForeground));
        font-weight: 600;
      }
      .diagonal {
        --heat-colour: var(--vscode-charts-blue, var(--vscode-progressBar-background));
      }
      .none {
        cursor: default;
      }
      .cell:not(.none):hover {
        outline: 1px solid var(--vscode-contrastActiveBorder, var(--vscode-focusBorder));
      }
      button.cell:focus-visible {
        outline: 2px solid var(--vscode-focusBorder);
      }
    `,
  ];
}
