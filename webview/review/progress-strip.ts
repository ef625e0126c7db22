import { css, html, nothing, type TemplateResult } from 'lit';
import { act } from '../parts/action.ts';
import { icon } from '../parts/icons.ts';
import { progressOf, reasonToStop, type Progress } from '../model/finish-line.ts';
import type { ReviewSession } from '../model/review-session.ts';
import { STRINGS } from '../strings.ts';

const TEXT = STRINGS.progress;
/** With fewer decisions than this nothing is said of the last ones. */
const ENOUGH = 5;

/** What a review has found and what is left of it, in one wording wherever it is told. */
export function headline({ changed, left }: Progress, audited: number): string {
  return left === undefined ? TEXT.found(changed) : TEXT.estimated(changed, left, audited);
}

/** What can be said of the list as a whole: what is wrong, found and left, how often looking still pays, where to stop. */
export function progressStrip(from: HTMLElement, session: ReviewSession): TemplateResult | typeof nothing {
  const { trust, audited } = session.audit;
  if (trust?.weak === true) {
    return html`<p class="trust weak" role="note">
      ${icon('warning')} <span>${STRINGS.trustSentences(trust.facts)[0]}</span>
    </p>`;
  }
  const progress = progressOf(session);
  if (progress === null || (progress.looked === 0 && trust === undefined)) return nothing;
  const { last, looked } = progress;
  const reason = looked === 0 ? null : reasonToStop(session, progress);
  // Before the first decision, what the planted errors say of the first of the list is the most useful.
  const rest =
    looked === 0
      ? trust === undefined
        ? ''
        : STRINGS.trustSentences(trust.facts)[1]
      : last.looked < ENOUGH
        ? ''
        : TEXT.last(last);
  return html`<p class="trust" role="note">
    <span
      ><strong>${headline(progress, audited)}</strong
      >${rest === '' ? nothing : html` <span class="rest">${rest}</span>`}${
        reason === null ? nothing : html` <strong>${TEXT.stop[reason]}</strong>`
      }</span
    >
    <button
      class="plain link"
      @click=${() => {
        act(from, { kind: 'command', command: { kind: 'session' } });
      }}
    >
      ${TEXT.more}
    </button>
  </p>`;
}

export const progressStripStyles = css`
  .trust {
    align-items: baseline;
    color: var(--vscode-descriptionForeground);
    display: flex;
    gap: 10px;
    margin: 0;
    padding: 2px 12px 6px;
  }
  .trust strong {
    color: var(--vscode-foreground);
    font-weight: 600;
  }
  .trust button {
    flex: none;
    margin-inline-start: auto;
  }
  .trust.weak {
    align-items: center;
    color: var(--vscode-foreground);
    gap: 6px;
  }
  @media (max-width: 720px) {
    .trust .rest {
      display: none;
    }
  }
`;
