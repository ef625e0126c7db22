import { describe, expect, it } from 'vitest';
import { shrinkSquare } from '../../../src/pictures/shrink-square.ts';

describe('shrinkSquare', () => {
  it('gives each new pixel the mean of the old ones that it covers', () => {
    const pixels = Uint8Array.from([0, 100, 10, 10, 200, 100, 30, 30, 1, 1, 0, 0, 1, 1, 0, 255]);
    expect([...shrinkSquare({ channels: 1, pixels }, 4, 2).pixels]).toEqual([100, 20, 1, 64]);
  });

  it('weighs pixels that lie on a border by the part that is covered', () => {
    const pixels = Uint8Array.from([90, 0, 30, 90, 0, 30, 90, 0, 30]);
    expect([...shrinkSquare({ channels: 1, pixels }, 3, 2).pixels]).toEqual([60, 20, 60, 20]);
  });

  it('keeps colours apart, and rows and columns', () => {
    const pixels = Uint8Array.from({ length: 4 * 4 * 3 }, (_, i) => (i % 3) * 50 + Math.floor(i / 12));
    const { channels, pixels: small } = shrinkSquare({ channels: 3, pixels }, 4, 2);
    expect(channels).toBe(3);
    expect([...small]).toEqual([1, 51, 101, 1, 51, 101, 3, 53, 103, 3, 53, 103]);
    expect([...shrinkSquare({ channels: 3, pixels }, 4, 4).pixels]).toEqual([...pixels]);
  });
});
