import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { IssueDetail, IssueRow, PanelMessage, SimilarPicture } from '../../src/protocol/index.ts';
import { act } from '../parts/action.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { icon, type IconName } from '../parts/icons.ts';
import { percent, score } from '../language.ts';
import type { BesideOf } from '../model/beside.ts';
import { byteSize, fileName } from '../model/format.ts';
import { NO_FILTERS } from '../model/rows/filters.ts';
import type { ReviewSession } from '../model/review-session.ts';
import { STRINGS } from '../strings.ts';
import { className, classNameStyles, textWithName } from '../parts/class-name.ts';
import { decisionButtons, decisionButtonStyles } from './decision-buttons.ts';
import { detailStyles } from './issue-detail-styles.ts';
import { sharpenSmall } from './grid/issue-card.ts';
import { setCompare, setCompareStyles } from './set-compare.ts';
import type { NoteField } from './note-field.ts';

const TEXT = STRINGS.detail;

/** The active picture at large: what the model sees, pictures to compare with, and the decisions. */
export class IssueDetailPane extends LitElement {
  static override properties = {
    session: { attribute: false },
    detail: { attribute: false },
    thumbnail: { attribute: false },
    revision: { type: Number },
  };
  declare session: ReviewSession;
  declare detail: IssueDetail | undefined;
  /** Shown while the large picture is on its way. */
  declare thumbnail: string | null | undefined;
  declare revision: number;

  focusNote(): void {
    this.renderRoot.querySelector<NoteField>('label-audit-note')?.focus();
  }

