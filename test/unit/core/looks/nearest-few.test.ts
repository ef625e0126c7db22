import { expect, it } from 'vitest';
import { nearestFew } from '../../../../src/core/looks/nearest-few.ts';
import { seededRandom } from '../../seeded-random.ts';

it('keeps of all that is met the few that differ least, each by its best way, in whatever order they come', () => {
  const random = seededRandom(26);
  const [count, most, others] = [5, 4, 12];
  const met = Array.from({ length: 600 }, () => ({
    which: Math.floor(count * random()),
    other: Math.floor(others * random()),
    bits: Math.floor(9 * random()),
    way: Math.floor(88 * random()),
  }));
  const near = nearestFew(count, most);
  // What was met before is forgotten.
  for (const { which, other } of met) near.meet(which, other + 1, 0, 0);
  near.clear();
  for (const { which, other, bits, way } of met) near.meet(which, other, bits, way);
  for (let which = 0; which < count; which++) {
    const best = Array.from({ length: others }, (_, other) => other)
      .flatMap((other) =>
        met
          .filter((one) => one.which === which && one.other === other)
          .sort((a, b) => a.bits - b.bits || a.way - b.way)
          .slice(0, 1),
      )
      .sort((a, b) => a.bits - b.bits || a.other - b.other)
      .slice(0, most);
    const told: [number, number][] = [];
    near.each(which, (other, way) => told.push([other, way]));
    expect(told).toEqual(best.map(({ other, way }) => [other, way]));
  }
});
