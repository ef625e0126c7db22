import { describe, expect, it, vi } from 'vitest';
import type { CheckType } from '../../../../../src/audit/report/schema/checks-schema.ts';
import type { LiveSession } from '../../../../../src/editor/session/live-session.ts';

vi.mock('vscode', () => ({ env: { language: 'en' }, l10n: { t: (text: string) => text } }));
const { checkSummaries, createCheckPages } = await import('../../../../../src/editor/panel/checks/check-pages.ts');

const PICTURES = 40;
const blurry: CheckType = { name: 'blurry', threshold: 0.3, flagged: 2, pictures: [] };
const leaks: CheckType = {
  ...{ name: 'leaks', threshold: 0.1, flagged: 3, pictures: [], setCount: 1 },
  sets: [
    {
      ...{ by: 'pixels', score: 0 },
      members: [
        { index: 7, path: '7.png', split: 'test' },
        { index: 3, path: '3.png', split: 'train' },
      ],
    },
  ],
};
const imbalance: CheckType = {
  ...{ name: 'class_imbalance', threshold: 0.1, flagged: 0, pictures: [], score: 0.02 },
  findings: [{ class: 'cat', score: 0.02, pictures: 1 }],
};

/** Picture i is blurry by i / 40; picture 1 is flagged for its label, and has the id 0; the others have i + 1. */
function openSession(types: readonly CheckType[] = [blurry, leaks, imbalance]) {
  const gone = new Set<number>();
  const fine = new Set<string>();
  let hasArrays = true;
  const scores = new Float32Array(PICTURES * types.length).fill(NaN);
  for (let i = 0; i < PICTURES; i += 1) scores[i * types.length] = i / PICTURES;
  const exampleOf = (id: number): number => (id === 0 ? 1 : id - 1);
  const session = {
    report: {
      ...{ createdAt: 'now', issues: [{ index: 1 }], paths: Array.from({ length: PICTURES }, (_, i) => `${i}.png`) },
      checks: { pictures: PICTURES, types, seconds: 1 },
    },
    isReadable: true,
    predictions: () => Promise.resolve(hasArrays ? {} : undefined),
    settled: () => Promise.resolve(),
    pictureScores: () => Promise.resolve(hasArrays ? scores : undefined),
    stateOf: (id: number) => {
      const index = exampleOf(id);
      const issue = { index, path: `${index}.png`, givenLabel: 'cat', suggestedLabel: 'cat' };
      const isGone = gone.has(index);
      return {
        ...{ id, issue: { ...issue, labelQuality: 0.9, givenProbability: 0.9, suggestedProbability: 0.9 } },
        ...(isGone ? { decision: 'removed' } : { decision: 'kept', current: { label: 'cat' } }),
      };
    },
    reviewPlace: (id: number) => ({ path: `${exampleOf(id)}.png` }),
    reviews: { hasFine: ({ path }: { path: string }, type: string) => fine.has(`${path} ${type}`) },
  } as unknown as LiveSession;
  const lose = (): void => {
    hasArrays = false;
  };
  return { session, gone, fine, lose };
}

describe('pictures that a check flags', () => {
  it('are those of the audit’s threshold, worst first, by the ids of all pictures and with decisions of their own', async () => {
    const { session, fine } = openSession();
    fine.add('0.png blurry');
    fine.add('1.png dark');
    const page = await createCheckPages(session, blurry).page(null, 0);
    expect(page).toMatchObject({ name: 'blurry', threshold: 0.3, flagged: 2, scored: PICTURES, many: false });
    // A label that was kept says nothing of a blurry picture.
    expect(page.rows.map(({ id, path, decision }) => [id, path, decision])).toEqual([
      [1, '0.png', 'kept'],
      [0, '1.png', 'open'],
    ]);
    expect(page.histogram?.bars.reduce((sum, n) => sum + n, 0)).toBe(PICTURES);
  });

  it('follow another threshold, and come from where the last ones ended', async () => {
    const { session } = openSession();
    const pages = createCheckPages(session, blurry);
    expect((await pages.page(4 / PICTURES, 2)).rows.map(({ path }) => path)).toEqual(['2.png', '3.png']);
    expect((await pages.page(0.01, 0)).flagged).toBe(1);
    const many = await pages.page(0.9, 0);
    expect([many.many, many.flagged, many.rows]).toEqual([true, 36, []]);
  });

  it('are told of where they become others, and only then', async () => {
    const { session, gone, fine } = openSession();
    const pages = createCheckPages(session, blurry);
    await pages.page(null, 0);
    expect(pages.changes()).toEqual([]);
    fine.add('1.png blurry');
    gone.add(0);
    expect(pages.changes()).toEqual([
      { id: 1, decision: 'removed' },
      { id: 0, decision: 'kept', current: 'cat' },
    ]);
    expect(pages.changes()).toEqual([]);
  });

  it('come in sets; what stands alone of one is decided', async () => {
    const { session, gone } = openSession();
    const pages = createCheckPages(session, leaks);
    const page = await pages.page(null, 0);
    expect(page.sets).toEqual([{ ids: [8, 4], others: [], by: 'pixels', score: 0 }]);
    expect(page.rows.map(({ path, decision }) => [path, decision])).toEqual([
      ['7.png', 'open'],
      ['3.png', 'open'],
    ]);
    gone.add(3);
    expect(pages.changes()).toEqual([
      { id: 8, decision: 'kept', current: 'cat' },
      { id: 4, decision: 'removed' },
    ]);
  });

  it('can’t be shown without the arrays, and that is said', async () => {
    const { session, lose } = openSession();
    lose();
    const page = await createCheckPages(session, leaks).page(null, 0);
    expect(page.problem).toMatch(/arrays beside the report/);
    expect(page.rows).toEqual([]);
  });

  it('are listed by their checks, with findings of the data set and thresholds that were chosen', () => {
    expect(checkSummaries(openSession().session, new Map([['blurry', 0.4]]))).toEqual([
      { name: 'blurry', flagged: 2, threshold: 0.3, chosen: 0.4 },
      { name: 'leaks', flagged: 3, threshold: 0.1, sets: 1 },
      {
        ...{ name: 'class_imbalance', flagged: 0, threshold: 0.1, whole: 0.02 },
        findings: [{ ofClass: 'cat', score: 0.02, pictures: 1 }],
      },
    ]);
  });

  it('are ranked and counted among a hundred thousand within a frame for each move', async () => {
    const { session } = openSession();
    const n = 100_000;
    Object.assign(session.report, {
      paths: new Array(n).fill('x.png'),
      checks: { pictures: n, types: [blurry], seconds: 1 },
    });
    const scores = Float32Array.from({ length: n }, (_, i) => ((i * 7919) % n) / n);
    Object.assign(session, { pictureScores: () => Promise.resolve(scores) });
    const pages = createCheckPages(session, { ...blurry, flagged: 5000 });
    await pages.page(0.05, 0);
    const times: number[] = [];
    for (let i = 0; i < 50; i += 1) {
      const started = performance.now();
      await pages.page(0.05 - i / 1000, 5000);
      times.push(performance.now() - started);
    }
    expect(times.sort((a, b) => a - b)[25]).toBeLessThan(16);
  });
});
