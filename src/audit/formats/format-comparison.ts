import type { Comparison, ComparedSide } from '../compare/comparison.ts';
import { planName } from './format-plan.ts';
import { count, finePercent, plural, points } from '../../numbers/index.ts';
import type { Interval } from '../compare/paired-bootstrap.ts';
import { printable } from '../wording/printable.ts';
import { textTable } from './text-table.ts';
import { backendWords } from '../wording/backend-words.ts';

const signed = (value: number): string => points(value, '-');
const interval = ({ low, high }: Interval, form: (value: number) => string): string => `${form(low)} to ${form(high)}`;

/** What a difference means, given its interval. */
export function verdictOf({ low, high }: Interval): 'cleaned' | 'given' | 'none' {
  return low > 0 ? 'cleaned' : high < 0 ? 'given' : 'none';
}

/** The same in words. */
export function verdict(difference: Interval): string {
  return {
    cleaned: 'the cleaned labels are better',
    given: 'the given labels are better',
    none: 'no difference can be told from these test pictures and repeats',
  }[verdictOf(difference)];
}

/** Where the cleaned rows come from, in a few words. */
export function cleaningName({ cleaning }: Pick<Comparison, 'cleaning'>): string {
  return cleaning.kind === 'file' ? cleaning.file : planName(cleaning.plan);
}

function sideLine(name: string, { accuracy, spread, trainPictures, runs }: ComparedSide): string {
  const each = runs.map((run) => finePercent(run.accuracy)).join(' ');
  return `${name.padEnd(15)}${finePercent(accuracy.mean)} (95%: ${interval(accuracy, finePercent)}; spread ${finePercent(spread)}; ${each}), trained on ${count(trainPictures)}`;
}

/** A wider table is too wide to read. */
const MOST_COLUMNS = 40;

function confusionLines(title: string, classes: readonly string[], { confusion, runs }: ComparedSide): string[] {
  const k = classes.length;
  const over = `counts over ${plural(runs.length, 'repeat')}`;
  if (k > MOST_COLUMNS) {
    const mixed = confusion.filter(([i, j]) => i !== j).sort((a, b) => b[2] - a[2]);
    const columns = [
      { title: 'given', align: 'left' as const },
      { title: 'predicted', align: 'left' as const },
      { title: 'count', align: 'right' as const },
    ];
    const rows = mixed
      .slice(0, MOST_COLUMNS)
      .map(([i, j, value]) => [printable(classes[i]), printable(classes[j]), count(value)]);
    const shown = `the ${count(rows.length)} of ${count(mixed.length)} pairs that are mixed up most; all are in compare.json`;
    return [`${title}: given label by predicted label, ${over}: ${shown}`, ...textTable(columns, rows)];
  }
  const names = classes.map(printable);
  const columns = [
    { title: 'given', align: 'left' as const },
    ...names.map((name) => ({ title: name, align: 'right' as const })),
  ];
  const counts = new Map(confusion.map(([i, j, value]) => [i * k + j, value]));
  const rows = names.map((name, i) => [
    name,
    ...names.map((_, j) => {
      const value = counts.get(i * k + j) ?? 0;
      return value === 0 ? '.' : count(value);
    }),
  ]);
  return [`${title}: given label by predicted label, ${over}`, ...textTable(columns, rows)];
}

/** A comparison in plain words, for a person at a terminal. Ends with a line break. */
export function formatComparison(comparison: Comparison): string {
  const { baseline, cleaned, difference, test, split, changes, settings, environment, repeats, classes } = comparison;
  const changed = [
    plural(changes.removed, 'picture') + ' removed',
    `${count(changes.relabelled)} relabelled`,
    ...(changes.added > 0 ? [`${count(changes.added)} added`] : []),
  ];
  const budget = comparison.earlyStopping
    ? `early stopping within ${settings.epochs} epochs`
    : !('epochs' in settings)
      ? 'heads on features'
      : plural(Number(settings.epochs), 'epoch');
  const columns = [
    { title: 'class', align: 'left' },
    { title: 'test pictures', align: 'right' },
    { title: 'baseline', align: 'right' },
    { title: 'cleaned', align: 'right' },
    { title: 'change', align: 'right' },
  ] as const;
  const rows = classes.map(({ class: name, testPictures, baseline: a, cleaned: b }) => [
    printable(name),
    count(testPictures),
    a === null ? '' : finePercent(a),
    b === null ? '' : finePercent(b),
    a === null || b === null ? '' : signed(b - a),
  ]);
  const sections = [
    [
      `Data set       ${printable(comparison.dataset.root)}`,
      `Cleaned        ${printable(cleaningName(comparison))}: ${changed.join(', ')}`,
      `Model          ${settings.model}, ${budget}, ${plural(repeats, 'repeat')}, seeds from ${environment.seed}, ${backendWords(environment)}`,
      `Tested on      ${count(test.scored)} pictures of the split ${printable(split.test)}` +
        (test.alsoInTraining > 0
          ? `; ${count(test.alsoInTraining)} more stand in the training rows too, and are left out`
          : ''),
    ],
    [
      sideLine('Baseline', baseline),
      sideLine('Cleaned', cleaned),
      `Difference     ${signed(difference.mean)} points (95%: ${interval(difference, signed)}): ${verdict(difference)}`,
      `Classes        ${count(comparison.classesBetter)} of ${count(classes.length)} better, ${count(comparison.classesWorse)} worse`,
    ],
    ['Accuracy of each class', ...textTable(columns, rows)],
    confusionLines('Baseline', comparison.dataset.classes, baseline),
    confusionLines('Cleaned', comparison.dataset.classes, cleaned),
    ...(comparison.warnings.length > 0
      ? [['Warnings', ...comparison.warnings.map((text) => `  ${printable(text)}`)]]
      : []),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
