import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { ComparedSideView, ComparisonView } from '../../src/protocol/index.ts';
import { countMatrix } from '../model/matrix/count-matrix.ts';
import { act } from '../parts/action.ts';
import { baseStyles } from '../parts/base-styles.ts';
import { className, classNameStyles } from '../parts/class-name.ts';
import { moreButton } from '../health/more-button.ts';
import { tableStyles } from '../health/table-styles.ts';
import { STRINGS } from '../strings.ts';
import { accuracyAxis, accuracyRange, placeOnAxis, sharedScale } from '../model/matrix/compare-scale.ts';
import { count, finePercent, percent } from '../language.ts';
import { dateTime } from '../model/format.ts';
import type { RemediationState } from '../model/remediation-state.ts';
import { setStyle } from '../parts/set-style.ts';
import { compareStyles } from './compare-styles.ts';

const TEXT = STRINGS.compare;
const MAX_CLASSES = 40;
/** So many classes are shown at first. */
const MANY_CLASSES = 50;
const share = (value: number): string => `${100 * value}%`;

/** The Compare tab: the same model on the given and on the cleaned labels. */
export class CompareView extends LitElement {
  static override properties = {
    remediation: { attribute: false },
    revision: { type: Number },
    all: { state: true },
  };
  declare remediation: RemediationState;
  declare revision: number;
  /** Every class is shown, not only the first. */
  declare all: boolean;

  constructor() {
    super();
    this.all = false;
  }

