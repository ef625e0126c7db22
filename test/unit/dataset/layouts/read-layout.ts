import { applyEdits } from '../../../../src/dataset/labels/labels-edits.ts';
import type { LabelRows } from '../../../../src/dataset/labels/label-rows.ts';
import type { Layout, LayoutOptions } from '../../../../src/dataset/layouts/layout.ts';

/** The rows of a text; throws where the layout refuses it. */
export async function readText(layout: Layout, text: string, options: LayoutOptions = {}): Promise<LabelRows> {
  const rows = await layout.read({ file: '/x/labels', bytes: Buffer.from(text), text }, options);
  if (!rows.ok) throw new Error(rows.message);
  return rows;
}

/** What rows say, in short. */
export function seen(rows: LabelRows): (readonly string[])[] {
  return Array.from({ length: rows.count }, (_, row) => [
    rows.written(row),
    rows.label(row),
    rows.state(row) === 'ragged' ? rows.fault(row) : rows.state(row),
  ]);
}

/** The text after changes of rows, counted from 0. */
export function changed(text: string, rows: LabelRows, changes: readonly (readonly [number, string?])[]): string {
  return applyEdits(text, rows.edits!(new Map(changes.map(([row, label]) => [row, label]))));
}

/**
 * Throws where a text that was changed does not say what it should: the changed rows their new labels, the removed ones
 * nothing, all others what they said.
 */
export async function checkChanged(
  layout: Layout,
  before: string,
  changes: ReadonlyMap<number, string | undefined>,
  options: LayoutOptions = {},
): Promise<string> {
  const rows = await readText(layout, before, options);
  const after = applyEdits(before, rows.edits!(changes));
  const wanted = seen(rows).flatMap(([written, label, state], row) =>
    !changes.has(row)
      ? [[written, label, state]]
      : changes.get(row) === undefined
        ? []
        : [[written, changes.get(row), state]],
  );
  // Nothing stays of a list whose every entry went.
  const found = wanted.length === 0 ? [] : seen(await readText(layout, after, options));
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(found)} instead of ${JSON.stringify(wanted)} in ${after}`);
  }
  return after;
}
