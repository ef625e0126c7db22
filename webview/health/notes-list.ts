import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { AuditView } from '../../src/protocol/index.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { icon } from '../parts/icons.ts';
import { STRINGS } from '../strings.ts';

const TEXT = STRINGS.health;
const STEP = 50;

/** The audit's warnings, and the pictures that it left out or that contradict each other. */
export class NotesList extends LitElement {
  static override properties = { audit: { attribute: false }, limit: { state: true } };
  declare audit: AuditView;
  declare limit: number;

  constructor() {
    super();
    this.limit = STEP;
  }

  #problems(): TemplateResult {
    const { problems } = this.audit;
    const left = problems.length - this.limit;
    return html`<section>
      <h3>${TEXT.problems} <span class="muted">(${problems.length})</span></h3>
      <ul>
        ${problems.slice(0, this.limit).map(
          ({ path, row, message }) =>
            html`<li>
              <span class="error">${icon('error')}</span>
              <span
                ><span class="path">${path}</span>
                ${row === undefined ? nothing : html`<span class="muted">${TEXT.row(row)}</span>`}
                <span class="text">${message}</span></span
              >
            </li>`,
        )}
      </ul>
      ${
        left <= 0
          ? nothing
          : html`<button
              class="plain link"
              @click=${() => {
                this.limit += STEP * 10;
              }}
            >
              ${TEXT.more(left)}
            </button>`
      }
    </section>`;
  }

  protected override render(): TemplateResult {
    const { warnings, problems } = this.audit;
    return html`${
      warnings.length === 0
        ? nothing
        : html`<section>
            <h3>${TEXT.warnings} <span class="muted">(${warnings.length})</span></h3>
            <ul>
              ${warnings.map((text) => html`<li><span class="warning">${icon('warning')}</span><span>${text}</span></li>`)}
            </ul>
          </section>`
    }${problems.length === 0 ? nothing : this.#problems()}`;
  }

  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        gap: 16px;
      }
      ul {
        display: grid;
        gap: 6px;
        list-style: none;
        margin: 6px 0;
        padding: 0;
      }
      li {
        display: flex;
        gap: 8px;
        overflow-wrap: anywhere;
      }
      .text {
        display: block;
      }
      .path {
        font-weight: 600;
      }
      .warning {
        color: var(--vscode-editorWarning-foreground);
      }
      .error {
        color: var(--vscode-editorError-foreground);
      }
    `,
  ];
}
