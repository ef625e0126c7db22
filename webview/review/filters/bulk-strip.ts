import { css, html, type TemplateResult } from 'lit';
import { act } from '../../parts/action.ts';
import type { ReviewSession } from '../../model/review-session.ts';
import { STRINGS } from '../../strings.ts';
import { probabilitySlider } from './probability-slider.ts';

const TEXT = STRINGS.bulk;

/** Above the grid that shows them: how many suggestions would be accepted together, and the button that does it. */
export function bulkStrip(from: HTMLElement, session: ReviewSession): TemplateResult {
  const { given, suggested, minProbability } = session.filters;
  const n = session.visible.length;
  const isWaiting = session.isPartial || session.isLoading;
  return html`<section class="bulk" aria-label=${TEXT.region}>
    <p role="status">
      <strong>${TEXT.what(n, TEXT.pair(given, suggested), minProbability)}</strong>
      <span class="muted">${isWaiting ? TEXT.waiting : TEXT.leftOut(session.leftOut)}</span>
    </p>
    ${probabilitySlider(from, minProbability)}
    <span class="choices">
      <vscode-button
        ?disabled=${n === 0 || isWaiting}
        @click=${() => {
          act(from, { kind: 'acceptBulk' });
        }}
        >${TEXT.accept(n)}</vscode-button
      >
      <vscode-button
        appearance="secondary"
        @click=${() => {
          act(from, { kind: 'endBulk' });
        }}
        >${TEXT.cancel}</vscode-button
      >
    </span>
  </section>`;
}

export const bulkStripStyles = css`
  .bulk {
    align-items: center;
    background: var(--vscode-editorWidget-background);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-focusBorder));
    border-radius: 4px;
    display: flex;
    flex-wrap: wrap;
    gap: 6px 16px;
    margin: 0 12px 8px;
    padding: 6px 12px;
  }
  .bulk p {
    flex: 1 1 220px;
    margin: 0;
  }
  .bulk .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
`;
