import { css, html, nothing, type TemplateResult } from 'lit';
import type { HistoryEntry, IssueRow, PanelMessage } from '../src/protocol/index.ts';
import { act } from './parts/action.ts';
import { icon, type IconName } from './parts/icons.ts';
import { fileName } from './model/format.ts';
import type { ReviewSession } from './model/review-session.ts';
import { STRINGS } from './strings.ts';

const TEXT = STRINGS.history;
const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

const post = (from: HTMLElement, message: PanelMessage) => () => {
  act(from, { kind: 'post', message });
};

function button(from: HTMLElement, name: IconName, text: string, message: PanelMessage, enabled: boolean) {
  return html`<vscode-button appearance="secondary" ?disabled=${!enabled} @click=${post(from, message)}
    >${icon(name, 'start')}${text}</vscode-button
  >`;
}

function row(from: HTMLElement, entry: HistoryEntry, picture: IssueRow | undefined, isLast: boolean): TemplateResult {
  return html`<li class=${entry.undone ? 'undone' : ''}>
    <button
      class="plain"
      title=${TEXT.goTo}
      aria-current=${isLast ? 'step' : nothing}
      @click=${post(from, { type: 'goTo', number: entry.number })}
    >
      <span class="time muted">${time.format(new Date(entry.at))}</span>
      <span class="what">${TEXT.what(entry)}</span>
      <span class="muted name">${picture ? fileName(picture.path) : ''}</span>
      ${entry.undone ? html`<span class="muted">${TEXT.undone}</span>` : nothing}
    </button>
  </li>`;
}

/** The decisions made since the audit was opened, latest first; each can be gone back to. */
export function decisionList(from: HTMLElement, { record, store }: ReviewSession): TemplateResult {
  const { history } = record;
  const last = history.findLast(({ undone }) => !undone);
  return html`<section aria-label=${TEXT.title}>
    <div class="line">
      <h3>${TEXT.title}</h3>
      ${button(from, 'discard', TEXT.undo, { type: 'undo' }, last !== undefined)}
      ${button(from, 'redo', TEXT.redo, { type: 'redo' }, history.at(-1)?.undone === true)}
    </div>
    ${
      history.length === 0
        ? html`<p class="muted">${TEXT.none}</p>`
        : html`<ol class="decisions" reversed>
            ${history.toReversed().map((entry) => {
              const picture = entry.first === undefined ? undefined : store.get(entry.first);
              return row(from, entry, picture, entry === last);
            })}
            <li>
              <button
                class="plain"
                title=${TEXT.goTo}
                aria-current=${last === undefined ? 'step' : nothing}
                @click=${post(from, { type: 'goTo', number: 0 })}
              >
                <span class="what">${TEXT.before}</span>
              </button>
            </li>
          </ol>`
    }
  </section>`;
}

export const decisionListStyles = css`
  .line {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .line h3 {
    flex: 1;
    margin: 0;
  }
  ol.decisions {
    list-style: none;
    margin: 6px 0 0;
    max-height: 30vh;
    overflow: auto;
    padding: 0;
  }
  .decisions button {
    align-items: baseline;
    border-radius: 3px;
    display: flex;
    gap: 10px;
    padding: 3px 6px;
    text-align: start;
    width: 100%;
  }
  .decisions button:hover {
    background: var(--vscode-list-hoverBackground);
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
  }
  .decisions button[aria-current] {
    background: var(--vscode-list-inactiveSelectionBackground);
    font-weight: 600;
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .decisions .time {
    flex: none;
    font-variant-numeric: tabular-nums;
    font-weight: normal;
  }
  .decisions .what {
    overflow-wrap: anywhere;
  }
  .decisions .undone .what {
    text-decoration: line-through;
  }
  .decisions .name {
    font-weight: normal;
    margin-inline-start: auto;
    min-width: 0;
    overflow-wrap: anywhere;
  }
`;
