import { annotatorsLayout } from './annotators-layout.ts';
import { cocoLayout } from './coco-layout.ts';
import { csvLayout } from './csv-layout.ts';
import { cvatLayout } from './cvat-layout.ts';
import { datumaroLayout } from './datumaro-layout.ts';
import { jsonLayout } from './json-layout.ts';
import { jsonlLayout } from './jsonl-layout.ts';
import { labelStudioLayout } from './label-studio-layout.ts';
import type { Layout, LayoutProbe } from './layout.ts';
import { listLayout } from './list-layout.ts';
import { oneHotLayout } from './one-hot-layout.ts';
import { isParquetName } from '../parquet/read-parquet.ts';

/** All layouts, the most particular first. */
export const LAYOUTS: readonly Layout[] = [
  ...[jsonlLayout, cocoLayout, datumaroLayout, labelStudioLayout, jsonLayout, cvatLayout],
  ...[listLayout, annotatorsLayout, oneHotLayout, csvLayout],
];

/** The layout of a file; undefined where none reads it. */
export function layoutOf(probe: LayoutProbe): Layout | undefined {
  return LAYOUTS.find((layout) => layout.detect(probe));
}

/** Whether a file is one of lines, by its name, so that its beginning tells its layout. */
export function isOfLines(name: string): boolean {
  return LAYOUTS.some(({ byLines, endings }) => byLines && endings.test(name));
}

/** Whether a file may have columns (or keys) to choose from, by its name. */
export function mayHaveColumns(name: string): boolean {
  return LAYOUTS.some((layout) => 'columns' in layout && layout.endings.test(name));
}

/** Whether a file may be of some layout, by its name. */
export function mayHoldLabels(name: string): boolean {
  return isParquetName(name) || LAYOUTS.some(({ endings }) => endings.test(name));
}
