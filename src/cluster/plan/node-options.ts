/** Fewer pictures than these fit into the heap that Node takes by itself on a machine with 4 GB. */
const FROM_PICTURES = 1_000_000;

/**
 * What `NODE_OPTIONS` must hold where a run has so many pictures that Node's own limit of its heap, 2 to 4 GB, would end a step
 * that holds all their paths. Measured with 1, 3 and 10 million: at most 0.9 kB a picture above 0.9 GB (test/bench/README.md).
 *
 * @returns undefined where nothing is needed
 */
export function nodeOptionsFor(pictures: number): string | undefined {
  return pictures < FROM_PICTURES ? undefined : `--max-old-space-size=${1000 + Math.ceil(pictures / 1000)}`;
}
