import { html, nothing, type TemplateResult } from 'lit';
import type { IssueDetail, IssueRow } from '../../src/protocol/index.ts';
import { percent } from '../language.ts';
import { act } from '../parts/action.ts';
import type { ReviewSession } from '../model/review-session.ts';
import { STRINGS } from '../strings.ts';
import { pickText } from './probability-list.ts';

/** So many classes are named below an enlarged picture. */
const NAMED = 6;

/** The most probable classes with their keys; a click changes the label to one of them. */
export function classLegend(
  from: HTMLElement,
  issue: IssueRow,
  probabilities: IssueDetail['probabilities'],
  keys: ReviewSession['keys'],
  separator?: string,
): TemplateResult {
  return html`<ul class="legend" aria-label=${STRINGS.loupe.legend}>
    ${probabilities.slice(0, NAMED).map(
      ({ class: name, probability }) =>
        html`<li>
          <button
            class="plain"
            title=${pickText(issue, { class: name, probability }, separator)}
            @click=${() => {
              act(from, { kind: 'relabel', label: name });
            }}
          >
            ${keys.keyOf(name) === undefined ? nothing : html`<kbd>${keys.keyOf(name)}</kbd>`} ${name}
            <span class="muted number">${percent(probability)}</span>
          </button>
        </li>`,
    )}
  </ul>`;
}
