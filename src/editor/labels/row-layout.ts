import { indexLabels, type ColumnNames } from '../../dataset/index.ts';
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

/** Reads the header; undefined where it names no image and label column (yet). */
export function readLabelsHeader(source: Lines, columns: ColumnNames): LabelsHeader | undefined {
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
  const layout = { delimiter, cells: header.length, image, label, split };
  const bodyLine = index.bodyLine - 1;
  return { layout, text: head.slice(0, bodyLine).join('\n'), bodyLine };
}
