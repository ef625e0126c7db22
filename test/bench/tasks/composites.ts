import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { parse } from 'csv-parse/sync';
// The random numbers alone: tests in the extension host must not load TensorFlow.js.
import { createRandom } from '../../../src/training/random.ts';

/** A picture of two or three others side by side, with the classes of all of them. */
export interface Composite {
  /** POSIX path below the folder. */
  readonly image: string;
  readonly truth: readonly string[];
  /** The truth, or where an error was planted, with one class too many or too few. */
  readonly given: readonly string[];
}

export interface CompositesOptions {
  /** Folder of the photographs, and what they truly show. */
  readonly photos: string;
  readonly truthFile: string;
  /** Where the pictures are written. */
  readonly folder: string;
  readonly count: number;
  readonly seed: number;
  /** Share of the pictures that get a wrong set. */
  readonly noise: number;
}

type Random = ReturnType<typeof createRandom>;

/** Side of each photograph in a composite, in pixels. */
const SIDE = 224;
const STREAM = 0xc0;

/**
 * Makes pictures with several labels out of photographs with one, and plants errors in their sets: a class that is there is left
 * out, or one that is not there is given, as often as each other. Photographs are used once as long as there are any.
 */
export async function makeComposites(options: CompositesOptions): Promise<Composite[]> {
  const { photos, truthFile, folder, count, seed, noise } = options;
  const random = createRandom(seed, STREAM);
  const rows = parse<{ image: string; true: string }>(readFileSync(truthFile, 'utf8'), { columns: true });
  const classes = [...new Set(rows.map((row) => row.true))].sort();
  const order = Int32Array.from(rows, (_, i) => i);
  random.shuffle(order);
  let at = 0;
  const next = (): { image: string; true: string } => rows[order[at++ % order.length]];
  await mkdir(join(folder, 'images'), { recursive: true });
  const planned = Array.from({ length: count }, (_, i) => {
    const tiles = Array.from({ length: 2 + random.below(2) }, next);
    const truth = [...new Set(tiles.map((tile) => tile.true))].sort();
    const given = random.uniform() < noise ? withError(truth, classes, random) : truth;
    return { tiles, composite: { image: `images/${String(i).padStart(4, '0')}.jpg`, truth, given } };
  });
  // An ES module, which a test in the extension host can't `require`.
  const { default: pMap } = await import('p-map');
  await pMap(
    planned,
    async ({ tiles, composite }) => {
      const pieces = await Promise.all(
        tiles.map(({ image }) => sharp(join(photos, image)).resize(SIDE, SIDE, { fit: 'cover' }).toBuffer()),
      );
      const height = tiles.length === 2 ? 1 : 2;
      await sharp({
        create: { width: 2 * SIDE, height: height * SIDE, channels: 3, background: { r: 127, g: 127, b: 127 } },
      })
        .composite(pieces.map((input, i) => ({ input, left: (i % 2) * SIDE, top: Math.floor(i / 2) * SIDE })))
        .jpeg({ quality: 90 })
        .toFile(join(folder, composite.image));
    },
    { concurrency: 2 },
  );
  return planned.map(({ composite }) => composite);
}

function withError(truth: readonly string[], classes: readonly string[], random: Random): string[] {
  const absent = classes.filter((name) => !truth.includes(name));
  if (truth.length > 1 && random.uniform() < 0.5) {
    const gone = truth[random.below(truth.length)];
    return truth.filter((name) => name !== gone);
  }
  return [...truth, absent[random.below(absent.length)]].sort();
}

/** Writes the given sets as a labels file whose labels are divided by `|`. */
export async function writeComposites(folder: string, composites: readonly Composite[]): Promise<void> {
  const lines = composites.map(({ image, given }) => `${image},${given.join('|')}`);
  await writeFile(join(folder, 'labels.csv'), `image,label\n${lines.join('\n')}\n`);
}
