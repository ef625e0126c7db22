import { csvLayout } from './csv-layout.ts';
import { jsonlLayout } from './jsonl-layout.ts';
import type { Layout, LayoutProbe } from './layout.ts';

/** All layouts, the most particular first. */
export const LAYOUTS: readonly Layout[] = [jsonlLayout, csvLayout];

/** The layout of a file; undefined where none reads it. */
export function layoutOf(probe: LayoutProbe): Layout | undefined {
  return LAYOUTS.find((layout) => layout.detect(probe));
}
