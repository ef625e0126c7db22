import { describe, expect, it } from 'vitest';
import { fromHalfFloats, toHalfFloats } from '../../../src/arrays/half-floats.ts';

const widen = (halves: Uint16Array): Float32Array => {
  const values = new Float32Array(halves.length);
  fromHalfFloats(halves, values, 0);
  return values;
};

describe('half floats', () => {
  it('keep every 16-bit float as it is', () => {
    const all = Uint16Array.from({ length: 65_536 }, (_, bits) => bits).filter((bits) => (bits & 0x7fff) <= 0x7c00);
    const back = toHalfFloats(widen(all));
    expect(Buffer.from(back.buffer).equals(Buffer.from(all.buffer))).toBe(true);
  });

  it('are the nearest, and of two as near the even one', () => {
    expect(Array.from(widen(toHalfFloats([1, 1 + 2 ** -11, 1 + 3 * 2 ** -11, 1 + 2 ** -11 + 1e-7])))).toEqual([
      1,
      1,
      1 + 2 ** -9,
      1 + 2 ** -10,
    ]);
    expect(Array.from(widen(toHalfFloats([65_504, 65_519, 65_520, -1e9])))).toEqual([
      65_504,
      65_504,
      Infinity,
      -Infinity,
    ]);
    expect(Array.from(widen(toHalfFloats([2 ** -24, 2 ** -25, 1.5 * 2 ** -24, 2 ** -14 - 2 ** -26])))).toEqual([
      2 ** -24,
      0,
      2 ** -23,
      2 ** -14,
    ]);
    expect(widen(toHalfFloats([Number.NaN]))[0]).toBeNaN();
  });
});
