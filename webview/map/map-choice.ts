/** Points that were chosen, by their places; `area` for a part of the map, `point` for one. */
export type MapChoice =
  | { readonly kind: 'area'; readonly places: readonly number[] }
  | { readonly kind: 'point'; readonly place: number }
  | { readonly kind: 'pointed'; readonly place: number | null; readonly x: number; readonly y: number }
  /** The map was drawn anew: other points may be in sight, or have other colours. */
  | { readonly kind: 'drawn'; readonly inSight: number; readonly colours: readonly string[] };

export const MAP_EVENT = 'map-choice';
