import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { act } from './action.ts';
import { baseStyles } from './base-styles.ts';
import { icon } from './icons.ts';
import { STRINGS } from './strings.ts';

/** The list of the keys, as a modal dialog. */
export class KeysDialog extends LitElement {
  static override properties = { open: { type: Boolean } };
  declare open: boolean;

  constructor() {
    super();
    this.open = false;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('open')) return;
    const dialog = this.renderRoot.querySelector('dialog')!;
    if (this.open && !dialog.open) dialog.showModal();
    else if (!this.open && dialog.open) dialog.close();
  }

  #closed(): void {
    act(this, { kind: 'closeKeys' });
  }

  #click(event: MouseEvent): void {
    const dialog = event.currentTarget as HTMLDialogElement;
    if (event.target === dialog) dialog.close(); // beside the box
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${this.#closed} @click=${this.#click}>
      <div class="box">
        <header>
          <h2 id="title">${STRINGS.keys.title}</h2>
          <vscode-button
            appearance="icon"
            aria-label=${STRINGS.keys.close}
            title=${STRINGS.keys.close}
            @click=${this.#closed}
            >${icon('close')}</vscode-button
          >
        </header>
        <dl>
          ${STRINGS.keys.rows.map(
            ([keys, what]) =>
              html`<div>
                <dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt>
                <dd>${what}</dd>
              </div>`,
          )}
        </dl>
      </div>
    </dialog>`;
  }

  static override styles = [
    baseStyles,
    css`
      dialog {
        background: var(--vscode-editorWidget-background);
        border: 1px solid var(--vscode-contrastBorder, var(--vscode-editorWidget-border, transparent));
        border-radius: 6px;
        box-shadow: 0 4px 24px var(--vscode-widget-shadow, transparent);
        color: var(--vscode-editorWidget-foreground, var(--vscode-foreground));
        max-width: min(520px, calc(100vw - 32px));
        padding: 0;
        width: 100%;
      }
      dialog::backdrop {
        background: color-mix(in srgb, var(--vscode-editor-background) 60%, transparent);
      }
      .box {
        padding: 12px 16px 16px;
      }
      header {
        align-items: center;
        display: flex;
        justify-content: space-between;
        margin-bottom: 6px;
      }
      dl {
        margin: 0;
      }
      dl > div {
        align-items: baseline;
        display: grid;
        gap: 16px;
        grid-template-columns: 190px minmax(0, 1fr);
        padding: 4px 0;
      }
      dt {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      dd {
        margin: 0;
      }
    `,
  ];
}
