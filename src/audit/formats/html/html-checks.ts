import { checkLines, nothingFound, notMadeLines, setWords } from '../../report/words/check-words.ts';
import type { AuditReport } from '../../report/types.ts';
import { html, type Html } from './html.ts';

/** The pictures of a check that are named. */
const SHOWN = 20;
/** The pictures of a set that are named. */
const MEMBERS_SHOWN = 6;

/** What the picture checks found; none where none was made. */
export function checksSection(report: AuditReport): Html | undefined {
  if (report.checks === undefined) return undefined;
  const nothing = nothingFound(report);
  const items = checkLines(report).map(({ level, text, pictures, sets, findings }) => {
    const more = Math.max(pictures.length, sets.length) > SHOWN ? html`<li>and more, in report.json</li>` : undefined;
    const named = [
      ...findings.map((finding) => html`<li>${finding}</li>`),
      ...pictures.slice(0, SHOWN).map(({ path, score }) => html`<li>${score.toFixed(3)} ${path}</li>`),
      ...sets.slice(0, SHOWN).map((set) => html`<li>${set.score.toFixed(3)} ${setWords(set, MEMBERS_SHOWN)}</li>`),
    ];
    const list =
      named.length === 0
        ? undefined
        : html`<ul class="plain">
            ${named}${more}
          </ul>`;
    const title = level === 'error' ? html`<strong>${text}</strong>` : text;
    return html`<li>${title}${list}</li>`;
  });
  const notMade = notMadeLines(report).map((line) => html`<li>${line}</li>`);
  return html`<section id="checks">
    <h2>Picture checks</h2>
    ${
      nothing === undefined
        ? html`<ul class="plain">
            ${items}${notMade}
          </ul>`
        : html`<p>${nothing}</p>`
    }
  </section>`;
}
