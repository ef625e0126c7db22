import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { act } from '../action.ts';
import { baseStyles } from '../base-styles.ts';
import { icon } from '../icons.ts';
import type { BatchLoader } from '../model/batch-loader.ts';
import { NO_FILTERS } from '../model/filters.ts';
import type { ReviewSession } from '../model/review-session.ts';
import type { IssueDetail } from '../../src/protocol/index.ts';
import { STRINGS } from '../strings.ts';
import type { FilterBar } from './filter-bar.ts';
import type { IssueGrid } from './issue-grid.ts';

/** The review tab: filters above the grid, the selected picture beside or below it. */
export class ReviewViewElement extends LitElement {
  static override properties = {
    session: { attribute: false },
    thumbnails: { attribute: false },
    details: { attribute: false },
    scrollStart: { attribute: false },
    revision: { type: Number },
  };
  declare session: ReviewSession;
  declare thumbnails: BatchLoader<string | null>;
  declare details: BatchLoader<IssueDetail>;
  declare scrollStart: number;
  declare revision: number;

  focusSearch(): void {
    this.renderRoot.querySelector<FilterBar>('label-audit-filters')?.focusSearch();
  }

  focusGrid(): void {
    this.renderRoot.querySelector<IssueGrid>('label-audit-grid')?.focus();
  }

  scrollToActive(): void {
    this.renderRoot.querySelector<IssueGrid>('label-audit-grid')?.scrollToActive();
  }

  #clean(): TemplateResult {
    const { audited, trust } = this.session.audit;
    const isWeak = trust?.weak === true;
    return html`<div class="message">
      <span class=${isWeak ? '' : 'good'}>${icon(isWeak ? 'warning' : 'passFilled')}</span>
      <h2>${isWeak ? STRINGS.clean.weakTitle : STRINGS.clean.title}</h2>
      <p class="muted">${isWeak ? trust.sentences.join(' ') : STRINGS.clean.text(audited)}</p>
      <vscode-button
        appearance="secondary"
        @click=${() => {
          act(this, { kind: 'tab', tab: 'health' });
        }}
        >${STRINGS.clean.health}</vscode-button
      >
    </div>`;
  }

  #nothingMatches(): TemplateResult {
    return html`<div class="message">
      <h2>${STRINGS.nothingMatches.title}</h2>
      <vscode-button
        appearance="secondary"
        @click=${() => {
          act(this, { kind: 'filter', change: NO_FILTERS });
        }}
        >${STRINGS.nothingMatches.clear}</vscode-button
      >
    </div>`;
  }

  #done(total: number): TemplateResult {
    return html`<div class="done">
      <span class="good">${icon('passFilled')}</span>
      <span><strong>${STRINGS.done.title(total)}</strong> <span class="muted">${STRINGS.done.text}</span></span>
      <vscode-button
        @click=${() => {
          act(this, { kind: 'post', message: { type: 'audit' } });
        }}
        >${STRINGS.header.auditAgain}</vscode-button
      >
    </div>`;
  }

  /** What can be said of the list as a whole: the sentence about its first pictures, or that the model is too weak. */
  #trust(): TemplateResult | typeof nothing {
    const { trust } = this.session.audit;
    if (trust === undefined) return nothing;
    const sentence = trust.weak ? trust.sentences[0] : trust.sentences[1];
    return html`<p class=${trust.weak ? 'trust weak' : 'trust'} role="note">
      ${trust.weak ? icon('warning') : nothing} <span>${sentence}</span>
    </p>`;
  }

  protected override render(): TemplateResult {
    const { session, revision } = this;
    const { total } = session;
    if (total === 0) return this.#clean();
    const active = session.active?.id;
    const none = session.visible.length === 0;
    return html`<label-audit-filters .session=${session} .revision=${revision}></label-audit-filters>
      ${session.reviewed === total ? this.#done(total) : this.#trust()}
      <div class="split">
        <div class="grid">
          ${none && !session.isPartial ? this.#nothingMatches() : nothing}
          <label-audit-grid
            ?hidden=${none}
            .session=${session}
            .thumbnails=${this.thumbnails}
            .scrollStart=${this.scrollStart}
            .revision=${revision}
          ></label-audit-grid>
        </div>
        <label-audit-detail
          .session=${session}
          .detail=${active === undefined ? undefined : this.details.get(active)}
          .thumbnail=${active === undefined ? undefined : this.thumbnails.get(active)}
          .revision=${revision}
        ></label-audit-detail>
      </div>`;
  }

  static override styles = [
    baseStyles,
    css`
      :host {
        container-type: size;
        display: flex;
        flex-direction: column;
        height: 100%;
      }
      .split {
        border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
        display: grid;
        flex: 1;
        grid-template-columns: minmax(0, 1fr) clamp(300px, 32%, 420px);
        min-height: 0;
      }
      .grid {
        min-height: 0;
        min-width: 0;
      }
      label-audit-detail {
        border-inline-start: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
        min-height: 0;
      }
      @container (max-width: 719px) {
        .split {
          grid-template-columns: minmax(0, 1fr);
          grid-template-rows: minmax(0, 1fr) minmax(0, 1fr);
        }
        label-audit-detail {
          border-inline-start: 0;
          border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
        }
      }
      .trust {
        align-items: center;
        color: var(--vscode-descriptionForeground);
        display: flex;
        gap: 6px;
        margin: 0;
        padding: 2px 12px 6px;
      }
      .trust.weak {
        color: var(--vscode-foreground);
      }
      .message {
        align-items: center;
        display: flex;
        flex-direction: column;
        gap: 10px;
        justify-content: center;
        min-height: 240px;
        padding: 24px;
        text-align: center;
      }
      .good {
        color: var(--vscode-testing-iconPassed, var(--vscode-charts-green));
      }
      .message .good .icon {
        height: 40px;
        width: 40px;
      }
      .done {
        align-items: center;
        border-top: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
        display: flex;
        gap: 10px;
        padding: 8px 12px;
      }
      .done vscode-button {
        margin-inline-start: auto;
      }
    `,
  ];
}
