import type { GridShape } from '../../model/selection.ts';

/** Between cards, in pixels. */
export const GAP = 8;
/** Around them all. */
export const PADDING = 12;
/** Cards are so much wider than their pictures are high, and wide enough for most names. */
const WIDENED = 1.25;
const MIN_CARD = 128;
/** Lines of text below a picture, and the room around them. */
const LINES = 3;
const LINE = 1.4;
const TEXT_ROOM = 14;

/** How the grid is laid out; lengths in pixels. */
export interface GridMeasures extends GridShape {
  readonly rowHeight: number;
  readonly pageHeight: number;
}

/**
 * How many pictures fit beside and below each other.
 * @param cardSize height of a picture
 * @returns null while the grid is hidden
 */
export function measureGrid(scroller: HTMLElement, cardSize: number): GridMeasures | null {
  const { clientWidth, clientHeight: pageHeight } = scroller;
  if (clientWidth === 0) return null;
  const card = Math.max(MIN_CARD, Math.round(WIDENED * cardSize));
  const columns = Math.max(1, Math.floor((clientWidth - 2 * PADDING + GAP) / (card + GAP)));
  const text = Math.round(parseFloat(getComputedStyle(scroller).fontSize) * LINE * LINES) + TEXT_ROOM;
  const rowHeight = cardSize + text;
  return { columns, rowHeight, pageHeight, rows: Math.max(1, Math.floor(pageHeight / (rowHeight + GAP))) };
}

/** Whether a row can be seen, at least in part; -1: there is none. */
export function rowInSight(row: number, scroller: HTMLElement, { rowHeight }: GridMeasures): boolean {
  const { scrollTop, clientHeight } = scroller;
  const top = PADDING + row * (rowHeight + GAP);
  return row >= 0 && top < scrollTop + clientHeight && top + rowHeight > scrollTop;
}
