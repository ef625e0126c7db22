import { DatasetError } from '../dataset-error.ts';
import { shortened } from './shortened.ts';
import type { LabelRows } from './label-rows.ts';

/** Words of headers whose values are groups: pictures of one are often alike. */
const GROUP =
  /^(?:patient|subject|sender|person|participant|user|uploader|photographer|video|clip|sequence|session|scene|series|study|case|animal|individual|specimen|slide|hospital|donor|writer|speaker|author|owner|camera|site|plate|group)s?$/;
/** What may stand behind such a word. */
const NUMBER = /^(?:id|ids|no|nr|num|number|code|name|key|index|uid|uuid)$/;
/** Rows that are looked at for a hint. */
const LOOKED_AT = 20_000;

/** Groups of a labels file's rows. */
export interface RowGroups {
  readonly column: string;
  /** Trimmed; '' where the row has none. */
  readonly at: (row: number) => string;
}

/**
 * The column of groups that the user names, exactly or else without regard to case.
 * @throws DatasetError where there is none of that name, or several
 */
export function groupsOfRows({ columns, cell }: LabelRows, given: string, file: string): RowGroups {
  const names = columns ?? [];
  const exact = names.flatMap((name, i) => (name === given ? [i] : []));
  const loose = names.flatMap((name, i) => (name.toLowerCase() === given.toLowerCase() ? [i] : []));
  const found = exact.length > 0 ? exact : loose;
  if (found.length !== 1 || cell === undefined) {
    const count = found.length === 0 ? 'no' : String(found.length);
    const listed = shortened(names.map((name) => JSON.stringify(name)).join(', '), 500);
    throw new DatasetError(file, `it has ${count} columns named ${JSON.stringify(given)}. Its columns are ${listed}`);
  }
  const [column] = found;
  return { column: names[column], at: (row) => cell(row, column) };
}

/**
 * A sentence that offers a column of groups, where one looks like it: its header says so (`patient`, `sender_id`), most of its
 * values stand in several rows, and labels don't already decide them.
 */
export function groupHint(rows: LabelRows): string | undefined {
  const { columns, cell, columnNames } = rows;
  if (columns === undefined || cell === undefined) return undefined;
  const used = new Set([columnNames.image, columnNames.label, columnNames.split]);
  const candidates = columns.flatMap((name, column) =>
    !used.has(name) && isGroupName(name) ? [{ name, column }] : [],
  );
  for (const { name, column } of candidates) {
    const values = new Map<string, number>();
    const ofLabel = new Map<string, string>();
    let severalOfOneLabel = false;
    let filled = 0;
    for (let row = 0; row < Math.min(rows.count, LOOKED_AT); row++) {
      const value = cell(row, column);
      if (value === '') continue;
      filled++;
      values.set(value, (values.get(value) ?? 0) + 1);
      const label = rows.label(row);
      const first = ofLabel.get(label);
      if (first === undefined) ofLabel.set(label, value);
      else if (first !== value) severalOfOneLabel = true;
    }
    if (values.size < 3 || values.size * 2 > filled || !severalOfOneLabel) continue;
    const more = rows.count > LOOKED_AT ? `in the first ${LOOKED_AT.toLocaleString('en-US')} rows ` : '';
    const option = /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
    return `The column ${JSON.stringify(name)} has ${more}${values.size.toLocaleString('en-US')} values; pictures of one are often alike. Keep those of one on the same side of each fold with: --group-column ${option}`;
  }
  return undefined;
}

/** `sender_id`, `PatientID`, `video`; not `patient_age`. */
function isGroupName(name: string): boolean {
  const words = name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[\s_.-]+/)
    .filter((word) => word !== '');
  const rest = words[0] === 'image' ? words.slice(1) : words;
  const first = rest.shift() ?? '';
  const joined = /^(.+?)(?:id|name)$/.exec(first);
  const isWord = GROUP.test(first) || (joined !== null && GROUP.test(joined[1]));
  return isWord && rest.every((word) => NUMBER.test(word));
}
