import { checkLines, nothingFound } from '../../report/words/check-words.ts';
import type { AuditReport } from '../../report/types.ts';
import { html, type Html } from './html.ts';

/** The pictures of a check that are named. */
const SHOWN = 20;

/** What the picture checks found; none where none was made. */
export function checksSection(report: AuditReport): Html | undefined {
  if (report.checks === undefined) return undefined;
  const nothing = nothingFound(report);
  const items = checkLines(report).map(({ text, pictures }) => {
    const more = pictures.length > SHOWN ? html`<li>and more, in report.json</li>` : undefined;
    const named = pictures.slice(0, SHOWN).map(({ path, score }) => html`<li>${score.toFixed(3)} ${path}</li>`);
    const list =
      named.length === 0
        ? undefined
        : html`<ul class="plain">
            ${named}${more}
          </ul>`;
    return html`<li>${text}${list}</li>`;
  });
  return html`<section id="checks">
    <h2>Picture checks</h2>
    ${
      nothing === undefined
        ? html`<ul class="plain">
            ${items}
          </ul>`
        : html`<p>${nothing}</p>`
    }
  </section>`;
}
