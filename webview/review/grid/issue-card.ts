import { css, html, nothing, type TemplateResult } from 'lit';
import type { IssueRow } from '../../../src/protocol/index.ts';
import { icon, type IconName } from '../../parts/icons.ts';
import { fineScore, percent } from '../../language.ts';
import type { Standing } from '../../model/rows/filters.ts';
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
              >${icon(BADGES[decision])}<span class="truncate">${current ?? STRINGS.decision(decision)}</span></span
            >`
      }
    </div>
    <div class="labels">
      <span class="visually-hidden">${STRINGS.grid.labelled}</span
      ><span class="given" title=${issue.given}>${className(issue.given)}</span>
    </div>
    ${view.finding ?? suggestion(issue, view.flagged)}
    <div class="quality">
      <span class="name muted">${className(fileName(issue.path))}</span>
      <span class="visually-hidden">${qualityName(view)}</span
      ><span class="number muted" title=${qualityName(view)}>${fineScore(issue.quality)}</span>
    </div>
  </div>`;
}

export const cardStyles = css`
  .card {
    background: var(--vscode-editorWidget-background);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-editorWidget-border, transparent));
    border-radius: 5px;
    cursor: pointer;
    display: flex;
    flex: 1 1 0;
    flex-direction: column;
    min-width: 0;
    overflow: hidden;
    position: relative;
    user-select: none;
  }
  .card:hover {
    background: var(--vscode-list-hoverBackground);
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
  }
  .card.selected {
    background: var(--vscode-list-activeSelectionBackground);
    border-color: var(--vscode-contrastActiveBorder, var(--vscode-list-activeSelectionBackground));
    color: var(--vscode-list-activeSelectionForeground, var(--vscode-foreground));
    outline: none;
  }
  .card.selected .muted {
    color: inherit;
  }
  /* The picture covers most of a card: the edge has to tell that it is selected. */
  .card.selected .picture {
    box-shadow: inset 0 0 0 3px var(--vscode-focusBorder);
    z-index: 0;
  }
  .card.selected img {
    height: calc(100% - 10px);
    width: calc(100% - 10px);
  }
  .card.active {
    outline: 2px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .card .picture {
    align-items: center;
    background: var(--vscode-editor-background);
    display: flex;
    flex: 1;
    justify-content: center;
    min-height: 0;
    position: relative;
  }
  .card img {
    height: 100%;
    object-fit: contain;
    position: absolute;
    width: 100%;
  }
  .pixels {
    image-rendering: pixelated;
  }
  .card img + .missing,
  .card img.broken {
    display: none;
  }
  .card img.broken + .missing,
  .missing {
    align-items: center;
    color: var(--vscode-descriptionForeground);
    display: flex;
    flex-direction: column;
    font-size: 0.85em;
    gap: 4px;
  }
  .card.relabelled img,
  .card.kept img,
  .card.removed img,
  .card.gone img {
    opacity: 0.45;
  }
  .badge {
    align-items: center;
    background: var(--vscode-badge-background);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 10px;
    bottom: 6px;
    color: var(--vscode-badge-foreground);
    display: flex;
    font-size: 0.85em;
    gap: 4px;
    inset-inline-end: 6px;
    line-height: 18px;
    max-width: calc(100% - 12px);
    padding: 0 8px 0 6px;
    position: absolute;
  }
  .flag {
    align-items: center;
    background: var(--vscode-editorWidget-background);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 10px;
    color: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow));
    display: flex;
    inset-inline-start: 6px;
    padding: 3px;
    position: absolute;
    top: 6px;
  }
  .flag .icon {
    height: 14px;
    width: 14px;
  }
  /* The pictures of a set stand side by side, the best first: a bar along them holds them together. */
  .card.set {
    border-top: 3px solid var(--vscode-charts-blue, var(--vscode-focusBorder));
    border-top-left-radius: 0;
    border-top-right-radius: 0;
  }
  .card.set.other::before {
    background: var(--vscode-charts-blue, var(--vscode-focusBorder));
    content: '';
    height: 3px;
    inset-inline-start: -9px;
    position: absolute;
    top: -3px;
    width: 9px;
  }
  .card.set.other {
    overflow: visible;
  }
  .card .best {
    font-weight: 600;
  }
  .card .suggested.agrees {
    font-weight: normal;
  }
  .badge .icon {
    height: 12px;
    width: 12px;
  }
  .card.pending .badge {
    border: 1px dashed var(--vscode-badge-foreground);
  }
  .card .labels {
    align-items: baseline;
    display: flex;
    gap: 4px;
    padding: 0 8px;
  }
  .card .picture + .labels {
    padding-top: 4px;
  }
  .card .given,
  .card .suggested {
    flex: 0 1 auto;
    min-width: 0;
  }
  .card .suggested {
    font-weight: 600;
  }
  .card .number {
    font-variant-numeric: tabular-nums;
    margin-inline-start: auto;
  }
  .card.removed .given {
    text-decoration: line-through;
  }
  .card .quality {
    align-items: center;
    display: flex;
    font-size: 0.88em;
    gap: 6px;
    padding: 0 8px 6px;
  }
  .card .quality .name {
    flex: 1 1 0;
    min-width: 0;
  }
`;
