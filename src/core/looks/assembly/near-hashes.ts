// AssemblyScript; see index.ts.

/**
 * Finds hashes of 64 bits that differ from others in few bits, among those with the same key.
 *
 * @param starts where the hashes of a key begin, for each key, and where the last end
 * @param near hashes in the order of their keys
 * @param keys of those that are sought, which are turned by `mask` first
 * @param sought those themselves
 * @param first the first that is sought; of its near ones those from `skipped` on
 * @param out is told how many are found, how many of the near ones to skip next; then for each found which, where in `near`, and
 *   in how many bits they differ
 * @param room for so many found
 * @returns which one to go on with, or `many`
 */
export function findNear(
  starts: usize,
  near: usize,
  keys: usize,
  sought: usize,
  first: i32,
  skipped: i32,
  many: i32,
  mask: i32,
  most: i32,
  out: usize,
  room: i32,
): i32 {
  let to = out + 8;
  const end = to + 12 * <usize>room;
  for (let which = first; which < many; which++) {
    const key = load<i32>(keys + (<usize>which << 2)) ^ mask;
    const start = starts + (<usize>key << 2);
    const begin = <i32>load<u32>(start);
    const last = <i32>load<u32>(start, 4);
    let at = begin + skipped;
    skipped = 0;
    if (at >= last) continue;
    const own = load<u64>(sought + (<usize>which << 3));
    for (; at < last; at++) {
      const bits = <i32>popcnt<u64>(own ^ load<u64>(near + (<usize>at << 3)));
      if (bits > most) continue;
      if (to == end) {
        store<i32>(out, room);
        store<i32>(out, at - begin, 4);
        return which;
      }
      store<i32>(to, which);
      store<i32>(to, at, 4);
      store<i32>(to, bits, 8);
      to += 12;
    }
  }
  store<i32>(out, <i32>((to - out - 8) / 12));
  store<i32>(out, 0, 4);
  return many;
}
