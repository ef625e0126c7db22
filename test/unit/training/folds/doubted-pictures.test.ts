import { describe, expect, it } from 'vitest';
import { doubtedPictures } from '../../../../src/training/folds/doubted-pictures.ts';

const believing = (rows: readonly (readonly number[])[]): { data: Float32Array; n: number; k: number } => ({
  data: Float32Array.from(rows.flat()),
  n: rows.length,
  k: rows[0].length,
});

describe('doubtedPictures', () => {
  it('are those whose label is not the most probable class; a tie speaks for the label', () => {
    const labels = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1);
    const rows = [
      [0.9, 0.1],
      [0.4, 0.6],
      [0.5, 0.5],
      [0.8, 0.2],
      [0.3, 0.7],
      [0.5, 0.5],
      [0.6, 0.4],
      [0.2, 0.8],
    ];
    expect([...doubtedPictures(labels, believing(rows))]).toEqual([0, 1, 0, 0, 0, 0, 1, 0]);
  });

  it('are of each class at most half, the least believed', () => {
    const labels = Int32Array.of(0, 0, 0, 0, 0, 1);
    const rows = [0.4, 0.1, 0.45, 0.2, 0.3, 0.9].map((own) => [own, 1 - own]);
    expect([...doubtedPictures(labels, believing(rows))]).toEqual([0, 1, 0, 1, 0, 0]);
  });
});
