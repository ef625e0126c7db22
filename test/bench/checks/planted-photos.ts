import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { TWIN_KINDS } from '../../unit/audit/pipeline/checks/drawn-pictures.ts';
import { seededRandom } from '../../unit/seeded-random.ts';

/** A data set with known faults: 500 photographs, and what was planted among them, by file name. */
export interface PlantedPhotos {
  readonly folder: string;
  readonly pictures: number;
  /** The photograph that each planted near duplicate shows, by its kind. */
  readonly twins: Readonly<Record<string, ReadonlyMap<string, string>>>;
  readonly blurry: readonly string[];
  readonly dark: readonly string[];
  /** The test picture that each of these pictures of the training set shows. */
  readonly leaks: ReadonlyMap<string, string>;
}

const PHOTOGRAPHS = 500;
const TWINS_OF_A_KIND = 5;
const SPOILED = 10;
const LEAKS = 20;
/** Of the Gaussian that blurs, in pixels. */
const BLUR = 5;
const DIM = 0.2;
const TEST = 100;

/**
 * Copies photographs drawn by a seed into a data set of two splits, blurs and dims some of them, and adds near duplicates of
 * others in the same split, and test pictures, saved anew, in the training set.
 *
 * @param photos a folder with labels.csv (image, label, split)
 */
export async function plantPhotos(photos: string, folder: string, seed: number): Promise<PlantedPhotos> {
  const [, ...lines] = readFileSync(join(photos, 'labels.csv'), 'utf8').trim().split('\n');
  const random = seededRandom(seed);
  const drawn = lines
    .map((line) => ({ line, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, PHOTOGRAPHS)
    .map(({ line }) => line.split(','));
  mkdirSync(join(folder, 'images'), { recursive: true });
  const rows: string[] = [];
  const add = (name: string, label: string, split: string): void => {
    rows.push(`images/${name},${label},${split}`);
  };
  const photographs = drawn.map(([path, label], i) => {
    const name = path.replace('images/', '');
    copyFileSync(join(photos, path), join(folder, 'images', name));
    add(name, label, i < TEST ? 'test' : 'train');
    return { name, label, file: join(photos, path) };
  });
  // Each photograph takes part in one fault at most.
  const leaks = new Map<string, string>();
  for (const { name, label, file } of photographs.slice(0, LEAKS)) {
    const copy = `leak-${name}`;
    await sharp(file)
      .jpeg({ quality: 60 })
      .toFile(join(folder, 'images', copy));
    add(copy, label, 'train');
    leaks.set(copy, name);
  }
  let next = TEST;
  const taken = (count: number): typeof photographs => photographs.slice(next, (next += count));
  const twins: Record<string, Map<string, string>> = {};
  for (const [kind, change] of Object.entries(TWIN_KINDS)) {
    twins[kind] = new Map();
    for (const { name, label, file } of taken(TWINS_OF_A_KIND)) {
      const { width, height } = await sharp(file).metadata();
      const bytes = await change(sharp(file), { width, height }).toBuffer({ resolveWithObject: true });
      const copy = `${kind}-${name.replace('.jpg', '')}.${bytes.info.format === 'jpeg' ? 'jpg' : 'png'}`;
      writeFileSync(join(folder, 'images', copy), bytes.data);
      add(copy, label, 'train');
      twins[kind].set(copy, name);
    }
  }
  const blurry = taken(SPOILED);
  for (const { name, file } of blurry)
    await sharp(file)
      .blur(BLUR)
      .jpeg()
      .toFile(join(folder, 'images', name));
  const dark = taken(SPOILED);
  for (const { name, file } of dark)
    await sharp(file)
      .linear(DIM, 0)
      .jpeg()
      .toFile(join(folder, 'images', name));
  writeFileSync(join(folder, 'labels.csv'), `image,label,split\n${rows.join('\n')}\n`);
  const namesOf = (all: typeof photographs): string[] => all.map(({ name }) => name);
  return { folder, pictures: rows.length, twins, blurry: namesOf(blurry), dark: namesOf(dark), leaks };
}
