import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { LONGEST_NOTE } from '../../src/protocol/index.ts';
import { act } from '../parts/action.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { dateTime } from '../model/format.ts';
import type { ReviewSession } from '../model/review-session.ts';
import { STRINGS } from '../strings.ts';

const TEXT = STRINGS.note;

/** A short note on the decision of what is selected, and who made it when. Enter, or leaving it, keeps what was typed. */
export class NoteField extends LitElement {
  static override properties = { session: { attribute: false }, revision: { type: Number } };
  declare session: ReviewSession;
  declare revision: number;

  /** The selection that is typed for. */
  #picture: number | null = null;

  override focus(): void {
    this.#input.focus();
    this.#input.select();
  }

  get #input(): HTMLInputElement {
    return this.renderRoot.querySelector('input')!;
  }

  get #known(): string {
    const { session } = this;
    return session.active ? (session.record.of(session.active.id, session.check?.name).note ?? '') : '';
  }

  /** Another picture is shown: what was typed for the one before is not its note. */
  protected override updated(changed: PropertyValues<this>): void {
    const { active } = this.session.selection;
    const isFocused = this.shadowRoot?.activeElement === this.#input;
    if (active === this.#picture && isFocused && !changed.has('session')) return;
    this.#picture = active;
    this.#input.value = this.#known;
  }

  #keep(): void {
    // A line break that was pasted would be a second row of reviews.csv.
    const note = this.#input.value.replace(/\s+/g, ' ').trim();
    if (note !== this.#known && this.session.selection.active === this.#picture) act(this, { kind: 'note', note });
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') this.#input.value = this.#known;
    this.#keep();
    // Below the loupe the list can't have the focus: then nothing has, and the keys work.
    this.#input.blur();
    act(this, { kind: 'focusGrid' });
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this;
    const { active, ids } = session.selection;
    const review = active === null ? undefined : session.record.of(active, session.check?.name);
    const hint = ids.size > 1 ? TEXT.hintAll(ids.size) : TEXT.hint;
    const when = review?.date === undefined ? '' : dateTime(review.date);
    const decided = review?.decided === true ? TEXT.decided(review.reviewer, when) : '';
    return html`<input
        type="text"
        aria-label=${ids.size > 1 ? TEXT.hintAll(ids.size) : TEXT.label}
        placeholder=${hint}
        maxlength=${LONGEST_NOTE}
        autocomplete="off"
        @keydown=${this.#key}
        @change=${this.#keep}
      />${decided === '' ? nothing : html`<span class="muted" title=${decided}>${decided}</span>`}`;
  }

  static override styles = [
    baseStyles,
    css`
      :host {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 10px;
        min-width: 0;
      }
      input {
        background: var(--vscode-input-background);
        border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, transparent));
        border-radius: 2px;
        color: var(--vscode-input-foreground);
        flex: 1 1 180px;
        font: inherit;
        min-width: 0;
        padding: 3px 6px;
      }
      input::placeholder {
        color: var(--vscode-input-placeholderForeground);
        opacity: 1;
      }
      input:focus {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: -1px;
      }
      span {
        font-size: 0.92em;
        overflow-wrap: anywhere;
      }
    `,
  ];
}
