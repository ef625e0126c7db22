import { describe, expect, it } from 'vitest';
import { nextFold, type FoldState } from '../../../../src/training/folds/fold-scheduler.ts';

interface Simulated {
  /** In units of one fold's time. */
  readonly makespan: number;
  readonly mostAlive: number;
  readonly ends: readonly number[];
}

/** Runs folds of these lengths in slices of 1/100; `limit`: most processes at once that memory allows. */
function simulate(lengths: readonly number[], jobs: number, limit = Infinity): Simulated {
  const folds = lengths.map((): FoldState => ({ share: 0, alive: false, running: false, finished: false }));
  const ends = new Array<number>(lengths.length).fill(Number.NaN);
  let time = 0;
  let mostAlive = 0;
  while (folds.some(({ finished }) => !finished)) {
    const running: number[] = [];
    for (;;) {
      const alive = folds.filter((fold) => fold.alive).length;
      const next = running.length < jobs ? nextFold(folds, jobs, alive < limit) : undefined;
      if (next === undefined) break;
      Object.assign(folds[next], { alive: true, running: true });
      running.push(next);
    }
    expect(running.length).toBeGreaterThan(0);
    mostAlive = Math.max(mostAlive, folds.filter((fold) => fold.alive).length);
    time += 0.01;
    for (const i of running) {
      folds[i].running = false;
      folds[i].share = Math.min(1, folds[i].share + 0.01 / lengths[i]);
      if (folds[i].share < 1 - 1e-9) continue;
      Object.assign(folds[i], { finished: true, alive: false });
      ends[i] = time;
    }
  }
  return { makespan: time, mostAlive, ends };
}

const equal = (n: number): number[] => new Array<number>(n).fill(1);

describe('nextFold', () => {
  it('leaves no core of two idle at the end of five folds, with at most three processes', () => {
    const { makespan, mostAlive, ends } = simulate(equal(5), 2);
    expect(makespan).toBeLessThan(2.53);
    expect(mostAlive).toBeLessThanOrEqual(3);
    // Two are finished after the time of one, and three well before the end, for whoever resumes the audit.
    expect(ends.filter((end) => end < 1.02)).toHaveLength(2);
    expect(ends.filter((end) => end < 2.1)).toHaveLength(3);
  });

  it.each([
    [3, 2, 1.5],
    [10, 3, 10 / 3],
    [5, 4, 1.25],
    [6, 4, 1.5],
    [4, 4, 1],
    [5, 1, 5],
    [2, 16, 1],
  ])('takes %d folds on %d cores no longer than the cores have work', (folds, jobs, least) => {
    const { makespan } = simulate(equal(folds), jobs);
    expect(makespan).toBeGreaterThan(least - 1e-6);
    expect(makespan).toBeLessThan(least + 0.05);
  });

  it('is nearly as good where folds take unequal times that nobody knows', () => {
    const { makespan } = simulate([1, 1.1, 0.9, 1.2, 1], 2);
    expect(makespan).toBeLessThan(2.6 * 1.06);
  });

  it('starts no more processes than memory allows, and still ends', () => {
    const two = simulate(equal(5), 2, 2);
    expect(two.mostAlive).toBe(2);
    expect(two.makespan).toBeLessThan(3.03);
    const one = simulate(equal(5), 2, 1);
    expect(one.mostAlive).toBe(1);
    expect(one.makespan).toBeLessThan(5.1);
  });

  it('runs folds one after the other on one core, so that each is finished as early as can be', () => {
    const { ends, mostAlive } = simulate(equal(3), 1);
    expect(ends.map((end) => Math.round(end))).toEqual([1, 2, 3]);
    expect(mostAlive).toBe(1);
  });
});
