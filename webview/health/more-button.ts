import { html, nothing, type TemplateResult } from 'lit';
import { STRINGS } from '../strings.ts';

/**
 * Offers the rows of a table that are not shown yet.
 * @param hidden how many there are; where there is none, nothing is offered
 */
export function moreButton(hidden: number, showAll: () => void): TemplateResult | typeof nothing {
  return hidden === 0
    ? nothing
    : html`<button class="plain link more" @click=${showAll}>${STRINGS.health.more(hidden)}</button>`;
}