  #ask(type: 'reveal' | 'open' | 'copyPath', id: number) {
    return () => {
      const message: PanelMessage = { type, id };
      act(this, { kind: 'post', message });
    };
  }

  #picture(issue: IssueRow): TemplateResult {
    const { detail } = this;
    const uri = detail ? detail.uri : this.thumbnail;
    if (typeof uri === 'string') {
      return html`<img alt=${TEXT.picture(issue.path)} draggable="false" .src=${uri} @load=${sharpenSmall} />`;
    }
    return detail || this.thumbnail === null
      ? html`<span class="gone">${icon('circleSlash')}${TEXT.gone}</span>`
      : html`<span class="gone">${TEXT.loading}</span>`;
  }

  #facts(issue: IssueRow): TemplateResult {
    const changed = issue.current !== undefined && issue.current !== issue.given;
    const isFinding = this.session.check !== null;
    const { separator } = this.session.audit;
    const isSet = separator !== undefined;
    return html`${isSet && !isFinding ? setCompare(issue, this.detail?.probabilities, separator) : nothing}
      <dl>
        ${
          isSet && !isFinding
            ? nothing
            : html`<dt>${TEXT.given}</dt>
                <dd>
                  ${issue.given}
                  ${isSet ? nothing : html`<span class="muted">${percent(issue.givenProbability)}</span>`}
                </dd>`
        }
        ${
          changed
            ? html`<dt>${TEXT.now}</dt>
                <dd>${issue.current}</dd>`
            : nothing
        }
        ${
          isFinding || isSet
            ? nothing
            : html`<dt>${TEXT.suggested}</dt>
                <dd>
                  <strong>${issue.suggested}</strong> <span class="muted">${percent(issue.suggestedProbability)}</span>
                </dd>`
        }
        <dt>${isFinding ? STRINGS.checks.score : TEXT.quality}</dt>
        <dd>${score(issue.quality)}</dd>
        ${
          issue.split === undefined
            ? nothing
            : html`<dt>${TEXT.split}</dt>
                <dd>${issue.split}</dd>`
        }
        ${this.#fileFacts()}${this.#said()}
        ${(this.detail?.columns ?? []).map(
          ([name, value]) =>
            html`<dt class="column truncate" title=${name}>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>`;
  }

  /** Who said what, where several annotators did. */
  #said(): TemplateResult | typeof nothing {
    const { said } = this.detail ?? {};
    if (said === undefined) return nothing;
    return html`<dt>${TEXT.said}</dt>
      <dd>${said.map(([annotator, label]) => html`<div><span class="muted">${annotator}</span> ${label}</div>`)}</dd>`;
  }

  /** What the picture's file says of itself. */
  #fileFacts(): TemplateResult | typeof nothing {
    const { facts } = this.detail ?? {};
    if (!facts) return nothing;
    const { width, height, bytes, taken, camera } = facts;
    const size = width === undefined || height === undefined ? [] : [`${width} × ${height}`];
    const line = (name: string, value: string | undefined): TemplateResult | typeof nothing =>
      value === undefined
        ? nothing
        : html`<dt>${name}</dt>
            <dd>${value}</dd>`;
    return html`${line(TEXT.file, [...size, byteSize(bytes)].join(', '))}${line(TEXT.taken, taken)}${line(TEXT.camera, camera)}`;
  }

  #similar(of: BesideOf, title: string, name: string, examples: readonly SimilarPicture[]): TemplateResult {
    return html`<section class="similar ${of}">
      <h3 title=${title}>${textWithName(title, name)}</h3>
      ${
        examples.length === 0
          ? html`<p class="muted">${TEXT.similarNone}</p>`
          : html`<ul>
              ${examples.map(
                ({ path, uri, label: shown }, at) =>
                  html`<li>
                    <button
                      class="plain"
                      title=${STRINGS.loupe.besideHint(path)}
                      @click=${() => {
                        act(this, { kind: 'beside', change: { [of]: at }, open: true });
                      }}
                    >
                      <img
                        alt=${of === 'neighbours' ? `${path}, ${shown}` : TEXT.example(path, shown)}
                        draggable="false"
                        .src=${uri}
                        @load=${sharpenSmall}
                      />
                    </button>
                    ${of === 'neighbours' ? html`<span class="name" title=${shown}>${className(shown)}</span>` : nothing}
                  </li>`,
              )}
            </ul>`
      }
    </section>`;
  }

  /** What the model sees in it. */
  #probabilities(issue: IssueRow): TemplateResult {
    const { detail } = this;
    return html`<section>
      <h3>${TEXT.probabilities}</h3>
      ${
        detail
          ? html`<label-audit-probabilities
              .issue=${issue}
              .detail=${detail}
              .keys=${this.session.keys}
              .separator=${this.session.audit.separator}
            ></label-audit-probabilities>`
          : html`<p class="muted">${TEXT.loading}</p>`
      }
    </section>`;
  }

  /** What is noted of the decision on it, and why its label was flagged, where that is reviewed. */
  #noted(isFlagged: boolean): TemplateResult {
    const { detail } = this;
    return html`<label-audit-note .session=${this.session} .revision=${this.revision}></label-audit-note>
      ${detail && this.session.check === null ? html`<p class="why"><strong>${isFlagged ? TEXT.why : TEXT.notFlagged}</strong> ${STRINGS.whyFlagged(detail.why)}</p>` : nothing}`;
  }

  /** All of the same pair, to be accepted together. */
  #like({ given, suggested }: IssueRow): TemplateResult | typeof nothing {
    const n =
      given === suggested || this.session.isBulk || this.session.check !== null
        ? 0
        : this.session.countLike({ given, suggested });
    if (n < 2) return nothing;
    const { like, likeHint } = STRINGS.bulk;
    return html`<button
      class="plain link"
      title=${likeHint(given, suggested)}
      @click=${() => {
        act(this, { kind: 'startBulk', filters: { ...NO_FILTERS, given, suggested } });
      }}
    >
      ${icon('check')}${like(n)}
    </button>`;
  }

  #links(issue: IssueRow): TemplateResult {
    const link = (type: 'reveal' | 'open' | 'copyPath', name: IconName, text: string) =>
      html`<button class="plain link" @click=${this.#ask(type, issue.id)}>${icon(name)}${text}</button>`;
    return html`<div class="links">
      ${link('reveal', 'goToFile', TEXT.row(this.session.audit.kind === 'csv'))} ${link('open', 'fileMedia', TEXT.open)}
      ${link('copyPath', 'copy', TEXT.copy)} ${this.#like(issue)}
    </div>`;
  }

  protected override render(): TemplateResult {
    const issue = this.session.active;
    if (!issue) return html`<section aria-label=${TEXT.region}><p class="muted none">${TEXT.none}</p></section>`;
    const selected = this.session.selection.ids.size;
    const isFlagged = this.session.isFlagged(issue.id);
    const { detail } = this;
    return html`<section aria-label=${TEXT.region}>
      <div class="body">
        ${
          selected > 1
            ? html`<div class="several">
                <strong>${TEXT.several(selected)}</strong><span>${TEXT.severalHint}</span>
              </div>`
            : nothing
        }
        <div class="top">
          <div
            class="large"
            title=${TEXT.enlarge}
            @click=${() => {
              act(this, { kind: 'command', command: { kind: 'loupe' } });
            }}
          >
            ${this.#picture(issue)}
          </div>
          <div class="about">
            <h2 class="truncate" title=${issue.path}>${fileName(issue.path)}</h2>
            <p class="path muted">${issue.path}</p>
            ${this.#facts(issue)}
          </div>
        </div>
        ${this.#noted(isFlagged)} ${this.#links(issue)}
        ${this.session.check === null ? this.#probabilities(issue) : nothing}
        ${
          detail && isFlagged && this.session.check === null
            ? html`<div class="compare">
                  ${this.#similar('given', TEXT.similar(issue.given), issue.given, detail.similarGiven)}
                  ${this.#similar('suggested', TEXT.similar(issue.suggested), issue.suggested, detail.similarSuggested)}
                </div>
                ${detail.neighbours ? this.#similar('neighbours', TEXT.neighbours, '', detail.neighbours) : nothing}`
            : nothing
        }
      </div>
      ${decisionButtons(this, this.session)}
    </section>`;
  }

  static override styles = [baseStyles, classNameStyles, decisionButtonStyles, detailStyles, setCompareStyles];
}
