import { visibleLabel } from '../../dataset/index.ts';
import { count, plural } from '../../numbers/index.ts';
import type { MergePlan } from '../remediation/merge-classes.ts';
import { printable } from '../wording/printable.ts';

const SHOWN = 50;

/** What a merge of classes changes, and what it leaves alone. Ends with a line break. */
export function formatMerge({ merges, changes }: MergePlan): string {
  const lines = [
    'Plan           write labels alike that look alike',
    `Changes        ${plural(changes.length, 'row')}`,
  ];
  for (const { from, to, rows, testRows, difference } of merges.slice(0, SHOWN)) {
    const how = difference === undefined ? '' : `, which differ ${difference}`;
    const left = testRows === 0 ? '' : `; ${plural(testRows, 'row')} of test splits left alone`;
    lines.push(
      `  ${printable(`${visibleLabel(from)} becomes ${visibleLabel(to)}: ${plural(rows, 'row')}${left}${how}`)}`,
    );
  }
  if (merges.length > SHOWN) lines.push(`  and ${count(merges.length - SHOWN)} more`);
  const testRows = merges.reduce((sum, merge) => sum + merge.testRows, 0);
  if (testRows > 0) {
    lines.push(
      `Left alone     ${plural(testRows, 'row')} of test splits, which no plan changes: write ${testRows === 1 ? 'it' : 'them'} alike by hand`,
    );
  }
  return `${lines.join('\n')}\n`;
}
