import type { AuditView } from '../../../src/protocol/index.ts';
import { countFilters } from './filters.ts';
import type { ReviewView } from '../saved-state.ts';
import { WORST_FIRST } from './sort-issues.ts';

/** Pixels that the first rows fill for sure, however wide the grid is. */
const FILLED = 1000;

/** What tells one audit from another. */
export function auditKey({ name, createdAt }: AuditView): string {
  return `${name}\n${createdAt}`;
}

/** Whether what the user saw last looks the same with the first rows alone: it would only jump when all are there. */
export function showsWithFirstRows({ filters, sort, selected, scrollTop }: ReviewView, audit: AuditView): boolean {
  if (countFilters(filters) > 0 || scrollTop > FILLED) return false;
  if (sort.key !== WORST_FIRST.key || sort.descending !== WORST_FIRST.descending) return false;
  const ids = new Set(audit.issues.map(({ id }) => id));
  return selected.every((id) => ids.has(id));
}
