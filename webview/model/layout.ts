/** How the review shares the room that it has. */
export interface ReviewLayout {
  /** Height of a card's picture in pixels. */
  readonly cardSize: number;
  /** Share of the width that the selected picture takes beside the grid; null: what fits. */
  readonly beside: number | null;
  /** Share of the height that it takes below the grid; null: what fits. */
  readonly below: number | null;
  /** Enlarged, a picture stands beside those that it is like. */
  readonly sideBySide: boolean;
}

export const CARD_SIZES = { least: 80, most: 360, usual: 112, step: 20 } as const;

/** Neither grid nor picture gets less of the room than this. */
const LEAST_SHARE = 0.2;

export const USUAL_LAYOUT: ReviewLayout = { cardSize: CARD_SIZES.usual, beside: null, below: null, sideBySide: false };

export function clampShare(share: number): number {
  return Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, share));
}

export function clampCardSize(size: number): number {
  return Math.min(CARD_SIZES.most, Math.max(CARD_SIZES.least, Math.round(size)));
}

/** Reads what an earlier version of the panel may have saved; a wrong value becomes the default. */
export function readLayout(value: unknown): ReviewLayout {
  const saved = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const number = (of: unknown): number | null => (typeof of === 'number' && Number.isFinite(of) ? of : null);
  const share = (of: unknown): number | null => {
    const found = number(of);
    return found === null ? null : clampShare(found);
  };
  return {
    cardSize: clampCardSize(number(saved.cardSize) ?? CARD_SIZES.usual),
    beside: share(saved.beside),
    below: share(saved.below),
    sideBySide: saved.sideBySide === true,
  };
}
