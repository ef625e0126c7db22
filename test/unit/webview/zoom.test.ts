import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitScale, panBy, WHOLE, zoomAt } from '../../../webview/model/zoom.ts';

const side = fc.integer({ min: 1, max: 4000 });
const size = fc.record({ width: side, height: side });
const far = fc.integer({ min: -3000, max: 3000 });

describe('zoom', () => {
  const picture = { width: 400, height: 500 };
  const frame = { width: 800, height: 500 };

  it('keeps the point under the pointer where it is', () => {
    const zoom = zoomAt(WHOLE, 4, { x: 100, y: -50 }, picture, frame);
    // The point that was 100 px right of the middle was 100 px into the picture, now 400 px.
    expect(zoom).toEqual({ scale: 4, x: 100 - 400, y: -50 + 200 });
    const back = zoomAt(zoom, 0.25, { x: 100, y: -50 }, picture, frame);
    expect(back).toEqual(WHOLE);
  });

  it('enlarges small pictures whole times, and no picture beyond eight times its pixels or its fit', () => {
    expect(fitScale({ width: 28, height: 28 }, { width: 700, height: 500 })).toBe(17);
    expect(fitScale(picture, frame)).toBe(1);
    expect(zoomAt(WHOLE, 1e9, { x: 0, y: 0 }, { width: 8000, height: 8000 }, frame).scale).toBe(8 / (500 / 8000));
    expect(zoomAt(WHOLE, 1e9, { x: 0, y: 0 }, picture, frame).scale).toBe(8);
  });

  it('never shows room beside a picture that fills the frame', () => {
    fc.assert(
      fc.property(size, size, far, far, fc.double({ min: 0.1, max: 20, noNaN: true }), (of, within, x, y, factor) => {
        const zoom = panBy(zoomAt(WHOLE, factor, { x, y }, of, within), y, x, of, within);
        expect(zoom.scale).toBeGreaterThanOrEqual(1);
        const scale = fitScale(of, within) * zoom.scale;
        for (const [at, length] of [
          [zoom.x, 'width'],
          [zoom.y, 'height'],
        ] as const) {
          const left = within[length] / 2 + at - (scale * of[length]) / 2;
          const free = within[length] - scale * of[length];
          if (free >= 0) expect(Math.abs(left - free / 2)).toBeLessThan(1e-6);
          else {
            expect(left).toBeLessThan(1e-6);
            expect(left).toBeGreaterThan(free - 1e-6);
          }
        }
      }),
    );
  });
});
