import { html, type TemplateResult } from 'lit';
import type { ReviewSession } from '../model/review-session.ts';
import { STRINGS } from '../strings.ts';

/** What a card says of what a check found in its picture. */
export interface FindingCard {
  readonly finding?: TemplateResult;
  readonly set?: 'first' | 'other';
}

/** @param before the picture that stands before it in its line */
export function findingCard(
  { check, linedSets, store }: ReviewSession,
  id: number,
  before: number | undefined,
): FindingCard {
  if (check === null) return {};
  const split = store.get(id)?.split ?? '';
  const place = check.setOf.get(id);
  if (place === undefined || check.sets === undefined)
    return { finding: html`<div class="labels"><span class="muted">${split}</span></div>` };
  const isBest = check.sets[place].ids[0] === id;
  const set = STRINGS.checks.set(place + 1, check.sets.length);
  const isBeside = before !== undefined && check.setOf.get(before) === place;
  return {
    finding: html`<div class="labels">
      <span class="truncate" title=${set}
        >${
          isBest && check.name !== 'leaks'
            ? html`<span class="best" title=${STRINGS.checks.bestHint}>${STRINGS.checks.best}</span> `
            : ''
        }<span class="visually-hidden">${set} </span><span class="muted">${split}</span></span
      >
    </div>`,
    ...(linedSets === undefined ? {} : { set: isBeside ? 'other' : 'first' }),
  };
}
