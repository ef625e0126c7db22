// Data sets whose wrong labels are known: those of ../shared, digits of MNIST, and drawn ones.
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { random, readDigits, writeDigits } from '../../scripts/mnist.mjs';
import { DRAWN_SETS, drawSet } from './drawn-sets.ts';

const REAL_SETS = ['photos', 'roman-numerals', 'digits'] as const;
export const KNOWN_SETS = [...REAL_SETS, ...DRAWN_SETS] as const;
export type KnownSetName = (typeof KNOWN_SETS)[number];

/** @throws Error for a name that there isn't */
export function knownSetNames(text: string): KnownSetName[] {
  return text.split(',').map((name) => {
    const known = KNOWN_SETS.find((one) => one === name);
    if (known === undefined) throw new Error(`--sets takes ${KNOWN_SETS.join(', ')}, not "${name}".`);
    return known;
  });
}

/** Pictures of a small set, and the share of their labels that is changed. */
export const SMALL = { count: 300, share: 0.08 } as const;

/** A data set whose wrong labels are known. */
export interface KnownSet {
  readonly labelsFile: string;
  readonly splits?: readonly string[];
  /** Whether the label of a picture is wrong; pictures that were not judged are absent. */
  readonly isWrong: ReadonlyMap<string, boolean>;
}

const shared = resolve(process.env.LABEL_AUDIT_SHARED ?? '../shared', 'data');
const rowsOf = (file: string): Record<string, string>[] => parse(readFileSync(file), { columns: true });

function against(labelsFile: string, truthFile: string): KnownSet['isWrong'] {
  const truth = new Map(rowsOf(truthFile).map((row) => [row.image, row.true]));
  return new Map(rowsOf(labelsFile).map(({ image, label }) => [image, truth.get(image) !== label]));
}

/** Writes a data set into a folder, or finds it in ../shared; undefined where its pictures are not there. */
export async function prepareKnownSet(name: KnownSetName, folder: string, seed: number): Promise<KnownSet | undefined> {
  if (name === 'photos') {
    const labelsFile = join(shared, 'photos', 'labels.csv');
    if (!existsSync(labelsFile)) return undefined;
    return { labelsFile, splits: ['train'], isWrong: against(labelsFile, join(shared, 'photos-truth.csv')) };
  }
  if (name === 'roman-numerals') {
    const labelsFile = join(shared, name, 'labels.csv');
    if (!existsSync(labelsFile)) return undefined;
    const curated = rowsOf(join(shared, name, 'curated_train.csv'));
    return { labelsFile, splits: ['train'], isWrong: new Map(curated.map((row) => [row.image, row.both === '1'])) };
  }
  if (name !== 'digits') {
    const labelsFile = await drawSet(name, folder, { ...SMALL, seed });
    return { labelsFile, isWrong: against(labelsFile, join(folder, 'truth.csv')) };
  }
  const digits = await readDigits(SMALL.count, seed);
  const paths = await writeDigits(digits, folder);
  const next = random(seed + 1);
  const isWrong = new Map<string, boolean>();
  const rows = digits.map(({ label }, i) => {
    const wrong = next() < SMALL.share;
    isWrong.set(paths[i], wrong);
    return `${paths[i]},${wrong ? (label + 1 + Math.floor(next() * 9)) % 10 : label}`;
  });
  const labelsFile = join(folder, 'labels.csv');
  await writeFile(labelsFile, `${['image,label', ...rows].join('\n')}\n`);
  return { labelsFile, isWrong };
}
