import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { act } from './parts/action.ts';
import { baseStyles } from './parts/base-styles.ts';
import { iconButton } from './parts/icon-button.ts';
import { CLASS_KEYS, type ClassKeys } from './model/keys/class-keys.ts';
import { STRINGS } from './strings.ts';

/** With more classes than this none beyond has a key. */
const MOST_CLASSES = 60;

/** The list of the keys, as a modal dialog; those of classes can be changed in it. */
export class KeysDialog extends LitElement {
  static override properties = {
    open: { type: Boolean },
    classes: { attribute: false },
    keys: { attribute: false },
    rows: { attribute: false },
    asking: { state: true },
  };
  declare open: boolean;
  declare classes: readonly string[];
  declare keys: ClassKeys | undefined;
  /** The keys, and what each does. */
  declare rows: typeof STRINGS.keys.rows;
  /** The class that waits for its new key. */
  declare asking: string | null;

  constructor() {
    super();
    this.open = false;
    this.classes = [];
    this.rows = STRINGS.keys.rows;
    this.asking = null;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('open')) return;
    const dialog = this.renderRoot.querySelector('dialog')!;
    if (this.open && !dialog.open) dialog.showModal();
    else if (!this.open && dialog.open) dialog.close();
  }

  /** The next key that can be a class's is the one. */
  #key(event: KeyboardEvent): void {
    if (this.asking === null) return;
    const key = event.key.toLowerCase();
    if (event.key === 'Tab' || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (CLASS_KEYS.includes(key)) act(this, { kind: 'classKey', class: this.asking, key });
    if (CLASS_KEYS.includes(key) || event.key === 'Escape') this.asking = null;
  }

  #classKeys(): TemplateResult | typeof nothing {
    const { keys } = this;
    if (keys === undefined || this.classes.length === 0) return nothing;
    return html`<h3>${STRINGS.keys.classes}</h3>
      <p class="muted">${STRINGS.keys.classesHint}</p>
      <ul>
        ${this.classes.slice(0, MOST_CLASSES).map((name) => {
          const key = keys.keyOf(name);
          const isAsking = this.asking === name;
          return html`<li>
            <button
              class="plain"
              aria-label=${STRINGS.keys.assign(name, key)}
              aria-pressed=${isAsking}
              @click=${() => {
                this.asking = isAsking ? null : name;
              }}
            >
              <kbd>${isAsking ? '…' : (key ?? '–')}</kbd> <span class="name">${name}</span>
            </button>
          </li>`;
        })}
      </ul>`;
  }

  #closed(): void {
    this.asking = null;
    act(this, { kind: 'closeKeys' });
  }

  #click(event: MouseEvent): void {
    const dialog = event.currentTarget as HTMLDialogElement;
    if (event.target === dialog) dialog.close(); // beside the box
  }

  protected override render(): TemplateResult {
    return html`<dialog
      aria-labelledby="title"
      @cancel=${this.#closed}
      @close=${this.#closed}
      @click=${this.#click}
      @keydown=${this.#key}
    >
      <div class="box">
        <header>
          <h2 id="title">${STRINGS.keys.title}</h2>
          ${iconButton('close', STRINGS.keys.close, () => {
            this.#closed();
          })}
        </header>
        <dl>
          ${this.rows.map(
            ([keys, what]) =>
              html`<div>
                <dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt>
                <dd>${what}</dd>
              </div>`,
          )}
        </dl>
        ${this.#classKeys()}
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
      h3 {
        margin-top: 12px;
      }
      ul {
        display: grid;
        gap: 2px 12px;
        grid-template-columns: repeat(auto-fill, minmax(140px, 1fr));
        list-style: none;
        margin: 6px 0 0;
        padding: 0;
      }
      li button.plain {
        align-items: baseline;
        display: flex;
        gap: 8px;
        padding: 2px;
        width: 100%;
      }
      li button[aria-pressed='true'] {
        outline: 1px solid var(--vscode-focusBorder);
      }
      li .name {
        overflow-wrap: anywhere;
      }
    `,
  ];
}
