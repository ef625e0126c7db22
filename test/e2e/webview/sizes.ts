/** Sizes at which the panel is looked at: a whole window, one at 200%, and beside an editor. */
export const SIZES = { wide: [1440, 900], zoomed: [720, 450], narrow: [460, 800] } as const;
