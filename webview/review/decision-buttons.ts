import { css, html, type TemplateResult } from 'lit';
import { findingButtons } from '../checks/check-head.ts';
import { act } from '../parts/action.ts';
import { icon, type IconName } from '../parts/icons.ts';
import type { ReviewSession } from '../model/review-session.ts';
import { textWithName } from '../parts/class-name.ts';
import { STRINGS } from '../strings.ts';

const TEXT = STRINGS.detail;

/** How many letters four buttons in a row have room for beside their keys; those of other languages are longer. */
const SHORT = 24;

/** The decisions on what is selected; each that is about several pictures says how many. */
export function decisionButtons(from: HTMLElement, session: ReviewSession): TemplateResult {
  if (session.check !== null) return findingButtons(from, session, session.check);
  const selected = session.selection.ids.size;
  const { given = '', suggested = '', current = given } = session.active ?? {};
  // A label that the picture has already is nothing to change to.
  const hasIt = selected === 1 && suggested === current;
  const accept = selected > 1 ? TEXT.acceptAll(selected) : hasIt ? TEXT.has(suggested) : TEXT.accept(suggested);
  const button = (
    kind: 'accept' | 'keep' | 'remove' | 'unsure' | 'undo',
    picture: IconName,
    text: string,
    name = '',
  ): TemplateResult =>
    html`<vscode-button
      appearance=${kind === 'accept' ? 'primary' : 'secondary'}
      title=${text}
      ?disabled=${kind === 'accept' && hasIt}
      @click=${() => {
        act(from, { kind: 'command', command: { kind } });
      }}
      >${icon(picture, 'start')}${name === '' ? text : textWithName(text, name)}<small class="key" slot="end"
        >${TEXT.keyOf[kind]}</small
      ></vscode-button
    >`;
  const several = selected > 1;
  const keep = several ? TEXT.keepAll(selected) : TEXT.keep;
  const remove = several ? TEXT.removeAll(selected) : TEXT.remove;
  const unsure = several ? TEXT.unsureAll(selected) : TEXT.unsure;
  const isLong = [keep, remove, unsure, TEXT.undo].join('').length > SHORT;
  return html`<div class=${isLong ? 'decisions long' : 'decisions'}>
    ${button('accept', 'check', accept, selected > 1 ? '' : suggested)} ${button('keep', 'passFilled', keep)}
    ${button('remove', 'trash', remove)} ${button('unsure', 'question', unsure)} ${button('undo', 'discard', TEXT.undo)}
  </div>`;
}

export const decisionButtonStyles = css`
  .decisions {
    display: grid;
    gap: 6px;
    grid-template-columns: repeat(4, auto);
  }
  /* Where nothing is proposed there is one button less. */
  .decisions.without {
    grid-template-columns: repeat(3, auto);
  }
  .decisions vscode-button {
    min-width: 0;
    width: 100%;
  }
  .decisions vscode-button:first-child {
    grid-column: 1 / -1;
  }
  .decisions vscode-button::part(content) {
    display: block;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .decisions vscode-button::part(control) {
    min-width: 0;
    padding: 4px 8px;
    width: 100%;
  }
  /* The toolkit takes what stands in a button for an icon. */
  .decisions vscode-button .cut {
    height: auto;
    width: auto;
  }
  .decisions vscode-button::part(start) {
    flex: none;
  }
  .key {
    border: 1px solid currentcolor;
    border-radius: 3px;
    flex: none;
    font-size: 0.8em;
    line-height: 1.3;
    margin-inline-start: 8px;
    padding: 0 4px;
  }
  /* Four buttons in a row need the room of their icons; the words and keys say enough. */
  @container (max-width: 459px) {
    .decisions vscode-button:not(:first-child)::part(start) {
      display: none;
    }
    .decisions .key {
      margin-inline-start: 4px;
    }
  }
  @container (max-width: 439px) {
    .decisions vscode-button:not(:first-child) .key {
      display: none;
    }
  }
  @container (max-width: 499px) {
    .decisions.long vscode-button:not(:first-child) .key {
      display: none;
    }
  }
  @container (max-width: 379px) {
    .decisions.long {
      grid-template-columns: 1fr 1fr;
    }
  }
  @container (min-width: 700px) {
    .decisions.long {
      grid-template-columns: minmax(0, 1fr) auto auto auto auto;
    }
    .decisions.long vscode-button:first-child {
      grid-column: auto;
    }
  }
  @container (min-width: 560px) {
    .decisions:not(.long) {
      grid-template-columns: minmax(0, 1fr) auto auto auto auto;
    }
    .decisions:not(.long) vscode-button:first-child {
      grid-column: auto;
    }
  }
`;
