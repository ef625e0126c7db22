import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { FixChoice, FixPlanView } from '../../src/protocol/index.ts';
import { act } from '../parts/action.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { tableStyles } from '../health/table-styles.ts';
import { STRINGS } from '../strings.ts';
import { count, percent, score } from '../language.ts';
import type { RemediationState } from '../model/remediation-state.ts';
import { className, classNameStyles } from '../parts/class-name.ts';
import { sharpenSmall } from '../review/grid/issue-card.ts';
import type { BatchLoader } from '../model/batch-loader.ts';
import { fixStyles } from './fix-styles.ts';

const TEXT = STRINGS.fix;

/** The Fix tab: which labels to change at once, and what that would leave of each class. */
export class FixView extends LitElement {
  static override properties = {
    remediation: { attribute: false },
    thumbnails: { attribute: false },
    revision: { type: Number },
  };
  declare remediation: RemediationState;
  declare thumbnails: BatchLoader<string | null>;
  declare revision: number;

  override connectedCallback(): void {
    super.connectedCallback();
    act(this, { kind: 'fixChoice', change: {} });
  }

  protected override updated(): void {
    const ids = (this.remediation.plan?.pictures ?? []).map(({ id }) => id);
    if (ids.length > 0) act(this, { kind: 'needThumbnails', ids });
  }

