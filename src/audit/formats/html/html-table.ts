import { count } from '../../../numbers/index.ts';
import { html, type Html } from './html.ts';

/** So many rows stand before what follows the table, and those beyond where the reader asks for them. */
const FIRST = 12;

/** A table as `scrollTable` makes it; of many rows the first stand open, so that what comes after is not far below. */
export function shortTable(label: string, titles: readonly string[], rows: readonly Html[]): Html {
  // A few more are no reason to hide them.
  if (rows.length <= FIRST + 3) return scrollTable(label, titles, rows);
  const rest = rows.slice(FIRST);
  return html`${scrollTable(label, titles, rows.slice(0, FIRST))}
    <details>
      <summary>${count(rest.length)} more</summary>
      ${scrollTable(`${label}, continued`, titles, rest)}
    </details>`;
}

/**
 * A table that scrolls by itself where it is wider than the page, and can be reached by key.
 *
 * @param label what it shows, for those who hear the page
 * @param titles of the columns; the first is that of the names
 */
export function scrollTable(label: string, titles: readonly string[], rows: readonly Html[]): Html {
  const [name, ...others] = titles;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          <th scope="col" class="name">${name}</th>
          ${others.map((title) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
