import { html, type Html } from './html.ts';

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
