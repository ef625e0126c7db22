import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { act } from '../parts/action.ts';
import { baseStyles } from '../parts/base-styles.ts';
import type { ClassKeys } from '../model/keys/class-keys.ts';
import { matchClasses } from '../model/rows/match-classes.ts';
import { STRINGS } from '../strings.ts';

const TEXT = STRINGS.chooser;

/** A class by the first letters of its name, for those that have no key, or whose key is not known by heart. */
export class ClassChooser extends LitElement {
  static override properties = {
    open: { type: Boolean },
    classes: { attribute: false },
    keys: { attribute: false },
    pictures: { type: Number },
    typed: { state: true },
    at: { state: true },
  };
  declare open: boolean;
  declare classes: readonly string[];
  declare keys: ClassKeys;
  /** How many pictures get the class. */
  declare pictures: number;
  declare typed: string;
  declare at: number;
  #isClosing = false;

  constructor() {
    super();
    this.open = false;
    this.classes = [];
    this.pictures = 1;
    this.typed = '';
    this.at = 0;
  }

  get #matches(): string[] {
    return matchClasses(this.classes, this.typed);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const dialog = this.renderRoot.querySelector('dialog')!;
    if (changed.has('open')) {
      if (this.open && !dialog.open) {
        this.typed = '';
        this.at = 0;
        dialog.showModal();
        this.renderRoot.querySelector('input')!.value = '';
        this.renderRoot.querySelector('input')!.focus();
      } else if (!this.open && dialog.open) {
        this.#isClosing = true;
        // What has the focus keeps it until the next frame is drawn: keys pressed before that would go nowhere.
        this.renderRoot.querySelector('input')!.blur();
        dialog.close();
      }
    }
    if (this.open) this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  #close(event: Event): void {
    // Told a moment after it was closed here: by then it may be asked for again, for the next picture.
    const isTold = event.type === 'close' && this.#isClosing;
    this.#isClosing = false;
    if (!isTold) act(this, { kind: 'closeChooser' });
  }

  #choose(name: string | undefined): void {
    if (name === undefined) return;
    act(this, { kind: 'closeChooser' });
    act(this, { kind: 'relabel', label: name });
  }

  #key(event: KeyboardEvent): void {
    const matches = this.#matches;
    if (event.key === 'ArrowDown') this.at = Math.min(matches.length - 1, this.at + 1);
    else if (event.key === 'ArrowUp') this.at = Math.max(0, this.at - 1);
    else if (event.key === 'Enter') this.#choose(matches.at(this.at));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  protected override render(): TemplateResult {
    const matches = this.#matches;
    return html`<dialog aria-labelledby="title" @cancel=${this.#close} @close=${this.#close}>
      <div class="box">
        <h2 id="title">${TEXT.title(this.pictures)}</h2>
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls="list"
          aria-label=${TEXT.typed}
          placeholder=${TEXT.typed}
          aria-activedescendant=${matches.length === 0 ? nothing : `class-${this.at}`}
          @input=${(event: Event) => {
            this.typed = (event.target as HTMLInputElement).value;
            this.at = 0;
          }}
          @keydown=${this.#key}
        />
        <ul id="list" role="listbox" aria-label=${TEXT.list}>
          ${matches.map(
            (name, index) =>
              html`<li
                id="class-${index}"
                role="option"
                aria-selected=${index === this.at}
                @click=${() => {
                  this.#choose(name);
                }}
              >
                <span class="name">${name}</span>
                ${this.keys.keyOf(name) === undefined ? nothing : html`<kbd>${this.keys.keyOf(name)}</kbd>`}
              </li>`,
          )}
        </ul>
        ${matches.length === 0 ? html`<p class="muted">${TEXT.none}</p>` : nothing}
      </div>
    </dialog>`;
  }

  static override styles = [
    baseStyles,
    css`
      dialog {
        background: var(--vscode-quickInput-background, var(--vscode-editorWidget-background));
        border: 1px solid var(--vscode-contrastBorder, var(--vscode-editorWidget-border, transparent));
        border-radius: 6px;
        box-shadow: 0 4px 24px var(--vscode-widget-shadow, transparent);
        color: var(--vscode-quickInput-foreground, var(--vscode-foreground));
        margin-top: 8vh;
        max-width: min(420px, calc(100vw - 32px));
        padding: 0;
        width: 100%;
      }
      dialog::backdrop {
        background: transparent;
      }
      .box {
        display: grid;
        gap: 8px;
        padding: 10px;
      }
      input {
        background: var(--vscode-input-background);
        border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, transparent));
        border-radius: 2px;
        color: var(--vscode-input-foreground);
        font: inherit;
        padding: 4px 6px;
        width: 100%;
      }
      input::placeholder {
        color: var(--vscode-input-placeholderForeground);
        opacity: 1;
      }
      input:focus {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: -1px;
      }
      ul {
        list-style: none;
        margin: 0;
        max-height: 50vh;
        overflow: auto;
        padding: 0;
      }
      li {
        align-items: center;
        border-radius: 3px;
        cursor: pointer;
        display: flex;
        gap: 10px;
        justify-content: space-between;
        padding: 3px 6px;
      }
      li:hover {
        background: var(--vscode-list-hoverBackground);
      }
      li[aria-selected='true'] {
        background: var(--vscode-quickInputList-focusBackground, var(--vscode-list-activeSelectionBackground));
        color: var(--vscode-quickInputList-focusForeground, var(--vscode-list-activeSelectionForeground));
        outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
      }
      .name {
        overflow-wrap: anywhere;
      }
    `,
  ];
}
