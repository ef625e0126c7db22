import {
  findJsonKeys,
  indexLabels,
  isSeparator,
  layoutOf,
  splitOfFile,
  type ColumnNames,
} from '../../dataset/index.ts';
import type { Lines, RowLayout, TableLayout } from './scan-row.ts';

/** What the header of a labels file says. */
export interface LabelsHeader {
  readonly layout: RowLayout;
  /** The header with all above it, as it is written; '' for JSON lines, which have none. */
  readonly text: string;
  /** The first line below it. */
  readonly bodyLine: number;
}

/** How many lines are looked at to recognise the delimiter. */
const PROBED_LINES = 64;

/** What an audit has found. */
export interface AuditedFile {
  /** Name of the labels file. */
  readonly name: string;
  /** Its place among those of the data set; default 0. */
  readonly file?: number;
  readonly splits: readonly string[];
}

/**
 * Reads the header; undefined where it names no image and label column (yet).
 * @param audited splits as the audit named them, so that rows are of the same ones here
 */
export function readLabelsHeader(
  source: Lines,
  columns: ColumnNames,
  audited: AuditedFile = { name: '', splits: [] },
): LabelsHeader | undefined {
  const { name, file = 0 } = audited;
  const { multiLabel = 'off' } = columns;
  const sets = isSeparator(multiLabel) ? { separator: multiLabel } : {};
  if (layoutOf({ name, head: '' })?.name === 'jsonl') {
    const keys = findJsonKeys(filledLines(source), columns);
    if ('ok' in keys) return undefined;
    const fileSplit = fileSplitOf(audited, keys.split !== undefined);
    return { layout: { kind: 'objects', keys, file, fileSplit, ...sets }, text: '', bodyLine: 0 };
  }
  const head: string[] = [];
  let firstLine = -1;
  for (let i = 0; i < Math.min(source.lineCount, PROBED_LINES); i += 1) {
    const line = source.line(i);
    if (firstLine < 0 && line.trim() !== '' && !line.startsWith('#')) firstLine = i;
    head.push(line);
  }
  if (firstLine < 0) return undefined;
  // A quote that is being typed further down must not hide the header.
  const whole = indexLabels(head.join('\n'), columns);
  const index = whole.ok ? whole : indexLabels(head.slice(0, firstLine + 1).join('\n'), columns);
  if (!index.ok) return undefined;
  const { delimiter, header } = index;
  const { image, label, split } = index.columns;
  const layout: TableLayout = {
    ...{ file, delimiter, cells: header.length, image, label, split },
    splitNames: splitNamesOf(audited),
    fileSplit: fileSplitOf(audited, split >= 0),
    ...sets,
  };
  const bodyLine = index.bodyLine - 1;
  return { layout, text: head.slice(0, bodyLine).join('\n'), bodyLine };
}

function* filledLines(source: Lines): Generator<string> {
  for (let i = 0; i < source.lineCount; i += 1) {
    const line = source.line(i);
    if (line.trim() !== '') yield line;
  }
}

/** Codes that stand in names such as `test (2)`. */
function splitNamesOf({ splits }: AuditedFile): ReadonlyMap<string, string> {
  const codes = splits.flatMap((split) => {
    const code = /^(?:train|validation|test) \((.+)\)$/.exec(split)?.[1];
    return code === undefined ? [] : [[code, split] as const];
  });
  return new Map(codes);
}

/** The split that the file is named after, if the audit knows it and no column says more; else ''. */
export function fileSplitOf({ name, splits }: Pick<AuditedFile, 'name' | 'splits'>, hasColumn: boolean): string {
  const ofFile = hasColumn ? undefined : splitOfFile(name);
  return ofFile !== undefined && splits.includes(ofFile) ? ofFile : '';
}
