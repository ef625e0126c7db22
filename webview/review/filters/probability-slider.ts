import { css, html, type TemplateResult } from 'lit';
import { act } from '../../parts/action.ts';
import { STRINGS } from '../../strings.ts';

const TEXT = STRINGS.filters;

/** A slider for the least probability of the suggestion; at its left end there is no limit. */
export function probabilitySlider(from: HTMLElement, value: number | null): TemplateResult {
  const text = TEXT.probabilityLimit(value);
  return html`<label class="least" title=${TEXT.probabilityTitle}>
    <span class="name muted">${TEXT.probability}</span>
    <input
      type="range"
      min="0"
      max="1"
      step="0.01"
      .value=${String(value ?? 0)}
      aria-label=${TEXT.probabilityTitle}
      aria-valuetext=${text}
      @input=${(event: Event) => {
        const least = Number((event.target as HTMLInputElement).value);
        act(from, { kind: 'filter', change: { minProbability: least === 0 ? null : least } });
      }}
    />
    <output>${text}</output>
  </label>`;
}

export const probabilitySliderStyles = css`
  .least {
    align-items: center;
    display: flex;
    gap: 6px;
    height: 26px;
  }
  .least input {
    accent-color: var(--vscode-progressBar-background);
    margin: 0;
    width: 72px;
  }
  .least input:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  .least output {
    font-variant-numeric: tabular-nums;
    min-width: 42px;
  }
`;
