import { html, type Html } from './html.ts';
import { count, percent } from '../../../numbers/index.ts';
import type { CountCells } from '../../report/schema/count-cells.ts';

/** Larger matrices are cut to their most confused classes. */
const MOST_CLASSES = 40;

const round = (value: number): number => Math.round(100 * value) / 100;

export interface Series {
  readonly name: string;
  /** Which of the two colours. */
  readonly key: 'a' | 'b';
  readonly values: readonly number[];
}

/** Curves over epochs, on one scale from 0 (or the least) to the largest value. */
export function curves(title: string, series: readonly Series[], top?: number): Html {
  const [width, height, left, bottom] = [420, 170, 40, 20];
  const longest = Math.max(2, ...series.map(({ values }) => values.length));
  const highest = top ?? Math.max(1e-9, ...series.flatMap(({ values }) => values));
  const x = (i: number): number => round(left + (i * (width - left - 8)) / (longest - 1));
  const y = (value: number): number => round(8 + (1 - value / highest) * (height - bottom - 8));
  const lines = series.map(({ key, values, name }) => {
    const points = values.map((value, i) => `${x(i)},${y(Math.min(value, highest))}`).join(' ');
    return html`<polyline class="curve ${key}" points="${points}"><title>${name}</title></polyline>`;
  });
  const label = `${title} by epoch, from 1 to ${longest}; the scale ends at ${highest.toPrecision(2)}`;
  return html`<svg
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${label}"
  >
    <line class="axis" x1="${left}" x2="${width}" y1="${y(0)}" y2="${y(0)}" />
    <line class="axis" x1="${left}" x2="${left}" y1="8" y2="${y(0)}" />
    <text x="${left - 5}" y="${y(0)}" text-anchor="end">0</text>
    <text x="${left - 5}" y="16" text-anchor="end">${highest.toPrecision(2)}</text>
    <text x="${left}" y="${height - 5}">epoch 1</text>
    <text x="${width - 4}" y="${height - 5}" text-anchor="end">${longest}</text>
    ${lines}
  </svg>`;
}

/** How many values fall into each tenth of [0, 1]. */
export function histogram(title: string, values: readonly number[]): Html {
  const [width, height, bottom] = [420, 150, 18];
  const bins = new Array<number>(20).fill(0);
  for (const value of values) bins[Math.max(0, Math.min(19, Math.floor(20 * value)))]++;
  const most = Math.max(1, ...bins);
  const step = width / bins.length;
  const bars = bins.map((bin, i) => {
    const tall = round((bin / most) * (height - bottom - 16));
    const range = `${(i / 20).toFixed(2)} to ${((i + 1) / 20).toFixed(2)}: ${count(bin)}`;
    return html`<rect
      class="bar"
      x="${round(i * step + 1)}"
      y="${round(height - bottom - tall)}"
      width="${round(step - 2)}"
      height="${tall}"
      ><title>${range}</title></rect
    >`;
  });
  return html`<svg
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${title}"
  >
    ${bars}
    <line class="axis" x1="0" x2="${width}" y1="${height - bottom}" y2="${height - bottom}" />
    <text x="2" y="12">${count(most)} at most</text>
    <text x="2" y="${height - 4}">0</text>
    <text x="${width - 2}" y="${height - 4}" text-anchor="end">1</text>
  </svg>`;
}

/** A share in [0, 1] as a bar. */
export function shareBar(value: number): Html {
  const width = round(100 * Math.max(0, Math.min(1, value)));
  return html`<svg viewBox="0 0 100 6" width="100" height="6" aria-hidden="true">
    <rect class="track" width="100" height="6" rx="3" />
    <rect class="bar" width="${width}" height="6" rx="3" />
  </svg>`;
}

/**
 * A matrix of counts as a table whose cells are the darker the more there is off the diagonal.
 *
 * @param cells what is not 0
 * @param scale the count that is darkest; default: the largest off the diagonal
 */
export function heatMap(
  caption: string,
  classes: readonly string[],
  cells: CountCells,
  scale = largestOffDiagonal(cells),
): Html {
  const k = classes.length;
  const order = shownClasses(cells, k);
  const counts = new Map(cells.map(([i, j, value]) => [i * k + j, value]));
  const cut = order.length < classes.length ? ` The ${order.length} classes with most off the diagonal are shown.` : '';
  const head = order.map((j) => html`<th scope="col" title="${classes[j]}">${classes[j]}</th>`);
  const rows = order.map((i) => {
    const cells = order.map((j) => {
      const value = counts.get(i * k + j) ?? 0;
      const level =
        i === j ? 'diagonal' : `h${value === 0 ? 0 : Math.max(1, Math.round((10 * value) / Math.max(1, scale)))}`;
      return html`<td class="${level}" title="${classes[i]} → ${classes[j]}: ${count(value)}">
        ${value === 0 && i !== j ? '·' : count(value)}
      </td>`;
    });
    return html`<tr>
      <th scope="row" title="${classes[i]}">${classes[i]}</th>
      ${cells}
    </tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table class="heat">
      <caption>
        ${caption}${cut}
      </caption>
      <thead>
        <tr>
          <td></td>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

export function largestOffDiagonal(cells: CountCells): number {
  let largest = 0;
  for (const [i, j, value] of cells) if (i !== j) largest = Math.max(largest, value);
  return largest;
}

/** All classes in order; of very many those that are confused most. */
function shownClasses(cells: CountCells, k: number): number[] {
  const all = Array.from({ length: k }, (_, i) => i);
  if (k <= MOST_CLASSES) return all;
  const off = new Float64Array(k);
  for (const [i, j, value] of cells) {
    if (i === j) continue;
    off[i] += value;
    off[j] += value;
  }
  return all
    .toSorted((i, j) => off[j] - off[i])
    .slice(0, MOST_CLASSES)
    .sort((i, j) => i - j);
}

/** Two accuracies with their intervals on one scale. */
export function intervals(
  rows: readonly {
    readonly name: string;
    readonly key: 'a' | 'b';
    readonly mean: number;
    readonly low: number;
    readonly high: number;
  }[],
): Html {
  const [width, left, right] = [560, 80, 20];
  const least = Math.max(0, Math.floor(20 * Math.min(...rows.map(({ low }) => low)) - 0.5) / 20);
  const most = Math.min(1, Math.ceil(20 * Math.max(...rows.map(({ high }) => high)) + 0.5) / 20);
  const x = (value: number): number => round(left + ((value - least) / (most - least)) * (width - left - right));
  const height = rows.length * 34 + 24;
  const marks = rows.map(({ name, key, mean, low, high }, i) => {
    const y = 20 + i * 34;
    return html`<text x="0" y="${y + 4}">${name}</text
      ><line class="whisker ${key}" x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}" />
      <line class="whisker ${key}" x1="${x(low)}" x2="${x(low)}" y1="${y - 5}" y2="${y + 5}" /><line
        class="whisker ${key}"
        x1="${x(high)}"
        x2="${x(high)}"
        y1="${y - 5}"
        y2="${y + 5}"
      />
      <circle class="dot ${key}" cx="${x(mean)}" cy="${y}" r="5" />`;
  });
  const axis = height - 18;
  return html`<svg
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="Accuracies with their 95% intervals"
  >
    <line class="axis" x1="${left}" x2="${width - right}" y1="${axis}" y2="${axis}" />
    <text x="${left}" y="${height - 4}">${percent(least)}</text>
    <text x="${width - right}" y="${height - 4}" text-anchor="end">${percent(most)}</text>
    ${marks}
  </svg>`;
}
