import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { encodeNpy } from '../../../src/arrays/write-npy.ts';
import { LOOK_CHECKS } from '../../../src/audit/options/picture-checks.ts';
import { decodeImages, measuredPixels } from '../../../src/pictures/index.ts';
import { seededRandom } from '../../unit/seeded-random.ts';
import { runMeasured, type Measured } from '../run-measured.ts';
import { peakOf } from '../tree-memory.ts';

/** What the checks of many small pictures took, and what is done without them. */
export interface ManyMeasured {
  /** Decoding for training alone, to 64×64 pixels. */
  readonly decoding: Measured;
  /** Decoding alone, to the pixels that are measured. */
  readonly opening: Measured;
  /** The same command without checks of pictures: files are read for their content hashes. */
  readonly without: Measured;
  readonly first: Measured;
  /** The same again, with what was measured in the cache. */
  readonly again: Measured;
  /** Copies that were planted, and those of them that are flagged as exact duplicates. */
  readonly copies: number;
  readonly found: number;
}

const SIDE = 64;
const CLASSES = 10;
/** One picture in a hundred is a copy of the one before. */
const COPY_EVERY = 100;

/**
 * Draws small pictures, half JPEG, half PNG: patches of colour, no two alike but for the copies, in folders of 1,000, and writes labels.csv and pred_probs.npy.
 */
export async function drawMany(folder: string, pictures: number, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const rows: string[] = [];
  const patches = new Uint8Array(8 * 8 * 3);
  for (let from = 0; from < pictures; from += 1000) {
    const name = `images/${from / 1000}`;
    mkdirSync(join(folder, name), { recursive: true });
    const many = Array.from({ length: Math.min(1000, pictures - from) }, (_, i) => {
      const isJpeg = Math.floor((from + i) / 2) % 2 === 0;
      // The copy has the format of the one before it.
      if ((from + i) % COPY_EVERY !== 1) for (let at = 0; at < patches.length; at++) patches[at] = 256 * random();
      const path = `${name}/${from + i}.${isJpeg ? 'jpg' : 'png'}`;
      rows.push(`${path},class ${(from + i) % CLASSES}`);
      return { path, isJpeg, patches: patches.slice() };
    });
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let one = many[next++]; next <= many.length; one = many[next++]) {
        const drawn = sharp(one.patches, { raw: { width: 8, height: 8, channels: 3 } }).resize(SIDE, SIDE);
        await (one.isJpeg ? drawn.jpeg() : drawn.png({ compressionLevel: 1 })).toFile(join(folder, one.path));
      }
    };
    await Promise.all(Array.from({ length: 2 * availableParallelism() }, lane));
  }
  writeFileSync(join(folder, 'labels.csv'), `image,label\n${rows.join('\n')}\n`);
  const data = Float64Array.from({ length: pictures * CLASSES }, (_, at) =>
    Math.floor(at / CLASSES) % CLASSES === at % CLASSES ? 0.91 : 0.01,
  );
  const shape = [pictures, CLASSES];
  writeFileSync(join(folder, 'pred_probs.npy'), encodeNpy({ dtype: 'float64', shape, fortranOrder: false, data }));
}

/** What `--decode FOLDER` of the bench does, in a process of its own: decodes as audits that train do, and keeps nothing. */
export async function decodeMany(folder: string): Promise<void> {
  const [, ...lines] = readFileSync(join(folder, 'labels.csv'), 'utf8').trim().split('\n');
  const examples = lines.map((line, i) => ({ path: line.split(',')[0], place: { kind: 'row', row: i + 2 } }));
  const { problems } = await decodeImages(
    { root: folder, examples },
    { imageSize: SIDE, channels: 'auto', trim: false, cacheFolder: null },
  );
  if (problems.length > 0) throw new Error(problems[0].message);
}

/** What `--open FOLDER` of the bench does: decodes as the checks do, several at once, and keeps nothing. */
export async function openMany(folder: string): Promise<void> {
  const [, ...lines] = readFileSync(join(folder, 'labels.csv'), 'utf8').trim().split('\n');
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < lines.length; i = next++) {
      await measuredPixels(await readFile(join(folder, lines[i].split(',')[0])));
    }
  };
  await Promise.all([lane(), lane(), lane()]);
}

/** The shipped command line's `check`, with all ten checks of pictures or none. */
function checkArguments(folder: string, withChecks: boolean): string[] {
  const limits = LOOK_CHECKS.flatMap((name) => [`--max-${name.replaceAll('_', '-')}`, '1000000']);
  return [
    ...['dist/cli.mjs', 'check', join(folder, 'labels.csv'), '--max-issues', '1000000', '--force'],
    ...(withChecks ? limits : []),
    ...['--pred-probs', join(folder, 'pred_probs.npy'), '--out', join(folder, 'report')],
  ];
}

/** Runs Node in a process of its own, which has threads and no children. */
function runNode(args: readonly string[], cache: string): Promise<Measured> {
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  return runMeasured(process.execPath, args, { env, memoryOf: peakOf, every: 20 });
}

/** Makes so many pictures, decodes them, checks them twice, and removes them. */
export async function measureMany(folder: string, pictures: number, seed: number): Promise<ManyMeasured> {
  mkdirSync(folder, { recursive: true });
  const cache = join(folder, 'cache');
  try {
    await drawMany(folder, pictures, seed);
    const decoding = await runNode([process.argv[1], '--decode', folder], cache);
    const opening = await runNode([process.argv[1], '--open', folder], cache);
    const without = await runNode(checkArguments(folder, false), cache);
    const first = await runNode(checkArguments(folder, true), cache);
    const again = await runNode(checkArguments(folder, true), cache);
    const copies = Math.floor((pictures - 2) / COPY_EVERY) + 1;
    const found = Number(/Exact duplicates:? ([\d,]+)/.exec(first.stdout)?.[1].replaceAll(',', '') ?? Number.NaN) / 2;
    return { decoding, opening, without, first, again, copies, found };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
