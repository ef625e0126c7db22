import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { oddSizes, pictureLooks, type PictureLooks, type Raster } from '../../src/core/index.ts';
import { measurePictures } from '../unit/measure-pictures.ts';
import { FIXTURES, readJson, asObject, sharedGolden } from './golden.ts';

// CleanVision 0.3.7's scores and flags. What we score otherwise, on purpose:
//
// - `grey-as-rgb`: a picture is grey by its pixels, so one that stores red, green and blue alike scores as the same picture
//   stored as one channel (CleanVision adds log2(3)/10 to its information and calls it no grayscale).
// - `nothing-odd-about-grey`: grayscale tells of grey among colour; where most pictures are grey, none is flagged.
// - `upright`: EXIF rotation is applied before anything is measured, and palettes, 16 bits, alpha and CMYK become 8-bit sRGB. CleanVision
//   reads them as if they were grey or RGB. The corpus is compared as `corpus-normalised` has it.
// - `sharp-somewhere`: a picture is blurry where it is sharp nowhere (`sharpness`). CleanVision's score, by the edges of 64 pixels, is compared here
//   and judges nothing: all 8 photographs that it flags are sharp, and a blur of 5 pixels moves it less than what is in the picture.
// - `really-odd`: an odd size is also a quarter smaller or larger than the quartiles; CleanVision flags 454 photographs for 2 pixels.
// - `at-most-2048`: what has a longer side than 2,048 pixels is measured shrunk to that. None of these pictures has.

interface Row {
  readonly image: string;
  readonly mode: string;
  readonly md5: string;
  readonly scores: Readonly<Record<keyof typeof COLUMNS, number>>;
  readonly oddSize: number;
  readonly issues: ReadonlySet<string>;
}

/** Our names of CleanVision's columns, with its thresholds. */
const COLUMNS = {
  dark: ['dark', 0.32],
  light: ['light', 0.05],
  oddAspectRatio: ['odd_aspect_ratio', 0.35],
  lowInformation: ['low_information', 0.3],
  blurry: ['blurry', 0.29],
  grayscale: ['grayscale', 0.5],
} as const;
const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

function readRows(file: string): Row[] {
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const columns = head.split(',');
  return lines.map((line) => {
    const cells = new Map(line.split(',').map((cell, i) => [columns[i], cell]));
    const cell = (name: string): string => cells.get(name) ?? '';
    return {
      image: cell('image'),
      mode: cell('mode'),
      md5: cell('md5'),
      scores: Object.fromEntries(NAMES.map((name) => [name, Number(cell(COLUMNS[name][0]))])) as Row['scores'],
      oddSize: Number(cell('odd_size')),
      issues: new Set(cell('issues').split('|')),
    };
  });
}

interface Measured {
  readonly looks: PictureLooks;
  /** MD5 of the pixels as the golden's decoder has them: of one channel where its mode is L. */
  readonly md5: string;
  readonly isGreyByPixels: boolean;
}

async function measure(root: string, rows: readonly Row[]): Promise<(Measured | undefined)[]> {
  const modes = rows.map(({ mode }) => mode);
  let at = 0;
  const found: (Measured | undefined)[] = [];
  // One by one, so that each is known by its place.
  for (const { image } of rows) {
    const mode = modes[at++];
    const [one] = await measurePictures(root, [image], ({ pixels, full }) => {
      const grey = greyOf(pixels);
      const data = mode === 'L' ? (grey ?? pixels.data) : pixels.channels === 1 ? tripled(pixels.data) : pixels.data;
      return {
        looks: pictureLooks(pixels, full),
        md5: createHash('md5').update(data).digest('hex'),
        isGreyByPixels: grey !== undefined,
      };
    });
    found.push(one);
  }
  return found;
}

function greyOf({ channels, data }: Pick<Raster, 'channels' | 'data'>): Uint8Array | undefined {
  if (channels === 1) return data;
  const grey = new Uint8Array(data.length / 3);
  for (let i = 0; i < grey.length; i++) {
    if (data[3 * i] !== data[3 * i + 1] || data[3 * i] !== data[3 * i + 2]) return undefined;
    grey[i] = data[3 * i];
  }
  return grey;
}

const tripled = (grey: Uint8Array): Uint8Array =>
  Uint8Array.from({ length: 3 * grey.length }, (_, i) => grey[Math.floor(i / 3)]);

/** CleanVision's score as it would be had it looked at the pixels (`grey-as-rgb`). */
function meant({ mode, scores }: Row, { isGreyByPixels, looks }: Measured, name: keyof typeof COLUMNS): number {
  if (mode === 'L') return scores[name];
  if (name === 'grayscale') return looks.grayscale === 0 ? 0 : scores[name];
  return name === 'lowInformation' && isGreyByPixels && scores[name] < 1
    ? scores[name] - Math.log2(3) / 10
    : scores[name];
}

