import { count, finePercent, plural } from '../../numbers/index.ts';
import type { HeldBackReason, RemediationPlan } from '../remediation/plan-remediation.ts';
import { printable } from '../wording/printable.ts';
import { textTable } from './text-table.ts';

const REASONS: Readonly<Record<HeldBackReason, string>> = {
  kept: 'a review keeps the label',
  'not-confident': 'the suggestion is not probable enough',
  'class-too-small': 'the class would have too few pictures',
  'label-changed': 'the label has changed since the audit',
  gone: 'it is no longer in the data set',
  'no-other-label': 'the model suggests the label that it has',
  'to-be-removed': 'a review removes it: use --prune',
};

const NAMES_SHOWN = 10;

/** What a plan is, in a few words, e.g. `prune the worst 10.0% of the flagged labels`. */
export function planName({
  action,
  by,
  share,
  threshold,
  minConfidence,
}: Pick<RemediationPlan, 'action' | 'by' | 'share' | 'threshold' | 'minConfidence'>): string {
  const which = {
    all: 'all flagged labels',
    worst: `the worst ${finePercent(share ?? 0)} of the flagged labels`,
    below: `the flagged labels of a quality below ${threshold ?? 0}`,
    reviewed: 'the labels that reviews found wrong',
  }[by];
  const sure =
    minConfidence === undefined ? '' : `, where the suggestion has a probability of at least ${minConfidence}`;
  return `${action} ${which}${sure}`;
}

/** What a plan changes, what it holds back and why, and the number of pictures of each class before and after. */
export function formatPlan(plan: RemediationPlan): string {
  const { changes, heldBack, considered, classes } = plan;
  const where = plan.splits ? ` in ${plan.splits.map(printable).join(', ')}` : '';
  const lines = [
    `Plan           ${planName(plan)}${where}`,
    `Changes        ${plural(changes.length, 'picture')} of ${count(considered)} considered`,
  ];
  const reasons = [...new Set(heldBack.map(({ reason }) => reason))];
  for (const reason of reasons) {
    const held = heldBack.filter((entry) => entry.reason === reason).map(({ path }) => printable(path));
    const more = held.length > NAMES_SHOWN ? ` and ${count(held.length - NAMES_SHOWN)} more` : '';
    lines.push(
      `Left alone     ${count(held.length)}: ${REASONS[reason]} (${held.slice(0, NAMES_SHOWN).join(', ')}${more})`,
    );
  }
  const columns = [
    { title: 'class', align: 'left' },
    { title: 'before', align: 'right' },
    { title: 'after', align: 'right' },
    { title: 'change', align: 'right' },
  ] as const;
  const rows = classes.map(({ class: name, before, after }) => [
    printable(name),
    count(before),
    count(after),
    after === before ? '' : `${after > before ? '+' : '-'}${count(Math.abs(after - before))}`,
  ]);
  return `${[...lines, '', 'Pictures of each class', ...textTable(columns, rows)].join('\n')}\n`;
}
