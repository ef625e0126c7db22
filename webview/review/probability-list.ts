import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { setStyle } from '../parts/set-style.ts';
import type { IssueDetail, IssueRow } from '../../src/protocol/index.ts';
import { act } from '../parts/action.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { percent } from '../language.ts';
import { STRINGS } from '../strings.ts';
import type { ClassKeys } from '../model/keys/class-keys.ts';
import { classesOf } from '../model/label-sets.ts';
import { icon } from '../parts/icons.ts';
import { className, classNameStyles } from '../parts/class-name.ts';

/** So many are shown at first. */
const FEW = 9;

/** What a click on a class does: it changes the label, or says that it is right. */
export function pickText(
  { given, current = given }: IssueRow,
  { class: name, probability }: IssueDetail['probabilities'][number],
  separator?: string,
): string {
  if (separator !== undefined) {
    const isIn = classesOf(current, separator).includes(name);
    return isIn ? STRINGS.sets.takeAway(name, probability) : STRINGS.sets.give(name, probability);
  }
  return name === current ? STRINGS.detail.confirm(name, probability) : STRINGS.detail.pick(name, probability);
}

/** Every class with its probability as a bar; a click or the key beside it makes it the label. */
export class ProbabilityList extends LitElement {
  static override properties = {
    issue: { attribute: false },
    detail: { attribute: false },
    keys: { attribute: false },
    separator: { attribute: false },
    all: { state: true },
  };
  declare issue: IssueRow;
  declare detail: Pick<IssueDetail, 'probabilities'>;
  declare keys: ClassKeys;
  /** What divides labels, where a picture has several: a click adds a class or takes it away. */
  declare separator: string | undefined;
  declare all: boolean;

  constructor() {
    super();
    this.all = false;
  }

  #row(item: IssueDetail['probabilities'][number]): TemplateResult {
    const { issue, separator } = this;
    const key = this.keys.keyOf(item.class);
    const isOf = (label: string | undefined): boolean =>
      separator === undefined ? item.class === label : classesOf(label, separator).includes(item.class);
    const isSuggested = separator === undefined ? isOf(issue.suggested) : isOf(issue.suggested) && !isOf(issue.given);
    const isNow = separator === undefined ? nothing : isOf(issue.current ?? issue.given);
    const role = isOf(issue.given) ? STRINGS.detail.isGiven : isSuggested ? STRINGS.detail.isSuggested : '';
    return html`<li>
      <button
        class="plain ${isSuggested ? 'suggested' : ''}"
        title=${pickText(issue, item, separator)}
        aria-pressed=${isNow}
        @click=${() => {
          act(this, { kind: 'relabel', label: item.class });
        }}
      >
        ${key === undefined ? html`<span></span>` : html`<kbd>${key}</kbd>`}
        <span class="class" title=${item.class}
          >${isNow === true ? icon('check') : nothing}${className(item.class)}</span
        >
        <span class="role muted">${role}</span>
        <span class="track"><span class="fill" ${setStyle({ '--share': `${item.probability * 100}%` })}></span></span>
        <span class="number">${percent(item.probability)}</span>
      </button>
    </li>`;
  }

  protected override render(): TemplateResult {
    const { probabilities } = this.detail;
    const shown = this.all ? probabilities : probabilities.slice(0, FEW);
    return html`<ol>
        ${shown.map((item) => this.#row(item))}
      </ol>
      ${
        probabilities.length <= FEW
          ? nothing
          : html`<button
              class="plain link more"
              aria-expanded=${this.all}
              @click=${() => {
                this.all = !this.all;
              }}
            >
              ${this.all ? STRINGS.detail.showFewer : STRINGS.detail.showAll(probabilities.length)}
            </button>`
      }`;
  }

  static override styles = [
    baseStyles,
    classNameStyles,
    css`
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li button.plain {
        align-items: center;
        display: grid;
        gap: 8px;
        grid-template-columns: 20px minmax(60px, 2fr) 60px minmax(30px, 1.4fr) 40px;
        padding: 2px 4px;
        width: 100%;
      }
      li button.plain:hover {
        background: var(--vscode-list-hoverBackground);
        outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
      }
      .class {
        align-items: center;
        display: flex;
        gap: 4px;
        min-width: 0;
      }
      .role {
        font-size: 0.88em;
      }
      .suggested .class {
        font-weight: 600;
      }
      .fill {
        background: var(--vscode-descriptionForeground);
        display: block;
      }
      .suggested .fill {
        background: var(--vscode-progressBar-background);
      }
      .number {
        font-variant-numeric: tabular-nums;
        text-align: end;
      }
      .more {
        margin: 4px 4px 0;
      }
    `,
  ];
}
