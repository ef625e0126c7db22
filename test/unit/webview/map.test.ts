import { describe, expect, it } from 'vitest';
import { mapView } from '../../../src/editor/panel/map/map-view.ts';
import { MOST_POINTS } from '../../../src/protocol/index.ts';
import { boundsOf, boxOf, pan, wholeMap, zoomAt } from '../../../webview/map/map-camera.ts';
import { classColours, css, rgb, shade, type MapColours } from '../../../webview/map/map-colours.ts';
import { drawMap } from '../../../webview/map/draw-map.ts';
import { hasBit, nearestPoint, pointsIn, readPoints } from '../../../webview/map/map-points.ts';
import { MapState } from '../../../webview/model/map-state.ts';

const report = (paths: number, flagged: readonly number[] = []) =>
  ({
    createdAt: '2026-01-01T00:00:00Z',
    map: { of: 'features' },
    paths: Array.from({ length: paths }, (_, i) => `${i}.png`),
    issues: flagged.map((index) => ({ index })),
  }) as unknown as Parameters<typeof mapView>[0]['report'];

// Four pictures of which the third is flagged; both axes have one scale.
const view = mapView({ report: report(4, [2]) }, 'components', {
  ...{ data: Float32Array.of(-1, 0, 9, 3, 0, 9, 1, 1, 9, 0, 0.5, 9), columns: 3 },
  ...{ labels: Int32Array.of(0, 1, 1, 0), qualities: [0, 0.5, 1, 0.2] },
});
const points = readPoints(view);

describe('what the host says of a map', () => {
  it('is read as it was meant', () => {
    expect(points.count).toBe(4);
    const scale = 65_535 / 4;
    expect([...points.at]).toEqual([0, 0, 65_535, 0, 2 * scale, scale, scale, 0.5 * scale].map(Math.round));
    // The flagged one has its place among the issues; the others follow with their places in the data set.
    expect([...points.ids]).toEqual([1, 2, 0, 4]);
    expect([...points.classes]).toEqual([0, 1, 1, 0]);
    expect([...points.qualities]).toEqual([0, 128, 255, 51]);
  });

  it('names a part of more pictures than can be drawn, spread over all', () => {
    const n = 2 * MOST_POINTS;
    const many = mapView({ report: report(n) }, 'neighbours', {
      ...{ data: new Float32Array(2 * n), columns: 2, labels: new Int32Array(n), qualities: new Float32Array(n) },
    });
    const read = readPoints(many);
    expect(read.count).toBe(MOST_POINTS);
    expect(many.audited).toBe(n);
    expect([...read.ids.subarray(0, 3), read.ids.at(-1)]).toEqual([0, 2, 4, n - 2]);
    expect(many.points.length).toBeLessThan(1_000_000);
  });

  it('tells which points each check flags, by all scores or else by those that the report lists', () => {
    const checked = {
      ...report(4, [2]),
      checks: {
        types: [
          { name: 'dark', flagged: 2, threshold: 0.3, pictures: [{ index: 3, score: 0.1 }] },
          { name: 'light', flagged: 0, threshold: 0.05, pictures: [] },
          {
            ...{ name: 'leaks', flagged: 2, threshold: 0.05, pictures: [] },
            sets: [{ members: [{ index: 1, path: '1.png' }, { path: 'other.png' }], by: 'pixels', score: 0 }],
          },
        ],
      },
    } as unknown as ReturnType<typeof report>;
    const source = {
      ...{ data: Float32Array.of(0, 0, 1, 1, 2, 2, 3, 3), columns: 2 },
      ...{ labels: Int32Array.of(0, 1, 1, 0), qualities: [0, 0.5, 1, 0.2] },
    };
    const scores = Float32Array.of(0.3, 0, 1, NaN, 0, 0.01, 0.2, 0, 0.02, 0.1, 0, 1);
    const flagged = (from: typeof source & { scores?: Float32Array }) => {
      const read = readPoints(mapView({ report: checked }, 'components', from));
      const places = [0, 1, 2, 3];
      return [...read.checks].map(([name, bits]) => [name, places.filter((place) => hasBit(bits, place))]);
    };
    // What is equal to a threshold is not below it, and a check that flags nothing is not told.
    expect(flagged({ ...source, scores })).toEqual([
      ['dark', [2, 3]],
      ['leaks', [1, 2]],
    ]);
    expect(flagged(source)).toEqual([
      ['dark', [3]],
      ['leaks', [1]],
    ]);
  });

  it('is refused where its parts do not belong together', () => {
    expect(() => readPoints({ ...view, qualities: '/w==' })).toThrow('do not belong together');
  });
});

