import { describe, expect, it, vi } from 'vitest';
import type { CheckType } from '../../../../src/audit/report/schema/checks-schema.ts';
import type { LiveSession } from '../../../../src/editor/session/live-session.ts';

vi.mock('vscode', () => ({
  env: { language: 'en' },
  l10n: {
    t: (text: string, ...values: unknown[]) =>
      text.replaceAll(/\{(\d)\}/g, (_, i: string) => String(values[Number(i)])),
  },
}));
const { decideFinding, findingDecisionOf } = await import('../../../../src/editor/decisions/finding-decisions.ts');

/** Pictures 0 to 5 in these splits; picture 2 is flagged, so that its id is 0, and the others have 1 to 6. */
const SPLITS = ['train', 'train', 'test', 'val', 'test', 'train'];
const idOf = (example: number): number => (example === 2 ? 0 : example + 1);

function sessionWithout(...gone: number[]): LiveSession {
  const standing = new Map(
    SPLITS.map((split, index) => {
      const current = gone.includes(index) ? {} : { current: { label: 'a' } };
      return [idOf(index), { id: idOf(index), issue: { index, path: `${index}.png`, split }, ...current }];
    }),
  );
  return {
    ...{ kind: 'folders', report: { issues: [{ index: 2 }] } },
    stateOf: (id: number) => standing.get(id),
  } as unknown as LiveSession;
}

const set = (...indices: (number | { path: string; split: string })[]) => ({
  ...{ by: 'pixels' as const, score: 0 },
  members: indices.map((one) =>
    typeof one === 'number' ? { index: one, path: `${one}.png`, split: SPLITS[one] } : one,
  ),
});
const check = (name: CheckType['name'], ...sets: NonNullable<CheckType['sets']>): CheckType => ({
  ...{ name, threshold: 0.1, flagged: 2, pictures: [], sets },
});
const removed = (session: LiveSession, type: CheckType, ids: number[], action: 'keepBest' | 'removeFromTrain') =>
  findingDecisionOf(session, type, ids, action).ids;

describe('the best of a set', () => {
  it('stays, the others go, and no other set is touched', () => {
    const type = check('near_duplicates', set(1, 0, 3), set(5, 4));
    expect(findingDecisionOf(sessionWithout(), type, [idOf(0)], 'keepBest')).toEqual({
      kind: 'remove',
      ids: [idOf(0), idOf(3)],
    });
  });

  it('is the next where the first is gone', () => {
    expect(removed(sessionWithout(1), check('near_duplicates', set(1, 0, 3)), [idOf(3)], 'keepBest')).toEqual([
      idOf(3),
    ]);
  });

  it('never takes a picture of a test split with it', () => {
    const type = check('exact_duplicates', set(0, 2, 4, 5));
    expect(removed(sessionWithout(), type, [idOf(0)], 'keepBest')).toEqual([idOf(5)]);
  });
});

describe('a leak', () => {
  it('loses its pictures to train on, and none to validate or test with', () => {
    expect(removed(sessionWithout(), check('leaks', set(0, 2)), [idOf(2)], 'removeFromTrain')).toEqual([idOf(0)]);
    expect(removed(sessionWithout(), check('leaks', set(3, 4, 5)), [idOf(3)], 'removeFromTrain')).toEqual([idOf(5)]);
    expect(removed(sessionWithout(), check('leaks', set(3, 4)), [idOf(3)], 'removeFromTrain')).toEqual([]);
  });

  it('knows of the other picture where that was not audited', () => {
    const twin = { path: 'test/x.png', split: 'test' };
    expect(removed(sessionWithout(), check('leaks', set(0, twin)), [idOf(0)], 'removeFromTrain')).toEqual([idOf(0)]);
  });

  it('keeps both where neither is there to measure with', () => {
    const twin = { path: 'x.png', split: 'extra' };
    expect(removed(sessionWithout(), check('leaks', set(0, twin)), [idOf(0)], 'removeFromTrain')).toEqual([]);
  });

  it('of which nothing can be removed is told', async () => {
    const type = check('leaks', set(3, 4));
    const decided = findingDecisionOf(sessionWithout(), type, [idOf(3)], 'removeFromTrain');
    await expect(decideFinding(sessionWithout(), type, decided)).rejects.toThrow(
      /Nothing of these sets can be removed/,
    );
  });
});

describe('pictures that are removed together', () => {
  const type = check('blurry');
  it('hold none of a test split', () => {
    expect(() => findingDecisionOf(sessionWithout(), type, [1, 2, 0], 'remove')).toThrow(
      /^1 of these pictures are of test/,
    );
    expect(findingDecisionOf(sessionWithout(), type, [1, 2], 'remove').ids).toEqual([1, 2]);
  });

  it('may be one of a test split, by hand', () => {
    expect(findingDecisionOf(sessionWithout(), type, [0], 'remove')).toEqual({ kind: 'remove', ids: [0] });
    expect(findingDecisionOf(sessionWithout(), type, [0, 1], 'keep')).toEqual({ kind: 'keep', ids: [0, 1] });
  });
});
