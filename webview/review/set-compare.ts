import { css, html, nothing, type TemplateResult } from 'lit';
import type { IssueDetail, IssueRow } from '../../src/protocol/index.ts';
import { percent } from '../language.ts';
import { classesOf } from '../model/label-sets.ts';
import { STRINGS } from '../strings.ts';

const TEXT = STRINGS.sets;

/** The given and the suggested set of labels side by side, each class with its probability; what differs is marked. */
export function setCompare(
  { given, suggested }: IssueRow,
  probabilities: IssueDetail['probabilities'] | undefined,
  separator: string,
): TemplateResult {
  const shares = new Map((probabilities ?? []).map((one) => [one.class, one.probability]));
  const [from, to] = [classesOf(given, separator), classesOf(suggested, separator)];
  const side = (of: 'given' | 'suggested', title: string, own: readonly string[], other: readonly string[]) =>
    html`<section class=${of}>
      <h3>${title}</h3>
      ${own.length === 0 ? html`<p class="muted">${TEXT.none}</p>` : nothing}
      <ul>
        ${own.map((name) => {
          const differs = !other.includes(name);
          const share = shares.get(name);
          return html`<li class=${differs ? 'differs' : ''}>
            <span class="mark" aria-hidden="true">${differs ? (of === 'given' ? '−' : '+') : ''}</span>
            <span class="class" title=${name}
              >${differs ? html`<span class="visually-hidden">${of === 'given' ? TEXT.remove : TEXT.add}</span>` : nothing}${name}</span
            >
            <span class="muted number">${share === undefined ? '' : percent(share)}</span>
          </li>`;
        })}
      </ul>
    </section>`;
  return html`<div class="sets">
    ${side('given', STRINGS.detail.given, from, to)} ${side('suggested', STRINGS.detail.suggested, to, from)}
  </div>`;
}

export const setCompareStyles = css`
  .sets {
    display: grid;
    gap: 4px 20px;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    margin: 8px 0;
  }
  .sets ul {
    list-style: none;
    margin: 2px 0 0;
    padding: 0;
  }
  .sets li {
    align-items: baseline;
    display: grid;
    gap: 4px;
    grid-template-columns: 1em minmax(0, 1fr) auto;
  }
  .sets .class {
    overflow-wrap: anywhere;
  }
  .sets .differs .class,
  .sets .mark {
    font-weight: 600;
  }
  .sets .given .differs .class {
    text-decoration: line-through;
  }
  .sets .number {
    font-variant-numeric: tabular-nums;
  }
`;