describe('a part of a map', () => {
  it('holds the points within it, and the nearest one is found', () => {
    expect(pointsIn(points, { left: 0, top: 0, right: 20_000, bottom: 20_000 })).toEqual([0, 3]);
    expect(nearestPoint(points, 16_000, 8_000, 1_000)).toBe(3);
    expect(nearestPoint(points, 50_000, 50_000, 1_000)).toBeUndefined();
  });

  it('is what a camera shows, and stays under the pointer when it comes closer', () => {
    const room = { width: 832, height: 432 };
    const whole = wholeMap(room, boundsOf(points.at));
    const seen = boxOf(whole, [0, 0], [room.width, room.height]);
    expect(pointsIn(points, seen)).toHaveLength(4);
    expect(whole.scale).toBeCloseTo(800 / 65_535, 6);
    const near = zoomAt(whole, 3, 100, 50, whole);
    const at = (camera: typeof whole) => boxOf(camera, [100, 50], [100, 50]);
    expect(at(near).left).toBeCloseTo(at(whole).left, 4);
    expect(at(near).top).toBeCloseTo(at(whole).top, 4);
    expect(boxOf(pan(whole, 10, 0), [10, 0], [10, 0]).left).toBeCloseTo(boxOf(whole, [0, 0], [0, 0]).left, 4);
    expect(zoomAt(whole, 1e9, 0, 0, whole).scale).toBeCloseTo(200 * whole.scale, 4);
  });
});

describe('the colours of a map', () => {
  const colours: MapColours = {
    ...{ background: rgb(0, 0, 0), faint: rgb(50, 50, 50), issue: rgb(255, 0, 0) },
    classes: [rgb(0, 0, 255), rgb(0, 255, 0)],
    qualities: Uint32Array.from({ length: 256 }, (_, i) => rgb(i, i, i)),
  };

  it('are by class, one alone, by what is flagged, or by quality', () => {
    const by = (shading: Partial<Parameters<typeof shade>[2]>) => [
      ...shade(points, colours, { by: 'class', flagged: 1, only: null, ...shading }),
    ];
    const unsigned = (list: readonly number[]) => list.map((colour) => colour >>> 0);
    const [a, b] = colours.classes;
    expect(by({})).toEqual(unsigned([a, b, b, a]));
    expect(by({ only: 1 })).toEqual(unsigned([colours.faint, b, b, colours.faint]));
    expect(by({ by: 'issue' })).toEqual(unsigned([colours.faint, colours.faint, colours.issue, colours.faint]));
    const found = { ...points, checks: new Map([['dark', Uint8Array.of(0b1001)]]) };
    const { faint, issue } = colours;
    expect([...shade(found, colours, { by: 'check:dark', flagged: 1, only: null })]).toEqual(
      unsigned([issue, faint, faint, issue]),
    );
    expect(by({ by: 'quality' })).toEqual([0, 128, 255, 51].map((q) => colours.qualities[q]));
  });

  it('of ten classes are ten', () => {
    for (const isDark of [true, false]) expect(new Set(classColours(10, isDark)).size).toBe(10);
    expect(css(rgb(1, 2, 3))).toBe('rgb(1 2 3)');
  });

  it('stand where the points are, and nothing is drawn outside', () => {
    const room = { width: 20, height: 12 };
    const into = new Uint32Array(20 * 12);
    const camera = { scale: 12 / 65_535, left: 4, top: 2 };
    const of = shade(points, colours, { by: 'class', flagged: 1, only: null });
    const { background, faint } = colours;
    drawMap(into, points, of, 1, { camera, room, density: 1, background, faint });
    const drawn = [...into].filter((colour) => colour !== background >>> 0).length;
    expect(drawn).toBe(4 * 4);
    expect(into[2 * 20 + 4]).toBe(colours.classes[0] >>> 0);
    drawMap(into, points, of, 1, { camera: { ...camera, left: 1000 }, room, density: 1, background, faint });
    expect(new Set(into)).toEqual(new Set([background >>> 0]));
  });

  it('are drawn above those that are not meant, whichever come first', () => {
    const room = { width: 12, height: 12 };
    const into = new Uint32Array(12 * 12);
    // Two in one place, of which the first is flagged.
    const both = { ...points, count: 2, at: Uint16Array.of(6, 6, 6, 6), ids: Uint32Array.of(0, 1) };
    const of = shade(both, colours, { by: 'issue', flagged: 1, only: null });
    const { background, faint, issue } = colours;
    drawMap(into, both, of, 1, { camera: { scale: 1, left: 0, top: 0 }, room, density: 1, background, faint });
    expect(new Set(into)).toEqual(new Set([background >>> 0, issue >>> 0]));
  });
});

describe('the map of the audit that is shown', () => {
  it('is asked for once for each layout, and that of another audit is not taken', () => {
    const posted: unknown[] = [];
    const state = new MapState((message) => posted.push(message));
    state.want();
    state.want();
    expect(posted).toEqual([{ type: 'map', layout: 'components' }]);
    state.receive({ type: 'map', map: { ...view, createdAt: 'another' } }, view.createdAt);
    expect(state.view).toBeNull();
    state.receive({ type: 'map', map: view }, view.createdAt);
    expect(state.view).toBe(view);
    state.choose('neighbours');
    state.receive({ type: 'mapping', share: 0.3 }, view.createdAt);
    expect(state.view).toBe(view);
    state.choose('components');
    state.want();
    expect(posted).toEqual([
      { type: 'map', layout: 'components' },
      { type: 'map', layout: 'neighbours' },
      { type: 'stopMap' },
    ]);
    // What was being laid out has come to its end all the same: it is not what is wanted now.
    state.receive({ type: 'map', map: { ...view, layout: 'neighbours' } }, view.createdAt);
    expect(state.view?.layout).toBe('components');
  });
});
