import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { progressBar } from './parts/progress-bar.ts';
import type { PanelMessage, PanelState, ProgressView } from '../src/protocol/index.ts';
import { act } from './parts/action.ts';
import { baseStyles } from './parts/base-styles.ts';
import { icon, type IconName } from './parts/icons.ts';
import { percent } from './language.ts';
import { STRINGS } from './strings.ts';

/** The panel while it has no audit to show: nothing yet, running, failed or cancelled. */
export class PhaseView extends LitElement {
  static override properties = { state: { attribute: false } };
  declare state: Exclude<PanelState, { phase: 'ready' }> | null;

  #button(type: 'audit' | 'cancel' | 'walkthrough', text: string, appearance: 'primary' | 'secondary'): TemplateResult {
    const message: PanelMessage = { type };
    return html`<vscode-button
      appearance=${appearance}
      @click=${() => {
        act(this, { kind: 'post', message });
      }}
      >${text}</vscode-button
    >`;
  }

  #page(name: IconName, kind: string, title: string, ...body: unknown[]): TemplateResult {
    return html`<section class=${kind}>
      <span class="mark">${icon(name)}</span>
      <h2>${title}</h2>
      ${body}
    </section>`;
  }

  #running(name: string, progress: ProgressView): TemplateResult {
    const { stage, share, secondsLeft } = progress;
    const left = secondsLeft === undefined ? '' : STRINGS.timeLeft(secondsLeft);
    const text = [percent(share), stage, left].filter(Boolean).join(', ');
    return html`<section class="running">
      <vscode-progress-ring aria-hidden="true"></vscode-progress-ring>
      <h2>${STRINGS.running.title(name)}</h2>
      ${progressBar(STRINGS.running.progress, text, 100 * share, 100)}
      <p class="stage"><span>${stage}</span><span class="number">${percent(share)}</span></p>
      <p class="muted">${left || STRINGS.running.hint}</p>
      <div class="buttons">${this.#button('cancel', STRINGS.running.cancel, 'secondary')}</div>
    </section>`;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { state } = this;
    if (state === null) return nothing; // the host answers at once; a flash of text would only disturb
    switch (state.phase) {
      case 'empty': {
        const { title, text, needs, audit, walkthrough } = STRINGS.empty;
        return this.#page(
          'tag',
          'empty',
          title,
          html`<p>${text}</p>
            <p class="muted">${needs}</p>`,
          html`<div class="buttons">
            ${this.#button('audit', audit, 'primary')}${this.#button('walkthrough', walkthrough, 'secondary')}
          </div>`,
        );
      }
      case 'running':
        return this.#running(state.name, state.progress);
      case 'failed':
        return this.#page(
          'error',
          'failed',
          STRINGS.failed.title(state.name),
          html`<p class="reason">${state.message}</p>`,
          html`<div class="buttons">
            ${this.#button('audit', STRINGS.failed.again, 'primary')}
            ${this.#button('walkthrough', STRINGS.failed.help, 'secondary')}
          </div>`,
        );
      case 'cancelled':
        return this.#page(
          'circleSlash',
          'cancelled',
          STRINGS.cancelled.title(state.name),
          html`<p class="muted">${STRINGS.cancelled.text}</p>`,
          html`<div class="buttons">${this.#button('audit', STRINGS.cancelled.again, 'primary')}</div>`,
        );
    }
  }

  static override styles = [
    baseStyles,
    css`
      :host {
        align-items: center;
        display: flex;
        height: 100%;
        justify-content: center;
        overflow: auto;
      }
      section {
        align-items: center;
        display: flex;
        flex-direction: column;
        gap: 12px;
        max-width: 480px;
        padding: 24px;
        text-align: center;
        width: 100%;
      }
      h2 {
        font-size: 1.4em;
        font-weight: 400;
        overflow-wrap: anywhere;
      }
      .mark .icon {
        color: var(--vscode-descriptionForeground);
        height: 44px;
        width: 44px;
      }
      .failed .mark .icon {
        color: var(--vscode-editorError-foreground);
      }
      .buttons {
        display: flex;
        gap: 8px;
        margin-top: 8px;
      }
      .track {
        width: 100%;
      }
      .fill {
        transition: width 200ms;
      }
      .stage {
        display: flex;
        gap: 16px;
        justify-content: space-between;
        width: 100%;
      }
      .number {
        font-variant-numeric: tabular-nums;
      }
      .reason {
        background: var(--vscode-textCodeBlock-background);
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 4px;
        max-height: 240px;
        overflow: auto;
        overflow-wrap: anywhere;
        padding: 10px 14px;
        text-align: start;
        user-select: text;
        white-space: pre-wrap;
        width: 100%;
      }
    `,
  ];
}
