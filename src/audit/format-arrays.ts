import type { ArrayHealth, ArrayIssues } from './arrays.ts';
import { classTable, overlapTable } from './health-tables.ts';
import { count, share } from './numbers.ts';
import { textTable } from './text-table.ts';

/** Label issues of arrays, for a person at a terminal. */
export function formatIssuesText({ count: total, indices, labelQuality, suggested }: ArrayIssues): string {
  const columns = ['row', 'label quality', 'suggested'].map((title) => ({ title, align: 'right' as const }));
  const rows = indices.map((index, i) => [String(index), share(labelQuality[i]), String(suggested[i])]);
  return [`Label issues: ${count(total)}`, ...(total > 0 ? textTable(columns, rows) : []), ''].join('\n');
}

/** Health of arrays, for a person at a terminal. */
export function formatHealthText(health: ArrayHealth): string {
  return [
    `Label health   ${share(health.overallLabelHealthScore)} overall; label issues ${count(health.numIssues)}`,
    '',
    ...classTable(health.classesByLabelQuality),
    '',
    ...overlapTable(health.overlappingClasses),
    '',
  ].join('\n');
}