interface Compared {
  readonly same: number;
  readonly otherPixels: number;
  readonly worst: number;
  readonly worstOther: number;
  readonly worstSize: number;
  readonly flags: string[];
}

/** Compares all scores and flags; `flags` lists those that differ. */
async function compare(root: string, rows: readonly Row[]): Promise<Compared> {
  const measured = await measure(root, rows);
  let [same, otherPixels, worst, worstOther] = [0, 0, 0, 0];
  const flags: string[] = [];
  rows.forEach((row, i) => {
    const one = measured[i];
    if (one === undefined) throw new Error(`${row.image} was not measured`);
    const isSame = one.md5 === row.md5;
    if (isSame) same++;
    else otherPixels++;
    for (const name of NAMES) {
      const wanted = meant(row, one, name);
      const off = Math.abs(one.looks[name] - wanted);
      if (isSame) worst = Math.max(worst, off);
      else worstOther = Math.max(worstOther, off);
      const [column, threshold] = COLUMNS[name];
      const isNear = !isSame && Math.abs(wanted - threshold) <= 0.01;
      if (!isNear && one.looks[name] < threshold !== wanted < threshold) flags.push(`${row.image}: ${column}`);
      // What is meant differs from what CleanVision says only by the deviation named above.
      if (wanted === row.scores[name] && row.issues.has(column) !== wanted < threshold)
        flags.push(`${row.image}: golden ${column}`);
    }
  });
  const sizes = oddSizes(
    Float64Array.from(measured, (one) => one!.looks.size),
    3,
  );
  let worstSize = 0;
  rows.forEach((row, i) => {
    worstSize = Math.max(worstSize, Math.abs(sizes.scores[i] - row.oddSize));
    if (sizes.scores[i] < sizes.threshold !== row.issues.has('odd_size')) flags.push(`${row.image}: odd_size`);
  });
  return { same, otherPixels, worst, worstOther, worstSize, flags };
}

/** Six digits are kept in the references. */
const SIX_DIGITS = 1e-6;

describe('scores of pictures', () => {
  it("are CleanVision's, on pixels that every decoder gives alike", async () => {
    const folder = path.join(FIXTURES, '../picture-checks');
    // Sizes are compared among all pictures of a run: of these alone they are others.
    const rows = readRows(path.join(folder, 'scores.csv'));
    const measured = await measure(path.join(folder, 'pictures'), rows);
    rows.forEach((row, i) => {
      const one = measured[i]!;
      expect(one.md5, row.image).toBe(row.md5);
      for (const name of NAMES) {
        expect(Math.abs(one.looks[name] - meant(row, one, name)), `${row.image} ${name}`).toBeLessThan(SIX_DIGITS);
      }
    });
  });

  const shared = sharedGolden();
  const golden = shared === undefined ? undefined : path.join(shared, 'cleanvision');
  const cases = [
    ['photos', '../../data/photos/images'],
    ['roman-numerals', '../../data/roman-numerals'],
  ] as const;
  for (const [name, where] of cases) {
    it.skipIf(golden === undefined)(`and flags are CleanVision's: ${name}`, { timeout: 240_000 }, async () => {
      const rows = readRows(path.join(golden!, `${name}.csv`));
      const started = process.cpuUsage();
      const { same, otherPixels, worst, worstOther, worstSize, flags } = await compare(path.join(golden!, where), rows);
      const { user, system } = process.cpuUsage(started);
      const seconds = ((user + system) / 1e6).toFixed(1);
      console.log(
        `${name}: ${same} pictures of the same pixels, scores to ${worst.toExponential(1)}; ${otherPixels} of others, to ${worstOther.toExponential(1)}; ${seconds} CPU s`,
      );
      expect(flags).toEqual([]);
      expect(worst).toBeLessThan(SIX_DIGITS);
      expect(worstSize).toBeLessThan(SIX_DIGITS);
      expect(worstOther).toBeLessThan(0.01);
    });
  }

  it.skipIf(golden === undefined)(
    "and flags are CleanVision's on upright pictures: the corpus made to hurt",
    async () => {
      const changed = asObject(readJson(path.join(golden!, 'corpus-normalised.json'))).changed as string[];
      const rows = readRows(path.join(golden!, 'corpus-normalised.csv'));
      const plain = rows.filter(({ image }) => !changed.includes(image));
      const { flags } = await compareScores(path.join(golden!, 'corpus'), plain);
      expect(flags).toEqual([]);
      const upright = await compareScores(
        path.join(golden!, 'corpus-normalised'),
        rows.filter(({ image }) => changed.includes(image)),
      );
      expect(upright.flags).toEqual([]);
      expect(upright.worst).toBeLessThan(SIX_DIGITS);
    },
  );

  /** The same, without sizes: those are compared among all. */
  async function compareScores(root: string, rows: readonly Row[]): Promise<Compared> {
    const found = await compare(root, rows);
    return { ...found, flags: found.flags.filter((flag) => !flag.endsWith('odd_size')) };
  }
});
