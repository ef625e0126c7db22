import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { setStyle } from '../parts/set-style.ts';
import type { AuditView } from '../../src/protocol/index.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { count, finePercent } from '../language.ts';
import { STRINGS } from '../strings.ts';

const TEXT = STRINGS.health;
/** With more classes the heat map needs the whole width. */
const WIDE = 14;

/** The health tab: how good the labels are as a whole, by class, by pair of classes, and how the model learned. */
export class HealthView extends LitElement {
  static override properties = { audit: { attribute: false } };
  declare audit: AuditView;

  #fact(name: string, value: string, hint?: string): TemplateResult {
    return html`<div class="fact" title=${hint ?? nothing}>
      <dt class="muted">${name}</dt>
      <dd>${value}</dd>
    </div>`;
  }

  #overall(): TemplateResult {
    const { audit } = this;
    const { trust } = audit;
    const score = trust === undefined ? audit.overallLabelHealthScore : trust.health;
    return html`<div class="overall">
      <div class="score">
        <h2 class="muted">${TEXT.overall}</h2>
        <strong>${score === undefined ? TEXT.notKnown : finePercent(score)}</strong>
        ${
          score === undefined
            ? nothing
            : html`<div
                class="track"
                role="meter"
                aria-label=${TEXT.overall}
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=${Math.round(score * 1000) / 10}
              >
                <div class="fill" ${setStyle({ '--share': `${score * 100}%` })}></div>
              </div>`
        }
        <p class="muted">${trust === undefined ? TEXT.overallHint : trust.weak ? TEXT.weakHint : TEXT.plantedHint}</p>
      </div>
      <dl>
        ${audit.accuracy === undefined ? nothing : this.#fact(TEXT.accuracy, finePercent(audit.accuracy), TEXT.accuracyHint)}
        ${this.#fact(TEXT.audited, count(audit.audited))}
        ${this.#fact(TEXT.flagged, count(audit.issueCount ?? audit.issues.length))}
        ${this.#fact(TEXT.classes, count(audit.classes.length))}
        ${trust === undefined || trust.weak || audit.overallLabelHealthScore === undefined ? nothing : this.#fact(TEXT.jointHealth, finePercent(audit.overallLabelHealthScore), TEXT.jointHealthHint)}
      </dl>
    </div>`;
  }

  protected override render(): TemplateResult {
    const { audit } = this;
    const notes = audit.warnings.length + audit.problems.length > 0;
    return html`<div class="page">
      ${this.#overall()}
      ${
        audit.trust === undefined
          ? nothing
          : html`<section class="trust">
              <h2>${TEXT.trust}</h2>
              ${STRINGS.trustSentences(audit.trust.facts).map((sentence) => html`<p>${sentence}</p>`)}
            </section>`
      }
      ${notes ? html`<label-audit-notes .audit=${audit}></label-audit-notes>` : nothing}
      <section>
        <h2>${TEXT.classes}</h2>
        <label-audit-classes .rows=${audit.classHealth} .weak=${audit.trust?.weak === true}></label-audit-classes>
      </section>
      ${
        audit.annotators === undefined
          ? nothing
          : html`<section>
              <h2>${TEXT.annotators}</h2>
              <p class="muted">${TEXT.annotatorsHint(audit.annotators)}</p>
              <label-audit-annotators .rows=${audit.annotators.table}></label-audit-annotators>
            </section>`
      }
      <div class=${audit.classes.length > WIDE ? 'pair wide' : 'pair'}>
        <section>
          <h2>${TEXT.joint}</h2>
          <p class="muted">${TEXT.jointHint}</p>
          <label-audit-heat-map
            .classes=${audit.classes}
            .joint=${audit.confidentJoint}
            .issues=${audit.issueCount === undefined ? audit.issues : undefined}
          ></label-audit-heat-map>
        </section>
        <section>
          <h2>${TEXT.overlaps}</h2>
          <p class="muted">${TEXT.overlapsHint}</p>
          <label-audit-overlaps .rows=${audit.overlaps}></label-audit-overlaps>
        </section>
      </div>
      <section>
        <h2>${TEXT.curves}</h2>
        <label-audit-curves .folds=${audit.folds}></label-audit-curves>
      </section>
    </div>`;
  }

  static override styles = [
    baseStyles,
    css`
      :host {
        container-type: inline-size;
        display: block;
        height: 100%;
        overflow: auto;
      }
      .page {
        display: grid;
        gap: 28px;
        margin: 0 auto;
        max-width: 1180px;
        padding: 16px 20px 32px;
      }
      section {
        display: grid;
        gap: 6px;
        grid-template-columns: minmax(0, 1fr);
        align-content: start;
      }
      .overall {
        align-items: end;
        display: flex;
        flex-wrap: wrap;
        gap: 16px 48px;
      }
      .score {
        display: grid;
        gap: 4px;
        min-width: 240px;
      }
      .score h2 {
        font-size: 1em;
        font-weight: normal;
      }
      .score strong {
        font-size: 2.6em;
        font-variant-numeric: tabular-nums;
        font-weight: 300;
        line-height: 1.1;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 12px 36px;
        margin: 0;
      }
      dd {
        font-size: 1.5em;
        font-variant-numeric: tabular-nums;
        font-weight: 300;
        margin: 0;
      }
      .pair {
        display: grid;
        gap: 28px 40px;
        grid-template-columns: minmax(0, 1fr);
      }
      @container (min-width: 900px) {
        .pair:not(.wide) {
          grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
        }
      }
    `,
  ];
}
