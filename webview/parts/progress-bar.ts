import { html, type TemplateResult } from 'lit';
import { setStyle } from './set-style.ts';

/** A bar of progress: `text` says in words, for screen readers too, what `now` of `most` is. */
export function progressBar(name: string, text: string, now: number, most: number): TemplateResult {
  return html`<div
    class="track"
    role="progressbar"
    aria-label=${name}
    aria-valuemin="0"
    aria-valuemax=${most}
    aria-valuenow=${Math.round(now)}
    aria-valuetext=${text}
  >
    <div class="fill" ${setStyle({ '--share': `${(100 * now) / most}%` })}></div>
  </div>`;
}
