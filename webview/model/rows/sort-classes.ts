import type { ClassRow } from '../../../src/protocol/index.ts';

export type ClassColumn = keyof ClassRow;

export interface ClassSort {
  readonly column: ClassColumn;
  readonly descending: boolean;
}

const collator = new Intl.Collator(undefined, { numeric: true });

/** Ties are in the natural order of the class names. */
export function sortClasses(rows: readonly ClassRow[], sort: ClassSort): ClassRow[] {
  const { column } = sort;
  const direction = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const byName = collator.compare(a.class, b.class);
    if (column === 'class') return direction * byName;
    return direction * ((a[column] ?? 0) - (b[column] ?? 0)) || byName;
  });
}

/** What a click on a column's heading asks for: texts and scores begin with the smallest, counts with the greatest. */
export function nextClassSort(sort: ClassSort, column: ClassColumn): ClassSort {
  if (sort.column === column) return { column, descending: !sort.descending };
  return { column, descending: column !== 'class' && column !== 'labelQualityScore' };
}
