import { indexLabels, splitOfFile, type ColumnNames } from '../../dataset/index.ts';
import type { Lines, RowLayout } from './scan-row.ts';

/** What the header of a labels file says. */
export interface LabelsHeader {
  readonly layout: RowLayout;
  /** The header with all above it, as it is written. */
  readonly text: string;
  /** The first line below it. */
  readonly bodyLine: number;
}

/** How many lines are looked at to recognise the delimiter. */
const PROBED_LINES = 64;

/** What an audit has found of the splits. */
export interface AuditedSplits {
  /** Name of the labels file. */
  readonly name: string;
  readonly splits: readonly string[];
}

/**
 * Reads the header; undefined where it names no image and label column (yet).
 * @param audited splits as the audit named them, so that rows are of the same ones here
 */
export function readLabelsHeader(
  source: Lines,
  columns: ColumnNames,
  audited: AuditedSplits = { name: '', splits: [] },
): LabelsHeader | undefined {
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
  const layout = { delimiter, cells: header.length, image, label, split, ...namesOf(audited, split >= 0) };
  const bodyLine = index.bodyLine - 1;
  return { layout, text: head.slice(0, bodyLine).join('\n'), bodyLine };
}

/** Codes that stand in names such as `test (2)`, and the split that the file is named after. */
function namesOf({ name, splits }: AuditedSplits, hasColumn: boolean): Pick<RowLayout, 'splitNames' | 'fileSplit'> {
  const codes = splits.flatMap((split) => {
    const code = /^(?:train|validation|test) \((.+)\)$/.exec(split)?.[1];
    return code === undefined ? [] : [[code, split] as const];
  });
  const ofFile = hasColumn ? undefined : splitOfFile(name);
  return {
    splitNames: new Map(codes),
    fileSplit: ofFile !== undefined && splits.includes(ofFile) ? ofFile : '',
  };
}
