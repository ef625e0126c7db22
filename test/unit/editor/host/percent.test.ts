import { describe, expect, it } from 'vitest';
import { percent } from '../../../../src/numbers/index.ts';
import { textBar } from '../../../../src/editor/host/text-bar.ts';

describe('percent', () => {
  it.each([
    [0.94, '94%'],
    [0.005, '1%'],
    [0.0001, '<1%'],
    [0, '0%'],
    [0.9999, '>99%'],
    [1, '100%'],
  ])('writes %d as %s', (share, text) => {
    expect(percent(share)).toBe(text);
  });
});

describe('textBar', () => {
  it.each([
    [0, '    '],
    [1, '████'],
    [0.5, '██  '],
    [0.40625, '█▋  '],
    [2, '████'],
  ])('draws %d', (share, bar) => {
    expect(textBar(share, 4)).toBe(bar);
  });
});