  #run(text: string, appearance: 'primary' | 'secondary'): TemplateResult {
    return html`<vscode-button
      appearance=${appearance}
      ?disabled=${this.remediation.comparing}
      @click=${() => {
        act(this, { kind: 'post', message: { type: 'compare', choice: null } });
      }}
      >${text}</vscode-button
    >`;
  }

  #side(name: string, side: ComparedSideView, axis: readonly [number, number]): TemplateResult {
    const { accuracy, runs, trainPictures } = side;
    const { low, mean, high } = placeOnAxis(accuracy, axis);
    return html`<div class="side">
      <h3 class="muted">${name}</h3>
      <strong>${finePercent(accuracy.mean)}</strong>
      <p>${TEXT.interval(finePercent(accuracy.low), finePercent(accuracy.high))}</p>
      <p class="muted">${TEXT.trained(trainPictures)}</p>
      <div class="axis" aria-hidden="true">
        <span class="bar" ${setStyle({ 'inset-inline-start': share(low), 'inset-inline-end': share(1 - high) })}></span>
        ${runs.map((run) => {
          const at = placeOnAxis({ mean: run, low: run, high: run }, axis).mean;
          return html`<span class="dot" ${setStyle({ 'inset-inline-start': share(at) })}></span>`;
        })}
        <span class="mean" ${setStyle({ 'inset-inline-start': share(mean) })}></span>
      </div>
      <div class="ends muted" aria-hidden="true"><span>${percent(axis[0])}</span><span>${percent(axis[1])}</span></div>
    </div>`;
  }

  #summary(comparison: ComparisonView): TemplateResult {
    const { baseline, cleaned, difference, verdict, changes } = comparison;
    const axis = accuracyAxis(comparison);
    const { removed, relabelled, added } = changes;
    return html`<div class="sides">
        ${this.#side(TEXT.baseline, baseline, axis)} ${this.#side(TEXT.cleaned, cleaned, axis)}
        <div class="side difference">
          <h3 class="muted">${TEXT.difference}</h3>
          <strong>${TEXT.points(difference.mean)}</strong>
          <p>${TEXT.interval(TEXT.points(difference.low), TEXT.points(difference.high))} ${TEXT.pointsUnit}</p>
          <p class="verdict">${STRINGS.verdicts[verdict]}</p>
        </div>
      </div>
      <p class="muted">
        ${STRINGS.cleaning(comparison.cleaning)}: ${TEXT.changes(removed, relabelled, added)}.
        ${TEXT.test(comparison.scored, comparison.testSplit)}
        ${comparison.alsoInTraining > 0 ? TEXT.alsoInTraining(comparison.alsoInTraining) : nothing}
      </p>`;
  }

  /** What to mind is read before the tables, not after them. */
  #warnings({ warnings }: ComparisonView): TemplateResult | typeof nothing {
    if (warnings.length === 0) return nothing;
    return html`<section>
      <h2>${TEXT.warnings}</h2>
      <ul>
        ${warnings.map((text) => html`<li>${text}</li>`)}
      </ul>
    </section>`;
  }

  #perClass({ perClass, classesBetter, classesWorse }: ComparisonView): TemplateResult {
    const value = (one: number | null): string => (one === null ? '–' : finePercent(one));
    const most = Math.max(...perClass.map((row) => Math.abs((row.cleaned ?? 0) - (row.baseline ?? 0))), 0.01);
    const shown = this.all ? perClass : perClass.slice(0, MANY_CLASSES);
    return html`<section>
      <h2>${TEXT.perClass}</h2>
      <p class="muted">${TEXT.better(classesBetter, classesWorse, perClass.length)}</p>
      <div class="scroll" tabindex="0" role="region" aria-label=${TEXT.perClass}>
        <table aria-label=${TEXT.perClass}>
          <thead>
            <tr>
              ${TEXT.columns.map((name, i) => html`<th scope="col" class=${i === 0 ? '' : 'number'}>${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${shown.map(({ class: name, testPictures, baseline, cleaned }) => {
              const change = baseline === null || cleaned === null ? null : cleaned - baseline;
              return html`<tr>
                <th scope="row" title=${name}>${className(name)}</th>
                <td class="number">${count(testPictures)}</td>
                <td class="number">${value(baseline)}</td>
                <td class="number">${value(cleaned)}</td>
                <td class="number change">
                  ${change === null ? '–' : TEXT.points(change)}
                  <span
                    class="gain ${(change ?? 0) < 0 ? 'worse' : 'better'}"
                    ${setStyle({ '--gain': share(Math.abs(change ?? 0) / most) })}
                  ></span>
                </td>
              </tr>`;
            })}
          </tbody>
        </table>
        ${moreButton(perClass.length - shown.length, () => {
          this.all = true;
        })}
      </div>
    </section>`;
  }

  #confusion(comparison: ComparisonView): TemplateResult {
    const { classes, baseline, cleaned } = comparison;
    const scale = sharedScale(comparison, MAX_CLASSES);
    const matrix = (name: string, side: ComparedSideView) =>
      html`<div>
        <h3>${name}</h3>
        <label-audit-confusion
          .classes=${classes}
          .counts=${countMatrix(side.confusion, comparison.classes.length)}
          .scale=${scale}
          .label=${`${TEXT.confusion}: ${name}`}
        ></label-audit-confusion>
      </div>`;
    return html`<section>
      <h2>${TEXT.confusion}</h2>
      <p class="muted">
        ${TEXT.confusionHint}
        ${scale.shown.length < classes.length ? TEXT.limited(scale.shown.length, classes.length) : nothing}
      </p>
      <div class="pair">${matrix(TEXT.baseline, baseline)}${matrix(TEXT.cleaned, cleaned)}</div>
    </section>`;
  }

  #curves({ baseline, cleaned }: ComparisonView): TemplateResult {
    const range = accuracyRange([baseline, cleaned].flatMap(({ curves }) => curves));
    const chart = (name: string, { curves }: ComparedSideView) =>
      html`<figure>
        <figcaption>${name}</figcaption>
        <label-audit-chart
          .curves=${curves.map(({ history }) => history.map(({ accuracy }) => accuracy))}
          .label=${TEXT.curve(name, curves.length)}
          .range=${range}
          .xLabel=${TEXT.epoch}
        ></label-audit-chart>
      </figure>`;
    return html`<section>
      <h2>${TEXT.curves}</h2>
      <div class="pair wide">${chart(TEXT.baseline, baseline)}${chart(TEXT.cleaned, cleaned)}</div>
    </section>`;
  }

  protected override render(): TemplateResult {
    const { comparison, comparing } = this.remediation;
    const running = comparing ? html`<p role="status">${TEXT.running}</p>` : nothing;
    if (!comparison) {
      return html`<div class="empty">
        <h2>${TEXT.none}</h2>
        <p class="muted">${TEXT.noneHint}</p>
        ${comparing ? running : this.#run(TEXT.run, 'primary')}
      </div>`;
    }
    return html`<div class="page">
      <div class="head">
        <p class="muted">${STRINGS.modelText(comparison.model)} · ${dateTime(comparison.createdAt)}</p>
        ${this.#run(TEXT.again, 'secondary')}
      </div>
      ${running} ${this.#summary(comparison)} ${this.#warnings(comparison)} ${this.#perClass(comparison)}
      ${this.#confusion(comparison)} ${this.#curves(comparison)}
    </div>`;
  }

  static override styles = [baseStyles, classNameStyles, tableStyles, compareStyles];
}
