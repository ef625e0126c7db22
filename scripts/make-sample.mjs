// Makes the sample data set that the extension ships: real handwritten digits, some with a wrong label.
//   node scripts/make-sample.mjs   (the build does it when dist/sample is missing)
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { random, readDigits, writeDigits } from './mnist.mjs';

const DIGITS = 300;
const WRONG = 18;
const SEED = 7;

/** Digits that are easily taken for each other: so do people err. */
const MISTAKEN = { 0: 6, 1: 7, 2: 7, 3: 5, 4: 9, 5: 3, 6: 0, 7: 1, 8: 3, 9: 4 };

/**
 * Writes `images/*.png` and `labels.csv`, the same bytes every time.
 * @param {string} folder
 */
export async function makeSample(folder) {
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  const digits = await readDigits(DIGITS, SEED);
  const paths = await writeDigits(digits, partial);
  const next = random(SEED + 1);
  const wrong = new Set();
  while (wrong.size < WRONG) wrong.add(Math.floor(next() * DIGITS));
  const rows = paths.map((path, i) => `${path},${wrong.has(i) ? MISTAKEN[digits[i].label] : digits[i].label}`);
  await writeFile(join(partial, 'labels.csv'), `image,label\n${rows.join('\n')}\n`);
  // Renamed into place when whole, so that a build that was interrupted does not leave half of it.
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await makeSample(join(import.meta.dirname, '..', 'dist', 'sample'));
}
