import type { ArrayHealth, ArrayIssues } from '../report/array-results.ts';
import { classTable, overlapTable } from './health-tables.ts';
import { count, share } from '../../numbers/index.ts';
import { tableLines } from './text-table.ts';

/** Label issues of arrays, for a person at a terminal, line by line. */
export function* issuesLines({ count: total, indices, labelQuality, suggested }: ArrayIssues): Generator<string> {
  yield `Label issues: ${count(total)}`;
  if (total === 0) return;
  const columns = ['row', 'label quality', 'suggested'].map((title) => ({ title, align: 'right' as const }));
  yield* tableLines(columns, {
    *[Symbol.iterator]() {
      for (let i = 0; i < total; i++) yield [String(indices[i]), share(labelQuality[i]), String(suggested[i])];
    },
  });
}

/** Health of arrays, for a person at a terminal, line by line. */
export function healthLines(health: ArrayHealth): string[] {
  return [
    `Label health   ${share(health.overallLabelHealthScore)} overall; label issues ${count(health.numIssues)}`,
    '',
    ...classTable(health.classesByLabelQuality),
    '',
    ...overlapTable(health.overlappingClasses),
  ];
}
