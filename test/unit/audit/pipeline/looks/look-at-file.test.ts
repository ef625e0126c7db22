import { createHash } from 'node:crypto';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lookAtFile, MADE, UNUSABLE } from '../../../../../src/audit/pipeline/looks/look-at-file.ts';
import {
  contentOf,
  ENTRY_BYTES,
  entryAt,
  gatherContents,
  indexContents,
  recordOf,
} from '../../../../../src/audit/pipeline/looks/looks-entries.ts';
import { decodeLooks } from '../../../../../src/audit/pipeline/looks/looks-record.ts';
import { seededRandom } from '../../../seeded-random.ts';

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'label-audit-look-')));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

it('measures pictures at the same time, small ones read into the same room and one that has none there', async () => {
  const random = seededRandom(9);
  // Noise: as PNG the second takes more than a megabyte.
  const sides = [20, 700, 30];
  for (const [i, side] of sides.entries()) {
    const noise = Uint8Array.from({ length: 3 * side * side }, () => 256 * random());
    const png = sharp(noise, { raw: { width: side, height: side, channels: 3 } }).png();
    await writeFile(join(root, `${i}.png`), await png.toBuffer());
  }
  const none = indexContents(new Uint8Array(new SharedArrayBuffer(0)));
  const made = new Uint8Array(new SharedArrayBuffer(sides.length * ENTRY_BYTES));
  const seen = sides.map(async (_, i) => lookAtFile(root, `${i}.png`, none, entryAt(made, i)));
  expect(await Promise.all(seen)).toEqual([MADE, MADE, MADE]);
  for (const [i, side] of sides.entries()) {
    const content = createHash('sha256')
      .update(await readFile(join(root, `${i}.png`)))
      .digest();
    expect(Buffer.compare(contentOf(entryAt(made, i)), content)).toBe(0);
    expect(decodeLooks(recordOf(entryAt(made, i)))).toMatchObject({ width: side, height: side });
  }

  // What is known is found, small pictures without a promise.
  const known = indexContents(gatherContents(sides.length, (i) => contentOf(entryAt(made, i))));
  const spare = new Uint8Array(ENTRY_BYTES);
  expect([0, 2].map((i) => lookAtFile(root, `${i}.png`, known, spare))).toEqual([0, 2]);
  expect(await lookAtFile(root, '1.png', known, spare)).toBe(1);
});

it('says of what is no picture that it is unusable', async () => {
  await writeFile(join(root, 'text.png'), 'no picture');
  const none = indexContents(new Uint8Array(new SharedArrayBuffer(0)));
  const entry = new Uint8Array(ENTRY_BYTES);
  expect(await lookAtFile(root, 'text.png', none, entry)).toBe(UNUSABLE);
  expect(await lookAtFile(root, 'missing.png', none, entry)).toBe(UNUSABLE);
});
