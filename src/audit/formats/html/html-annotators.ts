import { count, share } from '../../../numbers/index.ts';
import { ANNOTATOR_TITLES, annotatorSentences } from '../../report/words/annotator-words.ts';
import type { AnnotatorsReport } from '../../report/schema/annotators-schema.ts';
import { scrollTable } from './html-table.ts';
import { html, type Html } from './html.ts';

/** The annotators, worst first. */
export function annotatorsSection(annotators: AnnotatorsReport): Html {
  const rows = annotators.table.map(
    ({ name, labelled, quality, agreement, worstClass }) =>
      html`<tr>
        <th scope="row" class="name">${name}</th>
        <td>${count(labelled)}</td>
        <td>${quality === null ? 'not known' : share(quality)}</td>
        <td>${share(agreement)}</td>
        <td>${worstClass}</td>
      </tr>`,
  );
  return html`<section id="annotators">
    <h2>Annotators, worst first</h2>
    ${annotatorSentences(annotators).map((sentence) => html`<p>${sentence}</p>`)}
    ${scrollTable('Annotators, worst first', ANNOTATOR_TITLES, rows)}
  </section>`;
}
