import { css, html, type TemplateResult } from 'lit';
import { setStyle } from '../../parts/set-style.ts';
import { STRINGS } from '../../strings.ts';

/**
 * A line through the gaps of a row of cards: below those before the finish, above those behind it. The first card behind it
 * tells it to those who hear the panel.
 * @param share of the row that stands before the finish, in [0, 1)
 * @param gap between cards, in pixels
 */
export function finishLine(share: number, gap: number): TemplateResult {
  const at = `calc((100% + ${gap}px) * ${share} - ${gap / 2}px)`;
  const half = `${-gap / 2 - 1}px`;
  const [top, bottom] = [
    { 'inset-inline-start': share === 0 ? '0px' : at, top: half },
    { width: at, bottom: half },
  ];
  const side = { 'inset-inline-start': at, top: half, bottom: half };
  return html`<div class="finish" aria-hidden="true">
    <span class="behind" ${setStyle(top)}></span>
    <span class="before" ${setStyle(share === 0 ? { display: 'none' } : bottom)}></span>
    <span class="side" ${setStyle(share === 0 ? { display: 'none' } : side)}></span>
    <span class="chip" title=${STRINGS.progress.finishHint} ${setStyle(top)}>${STRINGS.progress.finish}</span>
  </div>`;
}

export const finishLineStyles = css`
  .finish {
    inset: 0;
    pointer-events: none;
    position: absolute;
    z-index: 1;
  }
  .finish span {
    position: absolute;
  }
  .finish .behind,
  .finish .before {
    border-top: 2px solid var(--vscode-charts-green, var(--vscode-focusBorder));
    inset-inline-end: 0;
  }
  .finish .before {
    inset-inline: 0 auto;
  }
  .finish .side {
    border-inline-start: 2px solid var(--vscode-charts-green, var(--vscode-focusBorder));
  }
  .finish .chip {
    background: var(--vscode-badge-background);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 0 0 8px 8px;
    color: var(--vscode-badge-foreground);
    font-size: 0.85em;
    line-height: 18px;
    margin-inline-start: 8px;
    padding: 0 8px;
    pointer-events: auto;
  }
`;
