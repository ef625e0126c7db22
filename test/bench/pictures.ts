import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { decodeImages } from '../../src/pictures/decode-images.ts';
import { readDataset } from '../../src/dataset/read-dataset.ts';
import { type Dataset } from '../../src/dataset/types.ts';
import { measuredOn, writeBenchSection } from './results-file.ts';

// `npm run bench:pictures`: pictures per second, files to pixels, of our decoder (reading, hashing, checks, a cache that
// is written) and of sharp alone on the same files, with the same size and concurrency, in turn within one run. Then a
// second audit after 1% of the pictures changed, and the command line's start-up. Options: --rounds, --size, --write.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    size: { type: 'string', default: '64' },
    write: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const imageSize = Number(values.size);
const SHARED = process.env.LABEL_AUDIT_SHARED ?? join(process.cwd(), '..', 'shared');
const folder = await mkdtemp(join(tmpdir(), 'label-audit-bench-pictures-'));
process.on('exit', () => spawnSync('rm', ['-rf', folder]));

/** As in decode-images.ts. */
const AT_ONCE = availableParallelism() + 1;

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1];

/** A data set of photographs made of noise at several scales, as detailed as real ones, each another. */
async function photographs(count: number, width: number, height: number, format: 'jpeg' | 'png'): Promise<Dataset> {
  const root = join(folder, `${format}-${width}`);
  for (const name of ['a', 'b']) await mkdir(join(root, name), { recursive: true });
  const channels = 3;
  const coarse = { width: 40, height: 30, channels } as const;
  for (let i = 0; i < count; i++) {
    const random = (at: number): number => (((i * 7919 + at) * 2654435761) >>> 13) & 255;
    const pixels = Uint8Array.from({ length: coarse.width * coarse.height * channels }, (_, at) => random(at));
    const picture = sharp(pixels, { raw: coarse }).resize(width, height, { kernel: 'cubic' });
    const made = format === 'jpeg' ? picture.jpeg({ quality: 90 }) : picture.png({ compressionLevel: 6 });
    await made.toFile(join(root, i % 2 === 0 ? 'a' : 'b', `${i}.${format}`));
  }
  return readDataset(root);
}

/** The Roman numerals, copied so that some may be changed; undefined where they are not. */
async function romanNumerals(): Promise<Dataset | undefined> {
  const from = join(SHARED, 'data', 'roman-numerals', 'train');
  const root = join(folder, 'roman-numerals');
  try {
    await cp(from, root, { recursive: true });
    return await readDataset(root);
  } catch {
    console.log(`Not measured: the Roman numerals (no data set at ${from}).`);
    return undefined;
  }
}

/** What one would write without us: read, decode and resize, as many at once as ours does. */
async function sharpAlone({ root, examples }: Dataset): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < examples.length; i = next++) {
      await sharp(join(root, examples[i].path))
        .resize(imageSize, imageSize, { fit: 'fill' })
        .flatten({ background: '#ffffff' })
        .toColourspace('srgb')
        .raw()
        .toBuffer();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

const lines: string[] = [];
function say(line: string): void {
  console.log(line);
  lines.push(line);
}

async function measure(name: string, dataset: Dataset): Promise<void> {
  const n = dataset.examples.length;
  const cacheFolder = join(folder, 'cache');
  const ours: number[] = [];
  const alone: number[] = [];
  const options = { imageSize, channels: 'auto', trim: false, cacheFolder } as const;
  const decode = async (): Promise<void> => {
    const { n: decoded, problems } = await decodeImages(dataset, options);
    if (decoded !== n) throw new Error(`${n - decoded} pictures were not decoded: ${problems[0].message}`);
  };
  await sharpAlone(dataset);
  for (let round = 0; round < rounds; round++) {
    await rm(cacheFolder, { recursive: true, force: true });
    ours.push(await timed(decode));
    alone.push(await timed(() => sharpAlone(dataset)));
  }
  const again = median([await timed(decode), await timed(decode), await timed(decode)]);
  const changed = dataset.examples.filter((_, i) => i % 100 === 50);
  for (const [i, { path }] of changed.entries()) {
    const background = { r: i & 255, g: i >> 8, b: 99 };
    const bytes = await sharp({ create: { width: 100, height: 100, channels: 3, background } })
      .png()
      .toBuffer();
    await writeFile(join(dataset.root, path), bytes);
  }
  let decoded = 0;
  const afterChange = await timed(async () => {
    ({ decoded } = await decodeImages(dataset, options));
  });
  const ratio = median(ours.map((time, i) => alone[i] / time));
  const rate = (seconds: number): string => (n / seconds).toFixed(0);
  say(
    `| ${name} | ${n} | ${rate(median(alone))} | ${rate(median(ours))} | ${ratio.toFixed(2)} | ` +
      `${again.toFixed(2)} s | ${changed.length} changed: ${decoded} decoded, ${afterChange.toFixed(2)} s |`,
  );
}

/** Median milliseconds from start to end of a process, of 20. */
function startUp(args: readonly string[]): number {
  return median(
    Array.from({ length: 20 }, () => {
      const begun = performance.now();
      spawnSync(process.execPath, args, { stdio: 'ignore' });
      return performance.now() - begun;
    }),
  );
}

const command = 'npm run bench:pictures -- --write';
say(measuredOn(command, { sharp: sharp.versions.sharp, libvips: sharp.versions.vips }));
say('');
say(
  `Pictures/s, files to ${imageSize}×${imageSize} pixels, ${AT_ONCE} at once, cache written anew; median of ${rounds} rounds.`,
);
say('');
say('| pictures | n | sharp alone | ours | ours / sharp | all from the cache | 1% changed |');
say('| --- | --: | --: | --: | --: | --: | --- |');
sharp.concurrency(1);
sharp.cache(false);
const numerals = await romanNumerals();
if (numerals !== undefined) await measure('Roman numerals, PNG', numerals);
await measure('JPEG, 1600×1200', await photographs(200, 1600, 1200, 'jpeg'));
await measure('PNG, 1000×800', await photographs(200, 1000, 800, 'png'));
say('');
say('| start-up | median of 20 |');
say('| --- | --: |');
const cli = join(process.cwd(), 'dist', 'cli.mjs');
say(`| \`node -e 0\`, the floor | ${startUp(['-e', '0']).toFixed(0)} ms |`);
for (const args of [['--help'], ['--version'], ['issues', '--help']])
  say(`| \`label-audit ${args.join(' ')}\` | ${startUp([cli, ...args]).toFixed(0)} ms |`);
if (values.write) writeBenchSection('bench:pictures', lines.join('\n'));
