/** Places of names that are hashes, to be found by them. Memory is shared, so that other threads can look into it. */
export type PlaceSlots = Int32Array;

/** The name at a place; all have the same length, at least 4 bytes. */
export type NameAt = (place: number) => Uint8Array;

/**
 * Indexes the names at the places from 0 on: an open hash table, by the first 32 bits of each.
 *
 * @param met is told of each place, and of the first that has the same name
 * @returns places, −1 where there is none; a power of 2 long
 */
export function indexPlaces(n: number, nameAt: NameAt, met?: (place: number, first: number) => void): PlaceSlots {
  const size = 2 ** Math.ceil(Math.log2(2 * n + 2));
  const slots = new Int32Array(new SharedArrayBuffer(4 * size)).fill(-1);
  for (let place = 0; place < n; place++) {
    const slot = slotOf(slots, nameAt, nameAt(place));
    if (slots[slot] < 0) slots[slot] = place;
    met?.(place, slots[slot]);
  }
  return slots;
}

/** The first place that has a name; −1: there is none. */
export const findPlace = (slots: PlaceSlots, nameAt: NameAt, name: Uint8Array): number =>
  slots[slotOf(slots, nameAt, name)];

/** The slot that holds the place of a name, or would. */
function slotOf(slots: PlaceSlots, nameAt: NameAt, name: Uint8Array): number {
  let slot = ((name[0] << 24) | (name[1] << 16) | (name[2] << 8) | name[3]) & (slots.length - 1);
  while (slots[slot] >= 0 && Buffer.compare(nameAt(slots[slot]), name) !== 0) slot = (slot + 1) & (slots.length - 1);
  return slot;
}
