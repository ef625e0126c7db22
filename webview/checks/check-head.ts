import { css, html, nothing, type TemplateResult } from 'lit';
import type { CheckSummary } from '../../src/protocol/index.ts';
import { NO_FILTERS } from '../model/rows/filters.ts';
import { proposalOf, type ShownCheck } from '../model/checks/shown-check.ts';
import type { ReviewSession } from '../model/review-session.ts';
import { act } from '../parts/action.ts';
import { icon } from '../parts/icons.ts';
import { STRINGS } from '../strings.ts';

const TEXT = STRINGS.checks;

/** How many findings of the data set as a whole are told. */
const MOST_FINDINGS = 6;

/** What can be said of a check's findings as a whole, above them: what it means, how many there are, and by which threshold. */
export function checkHead(
  from: HTMLElement,
  session: ReviewSession,
  summaries: readonly CheckSummary[],
): TemplateResult | typeof nothing {
  const { check } = session;
  const summary = summaries.find(({ name }) => name === check?.name);
  if (check === null || summary === undefined) return nothing;
  const { result } = check;
  return html`<section class="check" aria-label=${TEXT.title(check.name)}>
    <div class="sentence">
      <span class="meaning">${TEXT.meaning(check.name)}</span>
      ${result === null ? html`<span class="muted">${TEXT.loading}</span>` : html`<strong>${flaggedText(check)}</strong>`}
      ${summary.whole === undefined ? nothing : html`<span class="muted">${TEXT.whole(summary.whole)}</span>`}
    </div>
    ${threshold(check, summary)} ${setLine(session, check)}
    ${result?.problem === undefined ? nothing : html`<p class="weak">${icon('warning')} ${result.problem}</p>`}
    ${
      result?.many === true
        ? html`<p role="note">${TEXT.many(result.flagged, Math.max(result.scored, result.flagged))}</p>`
        : nothing
    }
    ${findings(from, summary)}
  </section>`;
}

/** How many the threshold flags that was asked for last and answered: never the number of one beside another. */
function flaggedText({ result, sets, histogram }: ShownCheck): string {
  // A check of the data set as a whole scores no pictures.
  if (result === null || (result.scored === 0 && sets === undefined)) return '';
  const { flagged } = result;
  if (sets !== undefined) return TEXT.flaggedSets(flagged, sets.length);
  return histogram === undefined ? TEXT.share(flagged, result.scored) : TEXT.flagged(flagged, result.threshold);
}

function threshold(check: ShownCheck, summary: CheckSummary) {
  const { histogram, threshold: at, result } = check;
  if (histogram === undefined || at === null || result === null) return nothing;
  const [low, high] = histogram.range;
  return html`<label-audit-threshold
    .bars=${histogram.bars}
    .low=${low}
    .high=${high}
    .threshold=${at}
    .usual=${summary.threshold}
    .text=${flaggedText(check)}
  ></label-audit-threshold>`;
}

/** Of which set the active picture is, and which of its pictures were not audited. */
function setLine({ active }: ReviewSession, { sets, setOf }: ShownCheck): TemplateResult | typeof nothing {
  const place = active === undefined ? undefined : setOf.get(active.id);
  if (sets === undefined || place === undefined) return nothing;
  const { by, others } = sets[place];
  const paths = others.map(({ path, split }) => (split === undefined ? path : `${path} (${split})`));
  return html`<p class="muted set">
    ${TEXT.set(place + 1, sets.length)},
    ${TEXT.by[by]}${paths.length === 0 ? nothing : html`. ${TEXT.elsewhere(paths)}`}
  </p>`;
}

/** Findings of the data set as a whole: one line each, those of a class lead to its pictures. */
function findings(from: HTMLElement, { findings: all = [] }: CheckSummary): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  return html`<ul>
    ${all.slice(0, MOST_FINDINGS).map((finding) => {
      const { ofClass, property } = finding;
      const text = TEXT.finding({ ...finding, ...(property === undefined ? {} : { property: TEXT.title(property) }) });
      if (ofClass === undefined) return html`<li>${text}</li>`;
      return html`<li>
        <button
          class="plain link"
          title=${TEXT.showFinding(ofClass)}
          @click=${() => {
            act(from, { kind: 'showOnly', filters: { ...NO_FILTERS, all: true, given: ofClass } });
          }}
        >
          ${text}
        </button>
      </li>`;
    })}
  </ul>`;
}

/** The decisions on what a check found in what is selected. */
export function findingButtons(from: HTMLElement, session: ReviewSession, check: ShownCheck): TemplateResult {
  const { ids } = session.selection;
  const n = ids.size;
  const sets = new Set([...ids].map((id) => check.setOf.get(id)).filter((place) => place !== undefined)).size;
  const proposal = proposalOf(check);
  const proposed = proposal === null ? '' : sets > 1 ? TEXT[`${proposal}All`](sets) : TEXT[proposal];
  const button = (
    kind: 'accept' | 'keep' | 'remove' | 'unsure' | 'undo',
    name: Parameters<typeof icon>[0],
    text: string,
  ): TemplateResult =>
    html`<vscode-button
      appearance=${kind === (proposal === null ? 'keep' : 'accept') ? 'primary' : 'secondary'}
      title=${text}
      @click=${() => {
        act(from, { kind: 'command', command: { kind } });
      }}
      >${icon(name, 'start')}${text}<small class="key" slot="end">${STRINGS.detail.keyOf[kind]}</small></vscode-button
    >`;
  const several = n > 1;
  return html`<div class="decisions long ${proposal === null ? 'without' : ''}">
    ${proposal === null ? nothing : button('accept', 'check', proposed)}
    ${button('keep', 'passFilled', several ? TEXT.keepAll(n) : TEXT.keep)}
    ${button('remove', 'trash', several ? STRINGS.detail.removeAll(n) : STRINGS.detail.remove)}
    ${button('unsure', 'question', several ? STRINGS.detail.unsureAll(n) : STRINGS.detail.unsure)}
    ${button('undo', 'discard', STRINGS.detail.undo)}
  </div>`;
}

export const checkHeadStyles = css`
  .check {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    padding: 2px 12px 6px;
  }
  .check .sentence {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    min-width: 0;
  }
  .check p,
  .check ul {
    flex: 1 1 100%;
  }
  .check p.set {
    flex: 0 1 auto;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .check ul {
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .check .weak .icon {
    display: inline-block;
    vertical-align: text-bottom;
  }
`;
