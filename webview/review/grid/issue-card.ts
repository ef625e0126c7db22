import { html, nothing, type TemplateResult } from 'lit';
import type { IssueRow } from '../../../src/protocol/index.ts';
import { icon, type IconName } from '../../parts/icons.ts';
import { fineScore, percent } from '../../language.ts';
import type { Standing } from '../../model/rows/filters.ts';
import { changesBetween } from '../../model/label-sets.ts';
import { fileName } from '../../model/format.ts';
import { STRINGS } from '../../strings.ts';
import { className } from '../../parts/class-name.ts';

export interface CardView {
  readonly issue: IssueRow;
  readonly flagged: boolean;
  /** It is marked as flagged, among pictures that are not. */
  readonly marked: boolean;
  readonly decision: Standing;
  readonly pending: boolean;
  readonly selected: boolean;
  readonly active: boolean;
  /** Undefined while it is on its way, null if there is none. */
  readonly thumbnail: string | null | undefined;
  /** From 1. */
  readonly position: number;
  readonly total: number;
  /** It is the first behind the finish line. */
  readonly finish?: boolean;
  /** What stands in place of the suggestion, where it is not the label that is reviewed. */
  readonly finding?: TemplateResult;
  /** It is the first of a set, or another of it. */
  readonly set?: 'first' | 'other';
  /** What divides labels, where a picture has several. */
  readonly separator?: string;
}

const BADGES: Readonly<Record<Exclude<Standing, 'open'>, IconName>> = {
  unsure: 'question',
  relabelled: 'tag',
  kept: 'check',
  removed: 'trash',
  gone: 'circleSlash',
};

/** Small pictures are enlarged with sharp edges. */
export function sharpenSmall(event: Event): void {
  const image = event.currentTarget as HTMLImageElement;
  image.classList.toggle('pixels', image.naturalWidth < 64);
}

function hideBroken(event: Event): void {
  (event.currentTarget as HTMLImageElement).classList.add('broken');
}

function picture(thumbnail: CardView['thumbnail']): TemplateResult | typeof nothing {
  if (thumbnail === undefined) return nothing;
  const missing = html`<span class="missing">${icon('fileMedia')}<span>${STRINGS.grid.missing}</span></span>`;
  if (thumbnail === null) return missing;
  return html`<img
      alt=""
      decoding="async"
      draggable="false"
      .src=${thumbnail}
      @load=${sharpenSmall}
      @error=${hideBroken}
    />${missing}`;
}

/** What is missing or wrong of several labels, the first two of it. */
function setChanges({ given, suggested, suggestedProbability }: IssueRow, separator: string): TemplateResult {
  const changes = changesBetween(given, suggested, separator);
  if (changes.length === 0) {
    return html`<div class="labels">
      <span class="arrow" aria-hidden="true">=</span> <span class="suggested agrees">${STRINGS.grid.agrees}</span>
    </div>`;
  }
  const [first, ...others] = changes;
  const text = changes.map((one) => `${one.add ? STRINGS.sets.add : STRINGS.sets.remove}${one.class}`).join(', ');
  return html`<div class="labels" title=${text}>
    <span class="arrow" aria-hidden="true">${first.add ? '+' : '−'}</span
    ><span class="visually-hidden">${first.add ? STRINGS.sets.add : STRINGS.sets.remove}</span>
    <span class="suggested">${className(first.class)}</span>
    ${others.length === 0 ? html`<span class="number">${percent(suggestedProbability)}</span>` : html`<span class="number">${STRINGS.sets.more(others.length)}</span>`}
  </div>`;
}

/** What the model believes it is: another class, or the one that it is labelled. */
function suggestion({ given, suggested, suggestedProbability }: IssueRow, isFlagged: boolean): TemplateResult {
  const number = html`<span class="number">${percent(suggestedProbability)}</span>`;
  if (given === suggested && !isFlagged) {
    return html`<div class="labels">
      <span class="arrow" aria-hidden="true">=</span> <span class="suggested agrees">${STRINGS.grid.agrees}</span>
      ${number}
    </div>`;
  }
  return html`<div class="labels">
    <span class="arrow" aria-hidden="true">→</span><span class="visually-hidden">${STRINGS.grid.suggested}</span>
    <span class="suggested" title=${suggested}>${className(suggested)}</span>
    ${number}
  </div>`;
}

const qualityName = ({ finding }: CardView): string =>
  finding === undefined ? STRINGS.grid.quality : STRINGS.checks.score;

/** One picture as an option of the grid's list box. */
export function issueCard(view: CardView): TemplateResult {
  const { issue, decision, thumbnail } = view;
  const current = decision === 'relabelled' && !view.pending && issue.current !== undefined ? issue.current : null;
  return html`<div
    id="issue-${issue.id}"
    class="card ${decision} ${view.selected ? 'selected' : ''} ${view.active ? 'active' : ''} ${view.pending ? 'pending' : ''} ${view.set === undefined ? '' : `set ${view.set}`}"
    role="option"
    data-id=${issue.id}
    title=${issue.path}
    aria-selected=${view.selected}
    aria-posinset=${view.position}
    aria-setsize=${view.total}
  >
    ${view.finish === true ? html`<span class="visually-hidden">${STRINGS.progress.finishHint}</span>` : nothing}
    <div class="picture ${thumbnail === undefined ? 'loading' : ''}">
      ${picture(thumbnail)}
      ${
        view.marked
          ? html`<span class="flag" title=${STRINGS.grid.flagged}
              >${icon('flag')}<span class="visually-hidden">${STRINGS.grid.flagged}</span></span
            >`
          : nothing
      }
      ${
        decision === 'open'
          ? nothing
          : html`<span class="badge"
              >${icon(BADGES[decision])}<span class="name"
                >${className(current ?? STRINGS.decision(decision))}</span
              ></span
            >`
      }
    </div>
    <div class="labels">
      <span class="visually-hidden">${STRINGS.grid.labelled}</span
      ><span class="given" title=${issue.given}>${className(issue.given)}</span>
    </div>
    ${view.finding ?? (view.separator === undefined ? suggestion(issue, view.flagged) : setChanges(issue, view.separator))}
    <div class="quality">
      <span class="name muted">${className(fileName(issue.path))}</span>
      <span class="visually-hidden">${qualityName(view)}</span
      ><span class="number muted" title=${qualityName(view)}>${fineScore(issue.quality)}</span>
    </div>
  </div>`;
}