  #change(change: Partial<FixChoice>): void {
    act(this, { kind: 'fixChoice', change });
  }

  #radio<Name extends string>(
    group: string,
    name: Name,
    [title, hint]: readonly string[],
    checked: boolean,
    choose: (name: Name) => void,
  ): TemplateResult {
    return html`<label class="option">
      <input
        type="radio"
        name=${group}
        value=${name}
        .checked=${checked}
        @change=${() => {
          choose(name);
        }}
      />
      <span>${title}<span class="muted hint">${hint}</span></span>
    </label>`;
  }

  #slider(
    title: string,
    value: number,
    text: string,
    range: { readonly min: number; readonly step: number },
    set: (value: number) => void,
  ): TemplateResult {
    return html`<label class="slider">
      <span>${title}</span><output>${text}</output>
      <input
        type="range"
        min=${range.min}
        max="1"
        step=${range.step}
        .value=${String(value)}
        aria-valuetext=${text}
        @input=${(event: Event) => {
          set(Number((event.target as HTMLInputElement).value));
        }}
      />
    </label>`;
  }

  #splits({ splits }: FixPlanView): TemplateResult | typeof nothing {
    if (splits.length < 2) return nothing;
    const chosen = this.remediation.choice.splits ?? splits;
    const toggle = (name: string, on: boolean): void => {
      const now = splits.filter((split) => (split === name ? on : chosen.includes(split)));
      if (now.length > 0) this.#change({ splits: now.length === splits.length ? null : now });
      else this.requestUpdate(); // the last one stays
    };
    return html`<fieldset>
      <legend>${TEXT.splits}</legend>
      <div class="row">
        ${splits.map(
          (name) =>
            html`<label class="option">
              <input
                type="checkbox"
                .checked=${chosen.includes(name)}
                ?disabled=${chosen.length === 1 && chosen.includes(name)}
                @change=${(event: Event) => {
                  toggle(name, (event.target as HTMLInputElement).checked);
                }}
              /><span>${name}</span></label
            >`,
        )}
      </div>
      <p class="muted hint">${TEXT.testSplits}</p>
    </fieldset>`;
  }

  #form(): TemplateResult {
    const { choice, plan } = this.remediation;
    return html`<form
      @submit=${(event: Event) => {
        event.preventDefault();
      }}
    >
      <fieldset>
        <legend>${TEXT.by}</legend>
        ${(['all', 'worst', 'below', 'reviewed'] as const).map((name) =>
          this.#radio('by', name, TEXT.ways[name], choice.by === name, (by) => {
            this.#change({ by });
          }),
        )}
        ${
          choice.by === 'worst'
            ? this.#slider(TEXT.share, choice.share, percent(choice.share), { min: 0.01, step: 0.01 }, (share) => {
                this.#change({ share });
              })
            : nothing
        }
        ${
          choice.by === 'below'
            ? this.#slider(
                TEXT.threshold,
                choice.threshold,
                score(choice.threshold),
                { min: 0, step: 0.01 },
                (value) => {
                  this.#change({ threshold: value });
                },
              )
            : nothing
        }
      </fieldset>
      <fieldset>
        <legend>${TEXT.action}</legend>
        ${(['prune', 'relabel'] as const).map((name) =>
          this.#radio('action', name, TEXT.actions[name], choice.action === name, (action) => {
            this.#change({ action });
          }),
        )}
        ${
          choice.action === 'relabel' && choice.by !== 'reviewed'
            ? this.#slider(
                TEXT.minConfidence,
                choice.minConfidence,
                percent(choice.minConfidence),
                { min: 0, step: 0.01 },
                (minConfidence) => {
                  this.#change({ minConfidence });
                },
              )
            : nothing
        }
      </fieldset>
      <fieldset>
        <legend>${TEXT.minExamples}</legend>
        <label class="option">
          <input
            class="least"
            type="number"
            min="0"
            step="1"
            .value=${String(choice.minExamplesPerClass)}
            aria-label=${TEXT.minExamples}
            @change=${(event: Event) => {
              const value = Math.round(Number((event.target as HTMLInputElement).value));
              if (value >= 0) this.#change({ minExamplesPerClass: value });
            }}
          /><span class="muted">${TEXT.minExamplesUnit(choice.minExamplesPerClass)}</span>
        </label>
      </fieldset>
      ${plan ? this.#splits(plan) : nothing}
    </form>`;
  }

  /** The first pictures of the plan: a number alone is no reason to trust it. */
  #pictures({ pictures, changes }: FixPlanView): TemplateResult | typeof nothing {
    if (pictures.length === 0) return nothing;
    return html`<h3>${TEXT.whichPictures}</h3>
      <ul class="pictures">
        ${pictures.map(({ id, path, from, to, probability }) => {
          const uri = this.thumbnails.get(id);
          return html`<li>
            <button
              class="plain"
              title=${TEXT.showPicture(path)}
              @click=${() => {
                act(this, { kind: 'showPicture', id });
              }}
            >
              <span class="frame"
                >${typeof uri === 'string' ? html`<img alt="" draggable="false" .src=${uri} @load=${sharpenSmall} />` : nothing}</span
              >
              <span class="from" title=${from}>${className(from)}</span>
              <span class="to" title=${to ?? TEXT.removed}
                ><span aria-hidden="true">→</span>${
                  to === undefined
                    ? html`<span>${TEXT.removed}</span>`
                    : html`<span class="name">${className(to)}</span>${
                          probability === undefined ? nothing : html`<span class="muted">${percent(probability)}</span>`
                        }`
                }</span
              >
            </button>
          </li>`;
        })}
      </ul>
      ${changes > pictures.length ? html`<p class="muted">${TEXT.morePictures(changes - pictures.length)}</p>` : nothing}`;
  }

  #result(plan: FixPlanView): TemplateResult {
    const { choice, isCurrent } = this.remediation;
    return html`<div class="result">
        <h2 role="status">
          ${TEXT.result(plan.changes, plan.choice.action)} <span class="muted">${TEXT.of(plan.considered)}</span>
        </h2>
        ${plan.heldBack.map(({ reason, pictures }) => html`<p class="muted">${TEXT.heldBack(pictures, reason)}</p>`)}
        <div class="buttons">
          <vscode-button
            appearance="primary"
            ?disabled=${plan.changes === 0 || !isCurrent}
            @click=${() => {
              act(this, { kind: 'post', message: { type: 'fix', choice } });
            }}
            >${TEXT.preview}</vscode-button
          >
          <vscode-button
            appearance="secondary"
            title=${TEXT.compareHint}
            ?disabled=${plan.changes === 0 || !isCurrent}
            @click=${() => {
              act(this, { kind: 'post', message: { type: 'compare', choice } });
            }}
            >${TEXT.compare}</vscode-button
          >
          <span class="muted">${TEXT.previewHint}</span>
        </div>
      </div>
      ${this.#pictures(plan)}
      <table aria-label=${TEXT.classes}>
        <thead>
          <tr>
            ${TEXT.columns.map((name, i) => html`<th scope="col" class=${i === 0 ? '' : 'number'}>${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${plan.classes.map(
            (row) =>
              html`<tr>
                <th scope="row" title=${row.class}>${row.class}</th>
                <td class="number">${count(row.before)}</td>
                <td class="number out">${row.out > 0 ? `−${count(row.out)}` : ''}</td>
                <td class="number in">${row.in > 0 ? `+${count(row.in)}` : ''}</td>
                <td class="number">${count(row.after)}</td>
              </tr>`,
          )}
        </tbody>
      </table>`;
  }

  protected override render(): TemplateResult {
    const { plan } = this.remediation;
    return html`<div class="page">
      <header>
        <h2>${TEXT.title}</h2>
        <p class="muted">${TEXT.hint}</p>
      </header>
      <div class="columns">
        ${this.#form()}
        <section>${plan ? this.#result(plan) : html`<p class="muted">${TEXT.working}</p>`}</section>
      </div>
    </div>`;
  }

  static override styles = [baseStyles, classNameStyles, tableStyles, fixStyles];
}
