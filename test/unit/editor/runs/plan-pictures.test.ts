import { describe, expect, it } from 'vitest';
import { planPictures } from '../../../../src/editor/runs/plan-pictures.ts';

const issue = (index: number, path: string, split?: string) => ({
  ...{ index, path, givenLabel: 'i', suggestedLabel: 'v' },
  ...{ labelQuality: 0.1, givenProbability: 0.1, suggestedProbability: 0.9 },
  ...(split === undefined ? {} : { split }),
});
const report = {
  paths: ['a.png', 'b.png', 'b.png', 'c.png'],
  repeated: [
    { index: 1, row: 2, split: 'train' },
    { index: 2, row: 3, split: 'val' },
  ],
  issues: [issue(2, 'b.png', 'val'), issue(0, 'a.png')],
};

describe('planPictures', () => {
  it('knows the pictures of a plan by their ids, in their splits, flagged or not', () => {
    const changes = [
      { path: 'a.png', from: 'i', to: 'v', probability: 0.9 },
      { path: 'b.png', split: 'train', from: 'i' },
      { path: 'b.png', split: 'val', from: 'i' },
      { path: 'c.png', from: 'v', to: 'x' },
      { path: 'gone.png', from: 'v' },
    ];
    expect(planPictures(report, { changes })).toEqual([
      { id: 1, path: 'a.png', from: 'i', to: 'v', probability: 0.9 },
      { id: 2 + 1, path: 'b.png', from: 'i' },
      { id: 0, path: 'b.png', from: 'i' },
      { id: 2 + 3, path: 'c.png', from: 'v', to: 'x' },
    ]);
  });

  it('are no more than are looked at', () => {
    const changes = Array.from({ length: 500 }, () => ({ path: 'a.png', from: 'i' }));
    expect(planPictures(report, { changes })).toHaveLength(60);
  });
});
