/** Lets work begin only while all running work together needs no more than the room there is. */
export interface MemoryGate {
  /** Does some work once there is room for it; first come, first served. An amount above the whole room counts as all of it. */
  readonly run: <T>(amount: number, work: () => Promise<T>) => Promise<T>;
}

/** @param room what the work under way may need together, e.g. bytes */
export function createMemoryGate(room: number): MemoryGate {
  const waiting: { readonly need: number; readonly begin: () => void }[] = [];
  let free = room;
  const admit = (): void => {
    for (let first = waiting.at(0); first !== undefined && first.need <= free; first = waiting.at(0)) {
      waiting.shift();
      free -= first.need;
      first.begin();
    }
  };
  return {
    run: async (amount, work) => {
      const need = Math.min(amount, room);
      await new Promise<void>((begin) => {
        waiting.push({ need, begin });
        admit();
      });
      try {
        return await work();
      } finally {
        free += need;
        admit();
      }
    },
  };
}
