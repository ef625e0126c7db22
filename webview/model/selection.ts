/** Which flagged pictures are selected. `active` has the focus and its details are shown; it is always in `ids`. */
export interface Selection {
  readonly active: number | null;
  /** Where a range began. */
  readonly anchor: number | null;
  readonly ids: ReadonlySet<number>;
}

export const NOTHING: Selection = { active: null, anchor: null, ids: new Set() };

/** `only`: this one; `extend`: all from the anchor to this one; `toggle`: this one more, or less. */
export type SelectMode = 'only' | 'extend' | 'toggle';

export const MOVES = ['left', 'right', 'up', 'down', 'home', 'end', 'pageUp', 'pageDown'] as const;
export type Move = (typeof MOVES)[number];

/** How the grid is laid out at the moment. */
export interface GridShape {
  readonly columns: number;
  /** Rows that fit on a page. */
  readonly rows: number;
}

export function selectOnly(id: number): Selection {
  return { active: id, anchor: id, ids: new Set([id]) };
}

export function selectAll(selection: Selection, visible: readonly number[]): Selection {
  if (visible.length === 0) return NOTHING;
  const ids = new Set(visible);
  const active = selection.active !== null && ids.has(selection.active) ? selection.active : visible[0];
  return { active, anchor: active, ids };
}

export function select(selection: Selection, visible: readonly number[], id: number, mode: SelectMode): Selection {
  if (mode === 'toggle') {
    const ids = new Set(selection.ids);
    if (!ids.delete(id)) return { active: id, anchor: id, ids: ids.add(id) };
    if (ids.size === 0) return selectOnly(id); // one is always selected
    const active = selection.active !== null && ids.has(selection.active) ? selection.active : [...ids].at(-1)!;
    return { active, anchor: id, ids };
  }
  const from = selection.anchor === null ? -1 : visible.indexOf(selection.anchor);
  const to = visible.indexOf(id);
  if (mode === 'only' || from < 0 || to < 0) return selectOnly(id);
  const ids = new Set(visible.slice(Math.min(from, to), Math.max(from, to) + 1));
  return { active: id, anchor: selection.anchor, ids };
}

/** The picture that a movement key leads to, or null where there is none. */
export function target(visible: readonly number[], active: number | null, move: Move, shape: GridShape): number | null {
  const last = visible.length - 1;
  if (last < 0) return null;
  const at = active === null ? -1 : visible.indexOf(active);
  if (at < 0) return visible[move === 'end' ? last : 0];
  const page = shape.columns * Math.max(1, shape.rows);
  const steps: Record<Move, number> = {
    left: -1,
    right: 1,
    up: -shape.columns,
    down: shape.columns,
    home: -at,
    end: last - at,
    pageUp: -page,
    pageDown: page,
  };
  const to = at + steps[move];
  if (to >= 0 && to <= last) return visible[to];
  // Up from the first row and down from the last full row stay; a page goes as far as there is, and so does
  // down from above a shorter last row.
  if (move === 'pageUp') return visible[at % shape.columns];
  const lastRow = last - (last % shape.columns);
  if (move === 'pageDown' || (move === 'down' && at < lastRow)) return visible[last];
  return visible[at];
}

/** The selection without what is not visible; falls back to the first visible picture. */
export function prune(selection: Selection, visible: readonly number[]): Selection {
  if (visible.length === 0) return NOTHING;
  const shown = new Set(visible);
  const ids = new Set([...selection.ids].filter((id) => shown.has(id)));
  if (ids.size === selection.ids.size && selection.active !== null) return selection;
  if (ids.size === 0) return selectOnly(visible[0]);
  const active = selection.active !== null && ids.has(selection.active) ? selection.active : [...ids][0];
  const anchor = selection.anchor !== null && shown.has(selection.anchor) ? selection.anchor : active;
  return { active, anchor, ids };
}

/** The next picture after the selected ones for which `isOpen`, going round at the end; null if none is left. */
export function nextOpen(
  visible: readonly number[],
  selected: ReadonlySet<number>,
  isOpen: (id: number) => boolean,
): number | null {
  let last = -1;
  for (const [index, id] of visible.entries()) if (selected.has(id)) last = index;
  for (let step = 1; step <= visible.length; step += 1) {
    const id = visible[(last + step) % visible.length];
    if (!selected.has(id) && isOpen(id)) return id;
  }
  return null;
}
