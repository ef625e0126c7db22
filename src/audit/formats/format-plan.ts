import { count, finePercent, plural } from '../../numbers/index.ts';
import type { HeldBackReason, RemediationPlan } from '../remediation/plan.ts';
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
  'which-row': 'several rows name it, and the review does not say which one',
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
  lines.push(...severalRows(plan));
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

/** What the plan does with pictures that stand in several rows. */
function severalRows({ changes }: RemediationPlan): string[] {
  const lines: string[] = [];
  const listed = (names: readonly string[]): string => {
    const more = names.length > NAMES_SHOWN ? ` and ${count(names.length - NAMES_SHOWN)} more` : '';
    return `${names.slice(0, NAMES_SHOWN).map(printable).join(', ')}${more}`;
  };
  const copied = changes.filter(({ rows = [] }) => rows.length > 1);
  if (copied.length > 0) {
    const rows = copied.reduce((sum, change) => sum + (change.rows ?? []).length, 0);
    const names = copied.map(({ path, rows: own = [] }) => `${path} (rows ${own.join(', ')})`);
    lines.push(
      `Equal rows     ${plural(rows, 'row')} of ${plural(copied.length, 'picture')} say the same in the same split and are changed together: ${listed(names)}`,
    );
  }
  const others = changes.flatMap(({ path, elsewhere = [] }) =>
    elsewhere.map(({ row, split, label }) => {
      const where = [
        ...(row === undefined ? [] : [`row ${row}`]),
        ...(split === undefined ? [] : [split]),
        `"${label}"`,
      ];
      return `${path} (${where.join(', ')})`;
    }),
  );
  if (others.length > 0) {
    lines.push(
      `Also elsewhere ${plural(others.length, 'other row')} of the same pictures ${others.length === 1 ? 'stays as it is' : 'stay as they are'}: ${listed(others)}`,
    );
  }
  return lines;
}
