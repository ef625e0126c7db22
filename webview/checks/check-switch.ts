import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { ShownChecks } from '../model/checks/shown-checks.ts';
import type { ReviewSession } from '../model/review-session.ts';
import { act } from '../parts/action.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { count } from '../language.ts';
import { dropdown } from '../parts/dropdown.ts';
import { STRINGS } from '../strings.ts';

const TEXT = STRINGS.checks;

/** One of the lists that may be shown; `name` is null for that of labels. */
interface Choice {
  readonly name: string | null;
  readonly title: string;
  /** How much was found: pictures, or findings of the data set as a whole. */
  readonly found: number;
}

/** The switch between what is listed: labels, and what each check found. Tabs, or a drop-down list where they do not fit. */
export class CheckSwitch extends LitElement {
  static override properties = {
    checks: { attribute: false },
    session: { attribute: false },
    labels: { type: Number },
    revision: { type: Number },
    narrow: { state: true },
  };
  declare checks: ShownChecks;
  declare session: ReviewSession;
  /** Number of flagged labels. */
  declare labels: number;
  declare revision: number;
  /** The tabs do not fit. */
  declare narrow: boolean;

  /** What the tabs took of the room when they were last drawn. */
  #needed = 0;
  readonly #resizes = new ResizeObserver(() => {
    this.#measure();
  });

  constructor() {
    super();
    this.narrow = false;
    this.labels = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  protected override updated(): void {
    this.#measure();
  }

  #measure(): void {
    if (this.clientWidth === 0) return; // hidden
    const list = this.renderRoot.querySelector<HTMLElement>('.tabs');
    if (list) this.#needed = list.scrollWidth;
    this.narrow = this.#needed > this.clientWidth;
  }

  get #choices(): Choice[] {
    const shown = this.session.check;
    const found = this.checks.summaries.map(({ name, flagged, findings = [] }): Choice => {
      const pictures = shown?.name === name ? (shown.result?.flagged ?? flagged) : flagged;
      // What is found of the data set as a whole is counted by the finding.
      return { name, title: TEXT.title(name), found: pictures === 0 ? findings.length : pictures };
    });
    return [{ name: null, title: TEXT.labels, found: this.labels }, ...found];
  }

  #open(name: string | null): void {
    act(this, { kind: 'check', name });
  }

  #key(event: KeyboardEvent, names: readonly (string | null)[]): void {
    const at = names.indexOf(this.checks.name);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: names.length - 1 };
    if (!Object.hasOwn(to, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const place = (to[event.key as keyof typeof to] + names.length) % names.length;
    this.#open(names[place]);
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
    });
  }

  #tabs(choices: readonly Choice[]): TemplateResult {
    const { name: shown } = this.checks;
    const names = choices.map(({ name }) => name);
    return html`<div
      class="tabs"
      role="tablist"
      aria-label=${TEXT.label}
      @keydown=${(event: KeyboardEvent) => {
        this.#key(event, names);
      }}
    >
      ${choices.map(
        ({ name, title, found }) =>
          html`<button
            class="plain tab"
            role="tab"
            aria-selected=${name === shown}
            aria-label=${TEXT.tab(title, found)}
            tabindex=${name === shown ? 0 : -1}
            @click=${() => {
              this.#open(name);
            }}
          >
            ${title} <span class="count">${count(found)}</span>
          </button>`,
      )}
    </div>`;
  }

  /** Checks by which nothing was found; their thresholds can be moved all the same. */
  #list(label: string, choices: readonly Choice[], all?: string): TemplateResult {
    const { name: shown } = this.checks;
    return dropdown({
      label,
      value: choices.some(({ name }) => name === shown) ? (shown ?? '') : null,
      ...(all === undefined ? {} : { all }),
      options: choices.map(({ name, title, found }) => ({
        value: name ?? '',
        text: `${title} ${count(found)}`,
      })),
      choose: (value) => {
        this.#open(value === '' ? null : value);
      },
    });
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.checks.summaries.length === 0) return nothing;
    const choices = this.#choices;
    if (this.narrow) return html`<div class="list">${this.#list(TEXT.label, choices)}</div>`;
    const { name: shown } = this.checks;
    const isEmpty = ({ name, found }: Choice): boolean => name !== null && name !== shown && found === 0;
    const empty = choices.filter(isEmpty);
    return html`<div class="line">
      ${this.#tabs(choices.filter((choice) => !isEmpty(choice)))}
      ${empty.length === 0 ? nothing : this.#list(TEXT.others, empty, '–')}
    </div>`;
  }

  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        min-width: 0;
        overflow: hidden;
      }
      .line {
        align-items: center;
        display: flex;
        gap: 12px;
        justify-content: space-between;
        padding: 4px 12px 0;
        width: max-content;
        min-width: 100%;
      }
      .list {
        padding: 6px 12px 0;
      }
      .tabs {
        display: flex;
        flex: none;
        gap: 4px;
      }
      button.tab {
        border-radius: 0;
        color: var(--vscode-descriptionForeground);
        padding: 3px 8px;
        position: relative;
        white-space: nowrap;
      }
      button.tab:hover {
        color: var(--vscode-foreground);
      }
      button.tab[aria-selected='true'] {
        color: var(--vscode-foreground);
        font-weight: 600;
      }
      button.tab[aria-selected='true']::after {
        background: var(--vscode-contrastActiveBorder, var(--vscode-focusBorder));
        bottom: 0;
        content: '';
        height: 2px;
        inset-inline: 6px;
        position: absolute;
      }
      .count {
        font-variant-numeric: tabular-nums;
        font-weight: normal;
        margin-inline-start: 2px;
      }
      .field {
        align-items: center;
        display: flex;
        gap: 6px;
        white-space: nowrap;
      }
    `,
  ];
}
