import type { LabelsSource, Named } from './labelled-rows.ts';
import { groupHint, groupsOfRows } from './labels/group-column.ts';

/** Examples with their groups, where they have any. */
export interface Grouped {
  readonly examples: readonly Named[];
  readonly groupColumn?: string;
  /** What was read, or what is offered, in a sentence. */
  readonly note?: string;
}

/**
 * Gives examples their groups, where the user names a column of them; else offers one that looks like it. A row whose cell is
 * empty has no group: it stands alone.
 * @throws DatasetError where a labels file has no such column
 */
export function readGroups(
  examples: readonly Named[],
  sources: readonly LabelsSource[],
  given: string | undefined,
): Grouped {
  if (given === undefined) {
    const note = sources.map(({ rows }) => groupHint(rows)).find((hint) => hint !== undefined);
    return { examples, ...(note === undefined ? {} : { note }) };
  }
  const groups = new Map(sources.map(({ name, rows }) => [name, groupsOfRows(rows, given, name)]));
  const [first] = sources;
  const names = new Set<string>();
  let alone = 0;
  const grouped = examples.map((example): Named => {
    const { place } = example;
    if (place.kind !== 'csv') return example;
    const group = groups.get(place.file ?? first.name)?.at(place.row - 1) ?? '';
    if (group === '') {
      alone++;
      return example;
    }
    names.add(group);
    return { ...example, group };
  });
  const n = (count: number): string => count.toLocaleString('en-US');
  const column = groups.get(first.name)?.column ?? given;
  const left = alone === 1 ? '; 1 row without one stands alone' : `; ${n(alone)} rows without one stand alone`;
  const note = `Groups are read from the column ${JSON.stringify(column)}: ${n(names.size)}${alone === 0 ? '' : left}. None is on both sides of a fold.`;
  return { examples: grouped, groupColumn: column, note };
}
