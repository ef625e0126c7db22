import { html, nothing, type TemplateResult } from 'lit';
import { dateTime } from './model/format.ts';
import type { ReviewSession } from './model/review-session.ts';
import type { DatasetsMessage } from './panel-controller.ts';
import { act, type Action } from './parts/action.ts';
import { dropdown } from './parts/dropdown.ts';
import { iconButton } from './parts/icon-button.ts';
import { icon, type IconName } from './parts/icons.ts';
import { progressBar } from './parts/progress-bar.ts';
import { STRINGS } from './strings.ts';

const TEXT = STRINGS.header;

function progress(reviewed: number, total: number): TemplateResult {
  const text = TEXT.reviewed(reviewed, total);
  return html`<div class="progress">
    <span>${text}</span>
    ${progressBar(TEXT.progress, text, reviewed, total)}
  </div>`;
}

/** The data set that is shown; where there are several that were audited, another can be chosen. */
function title(from: HTMLElement, name: string, datasets: DatasetsMessage | null): TemplateResult {
  if (datasets === null || datasets.datasets.length < 2) return html`<h1 class="truncate" title=${name}>${name}</h1>`;
  const options = datasets.datasets.map(({ key, name: text }) => ({ value: key, text }));
  const choose = (key: string | null): void => {
    if (key !== null) act(from, { kind: 'post', message: { type: 'dataset', key } });
  };
  return html`<h1 class="visually-hidden">${name}</h1>
    ${dropdown({ label: TEXT.dataset, value: datasets.shown, options, choose })}`;
}

/** What is shown above the tabs: the data set, its warnings, how far its review is, and what can be done with all of it. */
export function panelHead(from: HTMLElement, session: ReviewSession, datasets: DatasetsMessage | null): TemplateResult {
  const { audit, decidable, reviewed } = session;
  const notes = TEXT.warnings(audit.warnings.length, audit.problems.length);
  const tool = (name: IconName, text: string, action: Action, key?: string): TemplateResult =>
    iconButton(
      name,
      text,
      () => {
        act(from, action);
      },
      key,
    );
  return html`<header>
    <div class="about">
      ${title(from, audit.name, datasets)}
      <p class="muted truncate">
        ${TEXT.detail(audit.audited, STRINGS.modelText(audit.model), dateTime(audit.createdAt))}
      </p>
    </div>
    ${
      notes === ''
        ? nothing
        : html`<button
            class="plain link notes"
            @click=${() => {
              act(from, { kind: 'tab', tab: 'health' });
            }}
          >
            ${icon('warning')}${notes}
          </button>`
    }
    ${decidable === 0 ? nothing : progress(reviewed, decidable)}
    <div class="tools">
      ${tool('history', STRINGS.progress.title, { kind: 'command', command: { kind: 'session' } })}
      ${tool('export', TEXT.export, { kind: 'post', message: { type: 'export' } })}
      ${tool('refresh', TEXT.auditAgain, { kind: 'post', message: { type: 'audit' } })}
      ${tool('question', TEXT.keys, { kind: 'command', command: { kind: 'keys' } }, '?')}
    </div>
  </header>`;
}
