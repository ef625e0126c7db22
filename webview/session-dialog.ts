import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { act } from './parts/action.ts';
import { decisionList, decisionListStyles } from './decision-list.ts';
import { baseStyles } from './parts/base-styles.ts';
import { iconButton } from './parts/icon-button.ts';
import { icon } from './parts/icons.ts';
import { progressOf, type Progress, type RankingPart } from './model/finish-line.ts';
import type { ReviewSession } from './model/review-session.ts';
import { headline } from './review/progress-strip.ts';
import { sessionDialogStyles } from './session-dialog-styles.ts';
import { STRINGS } from './strings.ts';

const TEXT = STRINGS.progress;

/** How the review goes, as a modal dialog: what is found and left, in which part of the ranking, and what was decided. */
export class SessionDialog extends LitElement {
  static override properties = {
    open: { type: Boolean },
    session: { attribute: false },
    revision: { type: Number },
  };
  declare open: boolean;
  declare session: ReviewSession | null;
  declare revision: number;

  constructor() {
    super();
    this.open = false;
    this.session = null;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('open')) return;
    const dialog = this.renderRoot.querySelector('dialog')!;
    if (this.open && !dialog.open) dialog.showModal();
    else if (!this.open && dialog.open) dialog.close();
  }

  #closed(): void {
    act(this, { kind: 'closeSession' });
  }

  #click(event: MouseEvent): void {
    const dialog = event.currentTarget as HTMLDialogElement;
    if (event.target === dialog) dialog.close(); // beside the box
  }

  #part({ from, to, looked, changed, expected }: RankingPart): TemplateResult {
    return html`<tr>
      <th scope="row">${TEXT.places(from, to)}</th>
      <td>${TEXT.lookedAt(looked)}</td>
      <td>${TEXT.changed(changed, looked)}</td>
      ${expected === undefined ? nothing : html`<td>${TEXT.expected(expected, to - from + 1)}</td>`}
    </tr>`;
  }

  #ranking(session: ReviewSession, progress: Progress): TemplateResult {
    const { parts, last } = progress;
    const isEstimated = parts.some(({ expected }) => expected !== undefined);
    return html`<p><strong>${headline(progress, session.audit.audited)}</strong></p>
      ${last.looked === 0 ? nothing : html`<p>${TEXT.last(last)}</p>`}
      <table>
        <caption>
          ${TEXT.parts}
        </caption>
        <thead>
          <tr>
            <th scope="col">${TEXT.column.places}</th>
            <th scope="col">${TEXT.column.looked}</th>
            <th scope="col">${TEXT.column.changed}</th>
            ${isEstimated ? html`<th scope="col">${TEXT.column.expected}</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${parts.map((part) => this.#part(part))}
        </tbody>
      </table>
      ${this.#trust(session)}`;
  }

  #summary({ record }: ReviewSession): TemplateResult {
    return html`<section aria-label=${STRINGS.summary.title}>
      <div class="line">
        <h3>${STRINGS.summary.title}</h3>
        <vscode-button
          appearance="secondary"
          @click=${() => {
            act(this, { kind: 'post', message: { type: 'summary', copy: true } });
          }}
          >${icon('copy', 'start')}${STRINGS.summary.copy}</vscode-button
        >
      </div>
      <pre tabindex="0" aria-label=${STRINGS.summary.title}>${record.summary ?? STRINGS.summary.waiting}</pre>
    </section>`;
  }

  #trust({ audit: { trust } }: ReviewSession): TemplateResult | typeof nothing {
    return trust === undefined ? nothing : html`<p class="muted">${STRINGS.trustSentences(trust.facts).join(' ')}</p>`;
  }

  protected override render(): TemplateResult {
    const { session } = this;
    const progress = this.open && session ? progressOf(session) : null;
    return html`<dialog aria-labelledby="title" @cancel=${this.#closed} @close=${this.#closed} @click=${this.#click}>
      <div class="box">
        <header>
          <h2 id="title">${TEXT.title}</h2>
          ${iconButton('close', STRINGS.keys.close, () => {
            this.#closed();
          })}
        </header>
        ${session && progress ? html`${this.#ranking(session, progress)}${this.#summary(session)}${decisionList(this, session)}` : nothing}
      </div>
    </dialog>`;
  }

  static override styles = [baseStyles, decisionListStyles, sessionDialogStyles];
}
