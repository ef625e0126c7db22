import { count, share } from '../../numbers/index.ts';
import type { AuditReport } from '../report/types.ts';
import { printable } from '../wording/printable.ts';
import { textTable, type TextColumn } from './text-table.ts';

interface ClassRow {
  readonly class: string | number;
  /** These two only where the pictures themselves are known. */
  readonly examples?: number;
  readonly flagged?: number;
  readonly labelIssues: number;
  readonly inverseLabelIssues: number;
  readonly labelNoise: number;
  readonly labelQualityScore: number;
}

interface OverlapRow {
  readonly classA: string | number;
  readonly classB: string | number;
  readonly numOverlapping: number;
  readonly jointProbability: number;
}

const OVERLAPS_SHOWN = 5;

const left = (title: string): TextColumn => ({ title, align: 'left' });
const right = (title: string): TextColumn => ({ title, align: 'right' });
const name = (value: string | number): string => printable(String(value));

/** The table of classes, in the order given, under a heading. */
export function classTable(classes: readonly ClassRow[]): string[] {
  const withPictures = classes.every((row) => row.examples !== undefined);
  const columns = [
    left('class'),
    ...(withPictures ? [right('pictures'), right('flagged')] : []),
    ...['label issues', 'missed', 'label noise', 'label quality'].map(right),
  ];
  const rows = classes.map((row) => [
    name(row.class),
    ...(withPictures ? [count(row.examples ?? 0), count(row.flagged ?? 0)] : []),
    count(row.labelIssues),
    count(row.inverseLabelIssues),
    share(row.labelNoise),
    share(row.labelQualityScore),
  ]);
  return ['Health of each class, worst first', ...textTable(columns, rows)];
}

/** What a model that is too weak made of each class, in the order given, under a heading: how good the labels are it can't say. */
export function reachedTable(
  classes: readonly {
    readonly class: string;
    readonly examples: number;
    readonly right: number;
    readonly predicted: number;
    readonly flagged: number;
  }[],
): string[] {
  if (classes.length === 0) return [];
  const columns = [left('class'), ...['pictures', 'right', 'predicted', 'disagreements'].map(right)];
  const rows = classes.map((row) => [
    name(row.class),
    ...[row.examples, row.right, row.predicted, row.flagged].map((value) => count(value)),
  ]);
  return ['What the model reaches of each class, best first', ...textTable(columns, rows)];
}

/** The classes that are mixed up most, under a heading. */
export function overlapTable(overlaps: Iterable<OverlapRow>): string[] {
  const found: OverlapRow[] = [];
  for (const overlap of overlaps) if (overlap.numOverlapping > 0) found.push(overlap);
  if (found.length === 0) return ['Overlapping classes: none'];
  const rows = found
    .slice(0, OVERLAPS_SHOWN)
    .map((row) => [
      `${name(row.classA)} and ${name(row.classB)}`,
      count(row.numOverlapping),
      share(row.jointProbability),
    ]);
  const columns = [left('classes'), right('examples in both'), right('joint probability')];
  return [`Overlapping classes (${rows.length} of ${found.length})`, ...textTable(columns, rows)];
}

const COMMON_SHOWN = 10;

/** Of several labels a picture: what is wrong most often, under a heading. */
export function commonTable(common: NonNullable<AuditReport['health']['common']>): string[] {
  if (common.length === 0) return ['Common issues: none'];
  const rows = common
    .slice(0, COMMON_SHOWN)
    .map((row) => [row.add ? 'missing' : 'wrongly given', name(row.class), count(row.examples), share(row.share)]);
  const columns = [left('label'), left('class'), right('pictures'), right('share')];
  return [`Common issues (${rows.length} of ${common.length})`, ...textTable(columns, rows)];
}
