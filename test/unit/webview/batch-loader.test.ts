import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BatchLoader } from '../../../webview/model/batch-loader.ts';

describe('BatchLoader', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('asks once, for what is wanted last', () => {
    const asked: number[][] = [];
    const loader = new BatchLoader<string>((ids) => asked.push(ids), { delay: 30, keep: 2 });
    loader.want([1, 2]);
    vi.advanceTimersByTime(20);
    loader.want([2, 3]);
    vi.advanceTimersByTime(30);
    loader.want([2, 3, 4]);
    vi.advanceTimersByTime(30);
    expect(asked).toEqual([[2, 3], [4]]);
  });

  it('forgets the oldest answers, and asks again for them', () => {
    const asked: number[][] = [];
    const loader = new BatchLoader<string>((ids) => asked.push(ids), { delay: 0, keep: 2 });
    for (const id of [1, 2, 3]) loader.receive(id, `p${id}`);
    expect([loader.get(1), loader.get(3)]).toEqual([undefined, 'p3']);
    loader.want([1, 3]);
    vi.advanceTimersByTime(1);
    expect(asked).toEqual([[1]]);
  });

  it('asks for nothing after it was cleared', () => {
    const ask = vi.fn();
    const loader = new BatchLoader<string>(ask, { delay: 10, keep: 2 });
    loader.want([1]);
    loader.clear();
    vi.advanceTimersByTime(50);
    expect(ask).not.toHaveBeenCalled();
  });
});
