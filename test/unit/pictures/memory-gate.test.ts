import { describe, expect, it } from 'vitest';
import { createMemoryGate } from '../../../src/pictures/memory-gate.ts';

describe('createMemoryGate', () => {
  it('never lets in more than there is room for, and everybody in the end, in turn', async () => {
    const gate = createMemoryGate(10);
    const amounts = [3, 8, 1, 12, 4, 6, 10, 2, 5, 5];
    let now = 0;
    let most = 0;
    const order: number[] = [];
    const done = await Promise.allSettled(
      amounts.map((amount, i) =>
        gate.run(amount, async () => {
          order.push(i);
          now += Math.min(amount, 10);
          most = Math.max(most, now);
          await new Promise((resolve) => setTimeout(resolve, i % 3));
          now -= Math.min(amount, 10);
          if (i === 1) throw new Error('its work fails');
          return i;
        }),
      ),
    );
    expect(order).toEqual(amounts.map((_, i) => i));
    expect(most).toBe(10);
    expect(now).toBe(0);
    expect(done.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  });
});
