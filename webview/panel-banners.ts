import { html, nothing, type TemplateResult } from 'lit';
import type { RunView } from '../src/protocol/index.ts';
import { percent } from './language.ts';
import { act } from './parts/action.ts';
import { iconButton } from './parts/icon-button.ts';
import { icon } from './parts/icons.ts';
import type { PanelController } from './panel-controller.ts';
import { progressBar } from './parts/progress-bar.ts';
import { STRINGS } from './strings.ts';

const TEXT = STRINGS.header;

function banner(kind: 'warning' | 'error', text: string, button: TemplateResult | typeof nothing): TemplateResult {
  return html`<div class="banner ${kind}" role=${kind === 'error' ? 'alert' : 'status'}>
    ${icon(kind)}<span class="text">${text}</span>${button}
  </div>`;
}

function asks(from: HTMLElement, type: 'cancel' | 'audit', text: string): TemplateResult {
  return html`<vscode-button
    appearance="secondary"
    @click=${() => {
      act(from, { kind: 'post', message: { type } });
    }}
    >${text}</vscode-button
  >`;
}

/** Of an audit that runs again, or failed, while the one before stays in use. */
function againBanner(from: HTMLElement, again: RunView): TemplateResult | typeof nothing {
  if (again.phase === 'none') return nothing;
  if (again.phase === 'failed')
    return banner('error', TEXT.againFailed(again.message), asks(from, 'audit', TEXT.tryAgain));
  const { progress } = again;
  const left = progress.secondsLeft === undefined ? '' : STRINGS.timeLeft(progress.secondsLeft);
  const text = [progress.stage, percent(progress.share), left].filter(Boolean).join(' · ');
  return html`<div class="banner running">
    <span class="text">${TEXT.again(text)}</span>${asks(from, 'cancel', STRINGS.running.cancel)}
    ${progressBar(STRINGS.running.progress, text, 100 * progress.share, 100)}
  </div>`;
}

/** What is said above everything else: an audit that runs again, errors, labels that have changed since. */
export function panelBanners(
  from: HTMLElement,
  { again, blocked, errors, stale, state }: Pick<PanelController, 'again' | 'blocked' | 'errors' | 'stale' | 'state'>,
): TemplateResult {
  const isReady = state?.phase === 'ready';
  const dismiss = (index: number): TemplateResult =>
    iconButton('close', TEXT.dismiss, () => {
      act(from, { kind: 'dismissError', index });
    });
  return html`${isReady ? againBanner(from, again) : nothing}
  ${isReady && blocked !== null ? banner('error', blocked, nothing) : nothing}
  ${errors.map((text, index) => (text === blocked ? nothing : banner('error', text, dismiss(index))))}
  ${stale && isReady ? banner('warning', TEXT.stale, asks(from, 'audit', TEXT.auditAgain)) : nothing}`;
}
